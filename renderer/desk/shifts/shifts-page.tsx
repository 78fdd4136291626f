import { useState } from 'react';
import type { DeskShift } from '../../../core/contract/desk-shifts.ts';
import { Chip, DeskButton, News, Section } from '../controls.tsx';
import { useDesk, useLoaded } from '../desk-context.ts';
import { dayAndTime, digits, say } from '../desk-words.ts';
import { Loading, PageFrame } from '../page-frame.tsx';
import type { Said } from '../said.ts';
import { Amount, Table } from '../table.tsx';
import { OpenShift } from './open-shift.tsx';
import { MOST_RECEIPTS, ReceiptsTable } from './receipts-table.tsx';
import { ShiftFacts } from './shift-page.tsx';
import { TakeCash } from './take-cash.tsx';

const MOST = 100;

/** The open shift of whoever looks: cash is taken here. */
const OwnShift = ({
  shift,
  onSaid,
}: {
  readonly shift: DeskShift;
  readonly onSaid: (said: Said) => void;
}) => {
  const open = useDesk(state => state.open);
  const { shiftId, shiftNo } = shift;
  const { value, fault, reload } = useLoaded('shiftCash', { shiftId, limit: MOST_RECEIPTS });
  const onTaken = (said: Said): void => {
    onSaid(said);
    void reload();
  };
  return (
    <Section title={say('shifts.own.title', { number: shiftNo })}>
      <News words={fault} tone="attention" />
      {value === undefined ? (
        <Loading fault={fault} reload={reload} />
      ) : (
        <>
          <ShiftFacts shift={shift} cash={value} />
          <div className="desk-actions">
            <DeskButton
              label={say('shifts.own.manage')}
              onPress={() => open({ page: 'shift', shiftId })}
            />
          </div>
          <TakeCash shift={shift} onSaid={onTaken} />
          <ReceiptsTable cash={value} />
        </>
      )}
    </Section>
  );
};

const ShiftList = ({ shifts }: { readonly shifts: readonly DeskShift[] }) => {
  const open = useDesk(state => state.open);
  return (
    <Section title={say('shifts.list.title')}>
      <News
        words={shifts.length < MOST ? undefined : say('shifts.list.most', { count: digits(MOST) })}
      />
      <Table
        caption={say('shifts.list.title')}
        rows={shifts}
        keyOf={({ shiftId }) => shiftId}
        onOpen={({ shiftId }) => open({ page: 'shift', shiftId })}
        openLabel={({ shiftNo }) => say('shifts.list.open', { number: shiftNo })}
        empty={say('shifts.list.empty')}
        columns={[
          { head: say('shifts.list.no'), cell: ({ shiftNo }) => shiftNo },
          { head: say('shifts.list.drawer'), cell: ({ drawer }) => drawer },
          { head: say('shifts.list.cashier'), cell: ({ cashier }) => cashier, isLong: true },
          { head: say('shifts.list.openedAt'), cell: ({ openedAt }) => dayAndTime(openedAt) },
          {
            head: say('shifts.list.closedAt'),
            cell: ({ closedAt }) => (closedAt === null ? say('none') : dayAndTime(closedAt)),
          },
          {
            head: say('shifts.list.difference'),
            cell: ({ difference }) =>
              difference === null ? say('none') : <Amount of={difference} />,
            isMoney: true,
          },
          {
            head: say('shifts.list.state'),
            cell: ({ closedAt }) => (
              <Chip tone={closedAt === null ? 'attention' : 'plain'}>
                {closedAt === null ? say('shifts.list.isOpen') : say('shifts.list.isClosed')}
              </Chip>
            ),
          },
        ]}
      />
    </Section>
  );
};

/** The own shift, opened or at work, and those before it. */
export const ShiftsPage = () => {
  const { value, fault, reload } = useLoaded('shifts', { limit: MOST });
  const [news, setNews] = useState<Said>();
  const onSaid = (said: Said): void => {
    setNews(said);
    void reload();
  };
  const own = value?.shifts.find(({ isOwn, closedAt }) => isOwn && closedAt === null);
  return (
    <PageFrame title={say('pages.shifts')} fault={fault}>
      <News words={news?.words} tone={news?.tone} />
      {value === undefined ? (
        <Loading fault={fault} reload={reload} />
      ) : (
        <>
          {own === undefined ? (
            <OpenShift onSaid={onSaid} />
          ) : (
            <OwnShift key={own.shiftId} shift={own} onSaid={onSaid} />
          )}
          <ShiftList shifts={value.shifts} />
        </>
      )}
    </PageFrame>
  );
};
