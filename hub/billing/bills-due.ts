import { FaultError } from '../../core/contract/errors.ts';
import { type EInvoiceWish } from '../../core/contract/e-invoice.ts';
import { type Instant } from '../../core/contract/primitives.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { businessDayOf, instantOf } from '../../core/scheduling/business-day.ts';
import { type HisBill } from '../his/his-money.ts';
import { type His } from '../his/his.ts';
import { type PatientAliases } from '../intake/patient-aliases.ts';
import { type Database, type Queryable } from '../storage/database.ts';
import { type Bill, cancelBill, raiseBill, readBills } from './bills.ts';
import { lockJournal, type Recording } from './journal.ts';

/** A bill of the HIS that a patient can pay here now. */
export interface DueBill extends HisBill {
  readonly hisPatientId: string;
  /** When the HIS was asked: what was paid since is found when it is chosen. */
  readonly askedAt: Instant;
}

/** Which of the bills is to be paid, and what for. */
export interface ChosenBill {
  readonly bill: DueBill;
  /** Id of the hub's own bill, where a new one has to be made. */
  readonly billId: string;
  readonly eInvoice?: EInvoiceWish;
}

export interface BillsDue {
  /**
   * What a patient whom the HIS knows has to pay, less what was paid here and the HIS has not been
   * told of yet; the oldest first, prior debts marked. What was made here for a bill that it asks
   * for no longer, as after cash at a counter of its own, is withdrawn: its code pays nothing twice.
   * @throws FaultError `his-*` where it cannot be asked, `not-possible-now` where it has no bills.
   */
  of(hisPatientId: string): Promise<readonly DueBill[]>;
  /**
   * The hub's bill for one of them, to open an attempt on: made now, or the one made before.
   * @throws FaultError `not-possible-now` where it was paid since it was shown: ask again.
   */
  choose(chosen: ChosenBill, actor: string): Promise<Bill>;
}

export interface BillsDueParts {
  readonly database: Database;
  readonly his: Pick<His, 'billsDue'>;
  readonly patients: Pick<PatientAliases, 'ofClaim'>;
  readonly clock: Clock;
}

/** Another hub's clock may be behind ours by so much. */
const CLOCK_TOLERANCE_MS = 5_000;

/** What was paid here of bills of the HIS that its answer at a moment need not have known. */
const paidSince = async (
  tx: Queryable,
  hisBills: readonly string[],
  askedAt: Instant,
): Promise<ReadonlyMap<string, number>> => {
  const { rows } = await tx.query<{ his_bill: string; paid: number }>(
    `select his_bill, sum(case kind when 'payment' then amount else -amount end) as paid
     from his_receipt_state join bill using (bill_id)
     where his_bill in (select jsonb_array_elements_text($1::jsonb))
       and (state <> 'delivered' or updated_at >= $2)
     group by his_bill`,
    [JSON.stringify(hisBills), instantOf(Date.parse(askedAt) - CLOCK_TOLERANCE_MS)],
  );
  return new Map(rows.map(row => [row.his_bill, row.paid]));
};

/** Bills of a patient that a code can still pay, and that the HIS has no part in any more. */
const WITHDRAWN = `
  select bill_id from bill join payment_attempt using (bill_id)
  where payment_attempt.state = 'open' and his_patient_id = $1 and raised_at < $3
    and his_bill not in (select jsonb_array_elements_text($2::jsonb))`;

const withdrawSettled = async (
  tx: Queryable,
  hisPatientId: string,
  told: readonly string[],
  { actor, at }: Recording,
): Promise<void> => {
  const { rows } = await tx.query<{ bill_id: string }>(WITHDRAWN, [
    hisPatientId,
    JSON.stringify(told),
    at,
  ]);
  if (rows.length === 0) return;
  await lockJournal(tx);
  const bills = await readBills(
    tx,
    rows.map(row => row.bill_id),
  );
  for (const { billId, state } of bills) {
    // Of one that is paid in part a person decides.
    if (state === 'open') await cancelBill(tx, billId, { actor, at });
  }
};

/** The bills made here for one of the HIS that still ask for money. */
const openBills = async (tx: Queryable, hisBill: string): Promise<readonly Bill[]> => {
  const { rows } = await tx.query<{ bill_id: string }>(
    'select bill_id from bill where his_bill = $1',
    [hisBill],
  );
  const bills = await readBills(
    tx,
    rows.map(row => row.bill_id),
  );
  return bills.filter(({ state }) => state === 'open' || state === 'part-paid');
};

/** @throws FaultError `not-possible-now`, see `BillsDue.choose`. */
const chooseBill = async (
  tx: Queryable,
  { bill, billId, eInvoice }: ChosenBill,
  patients: BillsDueParts['patients'],
  recording: Recording,
): Promise<Bill> => {
  await lockJournal(tx);
  const { id, due, hisPatientId, askedAt } = bill;
  const open = await openBills(tx, id);
  // One that is paid in part is paid to its end first; what the HIS asks beyond it comes after.
  const same = open.find(one => (one.state === 'part-paid' ? one.due <= due : one.due === due));
  if (same !== undefined) return same;
  const paid = await tx.query<{ paid: boolean }>(
    `select exists (select from his_receipt join bill using (bill_id)
       where his_bill = $1 and recorded_at >= $2) as paid`,
    [id, askedAt],
  );
  if (paid.rows[0]?.paid === true || open.some(({ state }) => state === 'part-paid')) {
    throw new FaultError('not-possible-now', 'the bill was paid since it was shown');
  }
  // The HIS asks for another amount than it did: what was made before is asked for no longer.
  for (const one of open) await cancelBill(tx, one.billId, recording);
  const [patientAlias] = patients.ofClaim(undefined, hisPatientId);
  return raiseBill(
    tx,
    {
      billId,
      hisBill: id,
      amount: due,
      hisPatientId,
      ...(patientAlias === undefined ? {} : { patientAlias }),
      ...(eInvoice === undefined ? {} : { eInvoice }),
    },
    recording,
  );
};

/** Bills of the HIS as they can be paid here. */
export const createBillsDue = ({ database, his, patients, clock }: BillsDueParts): BillsDue => ({
  async of(hisPatientId) {
    if (his.billsDue === undefined) {
      throw new FaultError('not-possible-now', 'this HIS has no bills to tell of');
    }
    const now = clock.now();
    const askedAt = instantOf(now);
    const told = await his.billsDue(hisPatientId, businessDayOf(now));
    const ids = told.map(({ id }) => id);
    await database.transaction(tx =>
      withdrawSettled(tx, hisPatientId, ids, { actor: 'his', at: askedAt }),
    );
    const paid = await paidSince(database, ids, askedAt);
    return told
      .map(bill => ({
        ...bill,
        due: bill.due - Math.max(0, paid.get(bill.id) ?? 0),
        hisPatientId,
        askedAt,
      }))
      .filter(({ due }) => due > 0)
      .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  },
  choose: (chosen, actor) =>
    database.transaction(tx =>
      chooseBill(tx, chosen, patients, { actor, at: instantOf(clock.now()) }),
    ),
});
