import type { Output } from '../../../core/contract/contract.ts';
import type { DeskContract } from '../../../core/contract/desk.ts';
import { Chip, News, Section } from '../controls.tsx';
import { useDesk, useLoaded } from '../desk-context.ts';
import { dayAndTime, dayText, digits, say } from '../desk-words.ts';
import { Loading } from '../page-frame.tsx';
import { Amount, Table } from '../table.tsx';

const MOST = 60;

type Day = Output<DeskContract, 'days'>['days'][number];

const State = ({ of: { signature, lockedWith } }: { readonly of: Day }) => {
  if (signature !== null) {
    return <Chip tone="ok">{say('day.list.isSigned', { number: digits(signature.closeNo) })}</Chip>;
  }
  return lockedWith === null ? (
    <Chip tone="attention">{say('day.list.isOpen')}</Chip>
  ) : (
    <Chip tone="plain">{say('day.list.wentWith', { day: dayText(lockedWith) })}</Chip>
  );
};

/** Days with money, the latest first. */
export const DaysTable = () => {
  const open = useDesk(state => state.open);
  const { value, fault, reload } = useLoaded('days', { limit: MOST });
  return (
    <Section title={say('day.list.title')}>
      {value === undefined ? (
        <>
          <News words={fault} tone="attention" />
          <Loading fault={fault} reload={reload} />
        </>
      ) : (
        <Table
          caption={say('day.list.title')}
          rows={value.days}
          keyOf={({ day }) => day}
          onOpen={({ day }) => open({ page: 'day', day })}
          openLabel={({ day }) => say('day.list.open', { day: dayText(day) })}
          empty={say('day.list.empty')}
          columns={[
            {
              head: say('day.list.day'),
              cell: ({ day }) =>
                day === value.today ? `${dayText(day)} (${say('day.today')})` : dayText(day),
            },
            {
              head: say('day.list.bills'),
              cell: ({ bills }) => <Amount of={bills} />,
              isMoney: true,
            },
            { head: say('day.list.state'), cell: day => <State of={day} /> },
            {
              head: say('day.list.by'),
              cell: ({ signature }) => signature?.by ?? say('none'),
              isLong: true,
            },
            {
              head: say('day.list.at'),
              cell: ({ signature }) =>
                signature === null ? say('none') : dayAndTime(signature.at),
            },
          ]}
        />
      )}
    </Section>
  );
};
