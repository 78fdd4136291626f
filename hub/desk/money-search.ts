import {
  type DeskBill,
  type DeskPayment,
  type DeskSearch,
} from '../../core/contract/desk-money.ts';
import { extractReferences } from '../../core/payment/reference-extraction.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { type PatientAliases } from '../intake/patient-aliases.ts';
import { type Queryable } from '../storage/database.ts';
import { readDeskBills, readDeskPayments } from './money-rows.ts';

/** Where no day is said: narratives have no index of their words. */
const LOOK_BACK_DAYS = 92;
const DAY_MS = 86_400_000;

const START = (parameter: string): string =>
  `${parameter}::date::timestamp at time zone 'Asia/Ho_Chi_Minh'`;

/** `%` and `_` are letters here. */
const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

interface Parts {
  readonly database: Queryable;
  readonly patients: PatientAliases;
  readonly now: number;
}

/** Patients of that code, as far as this hospital's kiosks have seen them. */
const visitsOf = async ({ database, patients }: Parts, text: string): Promise<string> => {
  const aliases = patients.ofClaim({ patientCode: text }, text);
  const { rows } = await database.query<{ patient_key: string }>(
    `select distinct patient_key from patient_alias
     where alias in (select value from jsonb_array_elements_text($1::jsonb))`,
    [JSON.stringify(aliases)],
  );
  return JSON.stringify(rows.map(row => row.patient_key));
};

/**
 * Payments and bills by what somebody has in hand: the code of a transfer as mangled as it is, the
 * number of a bill, of a ticket, of the bank, a patient's code, an amount, days.
 */
export const searchMoney = async (
  parts: Parts,
  { text = '', amount, from, to, limit }: DeskSearch,
): Promise<{ payments: DeskPayment[]; bills: DeskBill[] }> => {
  const { database, now } = parts;
  const words = text.trim();
  const hasWords = words !== '';
  const first = from ?? businessDayOf(now - LOOK_BACK_DAYS * DAY_MS);
  const last = to ?? businessDayOf(now + DAY_MS);
  const references = JSON.stringify(extractReferences(words));
  const patientKeys = hasWords ? await visitsOf(parts, words) : '[]';
  const common = [first, last, amount ?? null, hasWords, references] as const;
  const payments = await readDeskPayments(
    database,
    `where payment.received_at >= ${START('$1')} and payment.received_at < ${START('$2')} + interval '1 day'
       and ($3::bigint is null or payment.amount = $3)
       and (not $4 or payment.bank_reference = $6 or payment.narrative ilike $7
         or attempt.reference in (select value from jsonb_array_elements_text($5::jsonb))
         or attempt.bill_id in (select bill_id from bill where his_bill = $6))
     order by payment.received_at desc limit $8`,
    [...common, words, containing(words), limit],
  );
  const bills = await readDeskBills(
    database,
    `where bill.raised_at >= ${START('$1')} and bill.raised_at < ${START('$2')} + interval '1 day'
       and ($3::bigint is null or balance.amount = $3 or balance.due = $3)
       and (not $4 or bill.his_bill = $6 or visit.number_label = upper($6)
         or bill.bill_id in (select bill_id from payment_attempt where reference in (
           select value from jsonb_array_elements_text($5::jsonb)))
         or visit.patient_key in (select value::uuid from jsonb_array_elements_text($7::jsonb)))
     order by bill.raised_at desc limit $8`,
    [...common, words, patientKeys, limit],
  );
  return { payments, bills };
};
