import { useEffect, useState } from 'react';
import type { Input } from '../../../core/contract/contract.ts';
import type { DeskContract } from '../../../core/contract/desk.ts';
import type { DeskRefund } from '../../../core/contract/desk-money.ts';
import type { DeskDebit } from '../../../core/contract/desk-reconciliation.ts';
import { Choice, DeskButton, Facts } from '../controls.tsx';
import { useLoaded } from '../desk-context.ts';
import { dayAndTime, digits, say } from '../desk-words.ts';
import { Loading } from '../page-frame.tsx';
import { Amount, Table } from '../table.tsx';
import { amountOf, writtenDay } from './match-book.ts';
import type { PartProps } from './part-props.ts';
import { useAccept, type WantedMatch } from './use-accept.ts';

const PAGE = 50;

type Place = NonNullable<Input<DeskContract, 'openDebits'>['after']>;

const nameOf = ({ amount, day }: DeskDebit): string =>
  say('matching.outgoing.about', { amount: digits(amount), day: writtenDay(day) });

const asCharge = ({ lineId, amount }: DeskDebit): WantedMatch => ({
  key: lineId,
  rule: 'by-hand',
  parts: [{ lineId, amount }],
});

/** The refunds that a line may be by its amount, and the word that it is one of them. */
const RefundChoice = ({
  debit,
  refunds,
  onMatch,
}: {
  readonly debit: DeskDebit;
  readonly refunds: readonly DeskRefund[];
  readonly onMatch: (wanted: WantedMatch) => void;
}) => {
  const [chosen, setChosen] = useState<string>();
  const refundId = refunds.find(one => one.refundId === chosen)?.refundId ?? refunds[0]?.refundId;
  if (refundId === undefined) return <span>{say('none')}</span>;
  const { lineId, amount } = debit;
  return (
    <span className="desk-actions">
      <Choice
        id={`refund-${lineId}`}
        label={say('matching.outgoing.refund')}
        value={refundId}
        options={refunds.map(({ refundId: value, requestedAt, reason }) => ({
          value,
          label: say('matching.outgoing.refundIs', { at: dayAndTime(requestedAt), reason }),
        }))}
        onChange={setChosen}
      />
      <DeskButton
        label={say('matching.outgoing.isRefund')}
        about={say('matching.outgoing.isRefundAbout', { what: nameOf(debit) })}
        onPress={() =>
          onMatch({
            key: `${lineId}>${refundId}`,
            rule: 'by-hand',
            parts: [{ lineId, refundId, amount }],
          })
        }
      />
    </span>
  );
};

/** Money that went: a refund that two people approved, or what the bank takes. */
export const OutgoingPart = ({ onSaid, onFault }: PartProps) => {
  /** The last row of each page before this one. */
  const [places, setPlaces] = useState<readonly Place[]>([]);
  const after = places.at(-1);
  const { value, fault, reload } = useLoaded('openDebits', {
    limit: PAGE,
    ...(after === undefined ? {} : { after }),
  });
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => onFault(fault), [fault, onFault]);
  const { progress, accept } = useAccept(said => {
    onSaid(said);
    setTicked(new Set());
    void reload();
  });
  const isEmptied = value?.debits.length === 0 && value.number > 0 && places.length > 0;
  useEffect(() => {
    if (isEmptied) setPlaces([]);
  }, [isEmptied]);
  if (value === undefined) return <Loading fault={fault} reload={reload} />;

  const turnTo = (next: readonly Place[]): void => {
    setTicked(new Set());
    setPlaces(next);
  };
  const chosen = value.debits.filter(({ lineId }) => ticked.has(lineId)).map(asCharge);
  const last = value.debits.at(-1);
  return (
    <>
      <p className="desk-lead">{say('matching.outgoing.lead')}</p>
      <Facts
        facts={[
          [
            say('matching.outgoing.waiting'),
            say('matching.outgoing.waitingValue', {
              count: digits(value.number),
              amount: digits(value.total),
            }),
          ],
        ]}
      />
      <div className="desk-title">
        <div className="desk-actions" role="group" aria-label={say('matching.columns.action')}>
          <DeskButton
            label={
              chosen.length === 0
                ? say('matching.outgoing.noneTicked')
                : say('matching.outgoing.charge', {
                    count: digits(chosen.length),
                    amount: digits(amountOf(chosen.flatMap(({ parts }) => parts))),
                  })
            }
            tone="main"
            isDisabled={chosen.length === 0 || progress !== undefined}
            onPress={() => void accept(chosen)}
          />
          <DeskButton
            label={say('matching.outgoing.tickAll')}
            isDisabled={value.debits.length === 0}
            onPress={() => setTicked(new Set(value.debits.map(({ lineId }) => lineId)))}
          />
          <DeskButton
            label={say('matching.outgoing.untick')}
            isDisabled={chosen.length === 0}
            onPress={() => setTicked(new Set())}
          />
          <span role="status">{progress}</span>
        </div>
        <span className="desk-actions">
          <span>{say('matching.outgoing.place', { page: digits(places.length + 1) })}</span>
          <DeskButton
            label={say('matching.outgoing.before')}
            isDisabled={places.length === 0}
            onPress={() => turnTo(places.slice(0, -1))}
          />
          <DeskButton
            label={say('matching.outgoing.next')}
            isDisabled={value.debits.length < PAGE}
            onPress={() => {
              if (last !== undefined) {
                turnTo([...places, { day: last.day, lineId: last.lineId }]);
              }
            }}
          />
        </span>
      </div>
      <Table
        caption={say('matching.outgoing.caption')}
        rows={value.debits}
        keyOf={({ lineId }) => lineId}
        empty={say('matching.outgoing.empty')}
        ticks={{
          ticked,
          onTick: ({ lineId }) => {
            const next = new Set(ticked);
            if (!next.delete(lineId)) next.add(lineId);
            setTicked(next);
          },
          label: debit => say('matching.outgoing.tick', { what: nameOf(debit) }),
        }}
        columns={[
          { head: say('money.columns.day'), cell: ({ day }) => writtenDay(day) },
          { head: say('money.columns.account'), cell: ({ account }) => account },
          {
            head: say('money.columns.narrative'),
            cell: ({ narrative }) => narrative,
            isLong: true,
          },
          {
            head: say('money.columns.amount'),
            cell: ({ amount }) => <Amount of={amount} />,
            isMoney: true,
          },
          {
            head: say('matching.outgoing.refund'),
            cell: debit => (
              <RefundChoice
                debit={debit}
                refunds={value.refunds.filter(({ amount }) => amount === debit.amount)}
                onMatch={wanted => void accept([wanted])}
              />
            ),
          },
        ]}
      />
    </>
  );
};
