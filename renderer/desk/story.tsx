import type { DeskEvent } from '../../core/contract/desk-money.ts';
import { Section } from './controls.tsx';
import { dayAndTime, eventName, say } from './desk-words.ts';
import { Amount, Table, Who } from './table.tsx';

/** What the journal says happened, in its order. */
export const Story = ({ events }: { readonly events: readonly DeskEvent[] }) => (
  <Section title={say('money.payment.story')}>
    <Table
      caption={say('money.payment.story')}
      rows={events}
      keyOf={({ entryNo }) => String(entryNo)}
      empty={say('none')}
      columns={[
        { head: say('money.columns.entry'), cell: ({ entryNo }) => entryNo, isMoney: true },
        { head: say('money.columns.at'), cell: ({ at }) => dayAndTime(at) },
        { head: say('money.columns.event'), cell: ({ kind }) => eventName(kind) },
        { head: say('money.columns.who'), cell: ({ who }) => <Who name={who} /> },
        {
          head: say('money.columns.amount'),
          cell: ({ amount }) => <Amount of={amount} />,
          isMoney: true,
        },
      ]}
    />
  </Section>
);
