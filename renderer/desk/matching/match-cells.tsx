import type { ReactNode } from 'react';
import type { DeskMatchPart } from '../../../core/contract/desk-reconciliation.ts';
import { billName } from '../bills-table.tsx';
import { Chip } from '../controls.tsx';
import { useDesk } from '../desk-context.ts';
import { dayAndTime, digits, dong, say } from '../desk-words.ts';
import {
  billIdsOf,
  lineIdsOf,
  type MatchBook,
  paymentIdsOf,
  refundIdsOf,
  writtenDay,
} from './match-book.ts';

interface CellProps {
  readonly parts: readonly DeskMatchPart[];
  readonly book: MatchBook;
}

/** One thing of several in a cell: what it is, and below it what helps to know it by. */
export const Item = ({ head, words }: { readonly head: ReactNode; readonly words: string }) => (
  <span className="desk-item">
    {head}
    <span className="desk-soft">{words}</span>
  </span>
);

const OpenButton = ({
  label,
  about,
  onPress,
}: {
  readonly label: string;
  readonly about: string;
  readonly onPress: () => void;
}) => (
  <button type="button" className="desk-open" aria-label={about} onClick={onPress}>
    {label}
  </button>
);

/** The money of a match: what came, or the lines that went. */
export const MoneyCell = ({ parts, book }: CellProps) => {
  const open = useDesk(state => state.open);
  const unknown = say('matching.done.unknown');
  return (
    <>
      {paymentIdsOf(parts).map(id => {
        const payment = book.payment(id);
        if (payment === undefined) return <span key={id}>{unknown}</span>;
        const { paymentId, amount, paidAt, narrative } = payment;
        const what = `${digits(amount)} đ, ${dayAndTime(paidAt)}`;
        return (
          <Item
            key={id}
            head={
              <OpenButton
                label={dong(amount)}
                about={say('money.open', { what })}
                onPress={() => open({ page: 'payment', paymentId })}
              />
            }
            words={`${dayAndTime(paidAt)} · ${narrative}`}
          />
        );
      })}
      {lineIdsOf(parts).map(id => {
        const debit = book.debit(id);
        if (debit === undefined) return <span key={id}>{unknown}</span>;
        return (
          <Item
            key={id}
            head={<strong>{dong(debit.amount)}</strong>}
            words={`${writtenDay(debit.day)} · ${debit.narrative}`}
          />
        );
      })}
    </>
  );
};

/** What it is for: bills, a refund, or the bank's charge. */
export const PurposeCell = ({ parts, book }: CellProps) => {
  const open = useDesk(state => state.open);
  const isCharge = parts.some(part => 'lineId' in part && !('refundId' in part));
  return (
    <>
      {billIdsOf(parts).map(id => {
        const bill = book.bill(id);
        if (bill === undefined) return <span key={id}>{say('matching.done.unknown')}</span>;
        const { billId, due, state } = bill;
        return (
          <Item
            key={id}
            head={
              <OpenButton
                label={billName(bill)}
                about={say('money.open', { what: billName(bill) })}
                onPress={() => open({ page: 'bill', billId })}
              />
            }
            words={
              due > 0
                ? say('matching.due', { amount: digits(due) })
                : say(`money.billStates.${state}`)
            }
          />
        );
      })}
      {refundIdsOf(parts).map(id => {
        const refund = book.refund(id);
        if (refund === undefined) return <span key={id}>{say('matching.done.unknown')}</span>;
        return (
          <Item
            key={id}
            head={<strong>{dong(refund.amount)}</strong>}
            words={`${dayAndTime(refund.requestedAt)} · ${refund.reason}`}
          />
        );
      })}
      {isCharge && <span>{say('matching.done.charge')}</span>}
    </>
  );
};

const SURE = { high: 85, middle: 60 } as const;

/** Points of a proposal and how far they may be trusted. */
export const Score = ({ of }: { readonly of: number }) => {
  const sureness = of >= SURE.high ? 'high' : of >= SURE.middle ? 'middle' : 'low';
  const tone = { high: 'ok', middle: 'plain', low: 'attention' } as const;
  return (
    <>
      <strong className="desk-amount">{of}</strong>{' '}
      <Chip tone={tone[sureness]}>{say(`matching.sureness.${sureness}`)}</Chip>
    </>
  );
};
