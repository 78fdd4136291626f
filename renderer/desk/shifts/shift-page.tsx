import { useState } from 'react';
import type { DeskShift, DeskShiftCash } from '../../../core/contract/desk-shifts.ts';
import { DeskButton, Facts, News } from '../controls.tsx';
import { useDesk, useLoaded, useUser } from '../desk-context.ts';
import { dayAndTime, digits, dong, say } from '../desk-words.ts';
import { Loading, PageFrame } from '../page-frame.tsx';
import { refusalWords } from '../refusal-words.ts';
import type { Said } from '../said.ts';
import { CloseShift } from './close-shift.tsx';
import { MOST_RECEIPTS, ReceiptsTable } from './receipts-table.tsx';
import { ShiftReports } from './shift-reports.tsx';

const timesOf = ({ number, amount }: DeskShiftCash['takings']): string =>
  say('shifts.own.times', { count: digits(number), amount: digits(amount) });

/** Whose shift it is, since when, and what went through its drawer. */
export const ShiftFacts = ({
  shift,
  cash,
}: {
  readonly shift: DeskShift;
  readonly cash: DeskShiftCash;
}) => (
  <Facts
    facts={[
      [say('shifts.own.drawer'), shift.drawer],
      [say('shifts.own.cashier'), shift.cashier],
      [say('shifts.own.openedAt'), dayAndTime(shift.openedAt)],
      ...(shift.closedAt === null
        ? []
        : [[say('shifts.own.closedAt'), dayAndTime(shift.closedAt)] as const]),
      [say('shifts.own.float'), dong(cash.float)],
      [say('shifts.own.takings'), timesOf(cash.takings)],
      [say('shifts.own.refunds'), timesOf(cash.refunds)],
    ]}
  />
);

/** What may still be done with an open shift: read it, count it, close it. */
const OpenShiftWork = ({
  shift: { shiftId, isOwn },
  onSaid,
}: {
  readonly shift: DeskShift;
  readonly onSaid: (said: Said) => void;
}) => {
  const call = useDesk(state => state.call);
  const isSupervisor = useUser()?.role === 'supervisor';
  const read = async (): Promise<void> => {
    const answer = await call('readShift', { shiftId });
    if (!answer.ok) {
      onSaid({ words: refusalWords('readShift', answer.error.code), tone: 'attention' });
      return;
    }
    const { reportNo, content } = answer.value;
    const amount = digits(content.expected);
    onSaid({ words: say('shifts.x.done', { number: reportNo, amount }), tone: 'ok' });
  };
  return (
    <>
      <div className="desk-actions">
        <DeskButton label={say('shifts.x.make')} onPress={() => void read()} />
      </div>
      {isOwn || isSupervisor ? (
        <CloseShift shiftId={shiftId} onSaid={onSaid} />
      ) : (
        <p className="desk-lead">{say('shifts.close.onlyOwn')}</p>
      )}
    </>
  );
};

/** A shift with its reports and receipts; an open one is read and closed here. */
export const ShiftPage = ({ shiftId }: { readonly shiftId: string }) => {
  const shifts = useLoaded('shift', { shiftId });
  const cash = useLoaded('shiftCash', { shiftId, limit: MOST_RECEIPTS });
  const reports = useLoaded('shiftReports', { shiftId });
  const [news, setNews] = useState<Said>();
  const fault = shifts.fault ?? cash.fault ?? reports.fault;
  const reload = async (): Promise<void> => {
    await Promise.all([shifts.reload(), cash.reload(), reports.reload()]);
  };
  const onSaid = (said: Said): void => {
    setNews(said);
    void reload();
  };
  const shift = shifts.value;
  return (
    <PageFrame
      title={
        shift === undefined ? say('pages.shift') : say('shifts.own.page', { number: shift.shiftNo })
      }
      fault={fault}
      tools={<DeskButton label={say('back')} onPress={() => history.back()} />}
    >
      <News words={news?.words} tone={news?.tone} />
      {shift === undefined || cash.value === undefined || reports.value === undefined ? (
        <Loading fault={fault} reload={reload} />
      ) : (
        <>
          <ShiftFacts shift={shift} cash={cash.value} />
          {shift.closedAt === null && <OpenShiftWork shift={shift} onSaid={onSaid} />}
          <ShiftReports reports={reports.value.reports} />
          <ReceiptsTable cash={cash.value} />
        </>
      )}
    </PageFrame>
  );
};
