import { useState } from 'react';
import type { DeskRefund } from '../../core/contract/desk-money.ts';
import { Chip, Choice, DeskButton, type Tone } from './controls.tsx';
import { useDesk, useLoaded, useUser } from './desk-context.ts';
import { dayAndTime, digits, faultWords, say } from './desk-words.ts';
import type { Said } from './said.ts';
import { Amount, Table, Who } from './table.tsx';

const TONES = {
  requested: 'attention',
  approved: 'plain',
  rejected: 'stop',
  paid: 'ok',
} as const satisfies Record<DeskRefund['state'], Tone>;

interface ActionProps {
  readonly refund: DeskRefund;
  readonly onSaid: (said: Said) => void;
}

const aboutOf = (what: string, { amount, requestedBy: who }: DeskRefund): string =>
  say('money.refund.about', { what, amount: digits(amount), who });

const Decide = ({ refund, onSaid }: ActionProps) => {
  const call = useDesk(state => state.call);
  const user = useUser();
  if (refund.isOwn) return <span>{say('money.refund.own')}</span>;
  if (user?.role !== 'supervisor') return <span>{say('money.refund.needsSupervisor')}</span>;
  const decide = async (decision: 'approve' | 'reject'): Promise<void> => {
    const answer = await call('decideRefund', { refundId: refund.refundId, decision });
    const done = decision === 'approve' ? 'money.refund.approved' : 'money.refund.rejected';
    onSaid(
      answer.ok
        ? { words: say(done), tone: 'ok' }
        : { words: faultWords(answer.error.code), tone: 'attention' },
    );
  };
  return (
    <span className="desk-actions" data-row="true">
      {(['approve', 'reject'] as const).map(decision => (
        <DeskButton
          key={decision}
          label={say(`money.refund.${decision}`)}
          about={aboutOf(say(`money.refund.${decision}`), refund)}
          tone={decision === 'approve' ? 'main' : 'plain'}
          onPress={() => void decide(decision)}
        />
      ))}
    </span>
  );
};

const Pay = ({ refund, onSaid }: ActionProps) => {
  const call = useDesk(state => state.call);
  const { value } = useLoaded('moneyPlaces', {});
  const [chosen, setChosen] = useState<string>();
  const places = value?.places ?? [];
  const from = chosen ?? places[0]?.account;
  const byBank = <span className="desk-soft">{say('money.refund.byBank')}</span>;
  if (from === undefined) return byBank;
  const pay = async (): Promise<void> => {
    const answer = await call('payRefund', { refundId: refund.refundId, from });
    onSaid(
      answer.ok
        ? { words: say('money.refund.paid'), tone: 'ok' }
        : { words: faultWords(answer.error.code), tone: 'attention' },
    );
  };
  return (
    <span className="desk-item">
      {byBank}
      <span className="desk-actions">
        <Choice
          id={`from-${refund.refundId}`}
          label={say('money.refund.from')}
          value={from}
          options={places.map(({ account, name, balance }) => ({
            value: account,
            label: say('money.refund.place', {
              account: say('money.refund.cash', { drawer: name }),
              balance: digits(balance),
            }),
          }))}
          onChange={setChosen}
        />
        <DeskButton
          label={say('money.refund.pay')}
          about={aboutOf(say('money.refund.pay'), refund)}
          tone="main"
          onPress={() => void pay()}
        />
      </span>
    </span>
  );
};

const Action = (props: ActionProps) => {
  switch (props.refund.state) {
    case 'requested':
      return <Decide {...props} />;
    case 'approved':
      return <Pay {...props} />;
    case 'rejected':
    case 'paid':
      return null;
  }
};

/** Refunds with what comes next for whoever looks. */
export const RefundsTable = ({
  refunds,
  onSaid,
  empty,
}: {
  readonly refunds: readonly DeskRefund[];
  readonly onSaid: (said: Said) => void;
  readonly empty: string;
}) => {
  const open = useDesk(state => state.open);
  return (
    <Table
      caption={say('pages.refunds')}
      rows={refunds}
      keyOf={({ refundId }) => refundId}
      onOpen={({ paymentId }) => open({ page: 'payment', paymentId })}
      openLabel={refund => say('money.open', { what: dayAndTime(refund.requestedAt) })}
      empty={empty}
      columns={[
        { head: say('money.columns.at'), cell: ({ requestedAt }) => dayAndTime(requestedAt) },
        {
          head: say('money.refund.requestedBy'),
          cell: ({ requestedBy }) => <Who name={requestedBy} />,
        },
        { head: say('money.columns.reason'), cell: ({ reason }) => reason, isLong: true },
        {
          head: say('money.columns.amount'),
          cell: ({ amount }) => <Amount of={amount} />,
          isMoney: true,
        },
        {
          head: say('money.refund.decidedBy'),
          cell: ({ decidedBy }) => <Who name={decidedBy} />,
        },
        {
          head: say('money.columns.state'),
          cell: ({ state }) => (
            <Chip tone={TONES[state]}>{say(`money.refund.states.${state}`)}</Chip>
          ),
        },
        {
          head: say('money.columns.action'),
          cell: refund => <Action refund={refund} onSaid={onSaid} />,
        },
      ]}
    />
  );
};
