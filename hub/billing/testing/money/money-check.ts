import { accountsOfDay } from '../../../day-close/day-books.ts';
import { brokenDay, dayStatus } from '../../../day-close/day-close.ts';
import { brokenReport } from '../../../cashier/shift-reports.ts';
import { type Queryable } from '../../../storage/database.ts';
import { readBills } from '../../bills.ts';
import { trialBalance } from '../../journal.ts';
import { type MoneyModel, same } from './money-model.ts';

/** Accounts that all runs in a database share: what counts is how they have changed. */
const SHARED = [
  'receivable',
  'charges',
  'suspense',
  'safe',
  'cash-over-short',
  'outgoing',
  'bank-charges',
  'refunds-payable',
] as const;

export type Balances = ReadonlyMap<string, number>;

const idsOf = (ids: readonly string[]): string => JSON.stringify(ids);
const IN = '(select value::uuid from jsonb_array_elements_text($1::jsonb))';

const checkBills = async ({ bills, database }: MoneyModel): Promise<void> => {
  const real = await readBills(
    database,
    bills.map(({ billId }) => billId),
  );
  const byId = new Map(real.map(bill => [bill.billId, bill]));
  for (const { billId, due, isCancelled } of bills) {
    const bill = byId.get(billId);
    same(`bill ${billId}`, [bill?.due, bill?.isCancelled], [due, isCancelled]);
  }
};

const checkPayments = async ({ payments, database }: MoneyModel): Promise<void> => {
  const { rows } = await database.query<{ payment_id: string; unallocated: number }>(
    `select payment_id, unallocated from payment_balance where payment_id in ${IN}`,
    [idsOf(payments.map(({ paymentId }) => paymentId))],
  );
  const byId = new Map(rows.map(row => [row.payment_id, row.unallocated]));
  for (const { paymentId, unallocated } of payments) {
    same(`what waits of payment ${paymentId}`, byId.get(paymentId), unallocated);
  }
};

const checkStates = async ({ attempts, refunds, database }: MoneyModel): Promise<void> => {
  const { rows } = await database.query<{ id: string; state: string }>(
    `select attempt_id as id, state from payment_attempt where attempt_id in ${IN}
     union all select refund_id, state from refund where refund_id in ${IN}`,
    [
      idsOf([
        ...attempts.map(({ attemptId }) => attemptId),
        ...refunds.map(({ refundId }) => refundId),
      ]),
    ],
  );
  const byId = new Map(rows.map(({ id, state }) => [id, state]));
  for (const { attemptId, state } of attempts) same('a code', byId.get(attemptId), state);
  for (const { refundId, state } of refunds) same('a refund', byId.get(refundId), state);
};

/** Every đồng in exactly one place: each account has moved by what was moved, and nothing else. */
const checkAccounts = async (model: MoneyModel, before: Balances): Promise<void> => {
  const after = await trialBalance(model.database);
  const sum = [...after.values()].reduce((total, balance) => total + balance, 0);
  same('the sum of all accounts', sum, 0);
  const balances: ReadonlyMap<string, number> = after;
  for (const account of SHARED) {
    const moved = (balances.get(account) ?? 0) - (before.get(account) ?? 0);
    same(account, moved, model.balanceOf(account));
  }
  const own = [model.clearing, model.bank, ...model.shifts.map(({ shiftId }) => `cash:${shiftId}`)];
  for (const account of own) same(account, balances.get(account) ?? 0, model.balanceOf(account));
  for (const shift of model.shifts) {
    same('a drawer', balances.get(`cash:${shift.shiftId}`) ?? 0, shift.holds);
  }
  const inClearing = model.payments.reduce((total, payment) => total + payment.inClearing, 0);
  same('what is announced', balances.get(model.clearing) ?? 0, inClearing);
  const { rows } = await model.database.query<{ sum: number | null }>(
    'select sum(amount) as sum from bank_line where account = $1',
    [model.account],
  );
  same('the bank is its lines', balances.get(model.bank) ?? 0, rows[0]?.sum ?? 0);
};

/**
 * Read from the journal alone. A bill asks for nothing less than nothing at any moment, what is paid or
 * cancelled is opened by no one but a person, and a payment is used for no more than came.
 */
const NEVER = `
  with line as (
    select entry_no, line, kind, actor, bill_id, account, payment_id, amount,
      sum(amount) over (partition by account, bill_id order by entry_no, line) as due,
      lag(kind) over (partition by account, bill_id order by entry_no, line) as before,
      sum(amount) over (partition by account, payment_id order by entry_no, line) as waits
    from journal_posting join journal_entry using (entry_no)
    where (account = 'receivable' and bill_id in ${IN})
      or (account = 'suspense' and payment_id in
        (select value::uuid from jsonb_array_elements_text($2::jsonb)))
  )
  select entry_no from line
  where (account = 'receivable' and (due < 0 or before = 'bill-cancelled'))
    or (account = 'receivable' and due - amount = 0 and before is not null
      and not (kind = 'allocation-reversed' and actor like 'desk:%'))
    or (account = 'suspense' and waits > 0)`;

const checkHistory = async ({ bills, payments, database }: MoneyModel): Promise<void> => {
  const { rows } = await database.query(NEVER, [
    idsOf(bills.map(({ billId }) => billId)),
    idsOf(payments.map(({ paymentId }) => paymentId)),
  ]);
  same('entries that must never be', rows, []);
};

/** What the HIS is told is what the journal says. */
const RECEIPTS = `
  select bill_id, payment_id from (
    select bill_id, payment_id, -sum(amount) as amount from journal_posting
    where account = 'receivable' and payment_id is not null and bill_id in ${IN}
    group by bill_id, payment_id) as paid
  full join (
    select bill_id, payment_id, sum(case kind when 'payment' then amount else -amount end) as told
    from his_receipt where bill_id in ${IN} group by bill_id, payment_id) as receipt
    using (bill_id, payment_id)
  where coalesce(paid.amount, 0) <> coalesce(receipt.told, 0)`;

const checkReceipts = async ({ bills, database }: MoneyModel): Promise<void> => {
  const ofHis = bills.filter(({ isOfHis }) => isOfHis).map(({ billId }) => billId);
  const { rows } = await database.query(RECEIPTS, [idsOf(ofHis)]);
  same('receipts that the journal does not know', rows, []);
};

/** Days stay as they were signed, and what was signed still is what the journal says. */
const checkDays = async ({ signed, database }: MoneyModel): Promise<void> => {
  for (const [day, shown] of signed) {
    const status = await dayStatus(database, day);
    same(`the signed ${day}`, JSON.stringify(status), shown);
    same(`the books of ${day}`, await accountsOfDay(database, day), status.accounts);
  }
};

/** @throws where the real thing has not come to what the model has come to. */
export const checkMoney = async (model: MoneyModel, before: Balances): Promise<void> => {
  await checkBills(model);
  await checkPayments(model);
  await checkStates(model);
  await checkAccounts(model, before);
  await checkHistory(model);
  await checkReceipts(model);
  await checkDays(model);
};

/** The chains of hashes: reports of shifts, and signed days. @throws where one is broken. */
export const checkSeals = async (database: Queryable): Promise<void> => {
  same('signed days', await brokenDay(database), undefined);
  same('X reports', await brokenReport(database, 'X'), undefined);
  same('Z reports', await brokenReport(database, 'Z'), undefined);
};
