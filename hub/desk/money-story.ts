import { type Output } from '../../core/contract/contract.ts';
import { type DeskContract } from '../../core/contract/desk.ts';
import { type DeskEvent } from '../../core/contract/desk-money.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type Queryable } from '../storage/database.ts';
import { IDS, readDeskBills, readDeskPayments, readDeskRefunds, whoOf } from './money-rows.ts';

/** Entries of the journal about it, the oldest first; each counts once, with what it moved. */
const readStory = async (
  database: Queryable,
  column: 'payment_id' | 'bill_id',
  id: string,
): Promise<DeskEvent[]> => {
  const { rows } = await database.query<DeskEvent>(
    `select entry_no as "entryNo", kind, recorded_at as at, ${whoOf('actor')} as who,
       max(abs(amount)) as amount, (max(payment_id::text))::uuid as "paymentId",
       (max(bill_id::text))::uuid as "billId"
     from journal_posting join journal_entry using (entry_no)
     where entry_no in (select entry_no from journal_posting where ${column} = $1)
     group by entry_no, kind, recorded_at, actor order by entry_no`,
    [id],
  );
  return rows;
};

interface Share {
  readonly paymentId: string;
  readonly billId: string;
  readonly amount: number;
}

/** How much of which payment pays which bill now. */
const readShares = async (
  database: Queryable,
  column: 'payment_id' | 'bill_id',
  id: string,
): Promise<Share[]> => {
  const { rows } = await database.query<Share>(
    `select payment_id as "paymentId", bill_id as "billId", -sum(amount) as amount
     from journal_posting
     where account = 'receivable' and payment_id is not null and ${column} = $1
     group by payment_id, bill_id having sum(amount) < 0`,
    [id],
  );
  return rows;
};

const missing = (what: string): FaultError =>
  new FaultError('not-possible-now', `there is no such ${what}`);

/** A payment with everything that happened to it. @throws FaultError `not-possible-now` */
export const readPaymentStory = async (
  database: Queryable,
  paymentId: string,
  actor: string,
): Promise<Output<DeskContract, 'payment'>> => {
  const [payment] = await readDeskPayments(database, 'where payment.payment_id = $1', [paymentId]);
  if (payment === undefined) throw missing('payment');
  const shares = await readShares(database, 'payment_id', paymentId);
  const story = await readStory(database, 'payment_id', paymentId);
  const billIds = new Set([...shares, ...story].flatMap(({ billId }) => billId ?? []));
  const lines = await database.query<{ day: string; account: string; narrative: string }>(
    'select day, account, narrative from bank_line where payment_id = $1 order by day',
    [paymentId],
  );
  return {
    payment,
    shares,
    story,
    bills: await readDeskBills(database, `where bill.bill_id in ${IDS}`, [
      JSON.stringify([...billIds]),
    ]),
    refunds: await readDeskRefunds(database, actor, 'where payment_id = $1 order by requested_at', [
      paymentId,
    ]),
    lines: lines.rows,
  };
};

/** A bill with its codes and the money that came for it. @throws FaultError `not-possible-now` */
export const readBillStory = async (
  database: Queryable,
  billId: string,
): Promise<Output<DeskContract, 'bill'>> => {
  const [bill] = await readDeskBills(database, 'where bill.bill_id = $1', [billId]);
  if (bill === undefined) throw missing('bill');
  const shares = await readShares(database, 'bill_id', billId);
  const story = await readStory(database, 'bill_id', billId);
  const paymentIds = new Set([...shares, ...story].flatMap(({ paymentId }) => paymentId ?? []));
  const attempts = await database.query<Output<DeskContract, 'bill'>['attempts'][number]>(
    `select attempt_id as "attemptId", provider, reference, amount, state,
       opened_at as "openedAt", ended_at as "endedAt"
     from payment_attempt where bill_id = $1 order by opened_at`,
    [billId],
  );
  return {
    bill,
    shares,
    story,
    attempts: attempts.rows,
    payments: await readDeskPayments(database, `where payment.payment_id in ${IDS}`, [
      JSON.stringify([...paymentIds]),
    ]),
  };
};
