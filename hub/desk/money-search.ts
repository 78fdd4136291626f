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

/** Codes are printed in capitals, and typed as people type. */
const asPrinted = (words: string): readonly string[] => [...new Set([words, words.toUpperCase()])];

interface Patients {
  /** Of their visits, as a JSON list. */
  readonly keys: string;
  /** Of their bills that are of no visit, as a JSON list. */
  readonly aliases: string;
}

/**
 * Patients whom the HIS knows by that number, or whose papers say that code. Whom no kiosk has seen
 * may still have bills of the HIS.
 */
const patientsOf = async (
  { database, patients }: Parts,
  codes: readonly string[],
): Promise<Patients> => {
  const asked = codes.flatMap(code => patients.ofClaim({ patientCode: code }, code));
  const { rows } = await database.query<{ alias: string; patient_key: string }>(
    `select alias, patient_key from patient_alias where patient_key in (
       select patient_key from patient_alias
       where alias in (select value from jsonb_array_elements_text($1::jsonb)))`,
    [JSON.stringify(asked)],
  );
  return {
    keys: JSON.stringify([...new Set(rows.map(row => row.patient_key))]),
    aliases: JSON.stringify([...new Set([...asked, ...rows.map(row => row.alias)])]),
  };
};

/** A bill that somebody's words name, `$4` where there are any: as codes, patients, or a ticket. */
const IS_MEANT = `(not $4
    or bill.his_bill in (select value from jsonb_array_elements_text($6::jsonb))
    or visit.number_label in (select value from jsonb_array_elements_text($6::jsonb))
    or visit.patient_key in (select value::uuid from jsonb_array_elements_text($7::jsonb))
    or bill.patient_alias in (select value from jsonb_array_elements_text($8::jsonb))
    or bill.bill_id in (select bill_id from payment_attempt
      where reference in (select value from jsonb_array_elements_text($5::jsonb))))`;

const isBetween = (column: string): string =>
  `${column} >= ${START('$1')} and ${column} < ${START('$2')} + interval '1 day'`;

/**
 * Payments and bills by what somebody has in hand: the code of a transfer as mangled as it is, the
 * number of a bill, of a ticket, of the bank, a patient's code or number in the HIS, an amount, days.
 */
export const searchMoney = async (
  parts: Parts,
  { text = '', amount, from, to, isOpen = false, limit }: DeskSearch,
): Promise<{ payments: DeskPayment[]; bills: DeskBill[] }> => {
  const { database, now } = parts;
  const words = text.trim();
  const codes = words === '' ? [] : asPrinted(words);
  const { keys, aliases } = await patientsOf(parts, codes);
  const common = [
    from ?? businessDayOf(now - LOOK_BACK_DAYS * DAY_MS),
    to ?? businessDayOf(now + DAY_MS),
    amount ?? null,
    words !== '',
    JSON.stringify(extractReferences(words)),
    JSON.stringify(codes),
    keys,
    aliases,
    isOpen,
    limit,
  ] as const;
  const payments = await readDeskPayments(
    database,
    `where ${isBetween('payment.received_at')} and (not $9 or balance.unallocated > 0)
       and ($3::bigint is null or payment.amount = $3 or ($9 and balance.unallocated = $3))
       and (not $4 or payment.bank_reference in (select value from jsonb_array_elements_text($6::jsonb))
         or payment.narrative ilike $11
         or attempt.reference in (select value from jsonb_array_elements_text($5::jsonb))
         or attempt.bill_id in (
           select bill_id from bill left join visit using (visit_id) where $4 and ${IS_MEANT}))
     order by payment.received_at desc limit $10`,
    [...common, containing(words)],
  );
  const bills = await readDeskBills(
    database,
    `where ${isBetween('bill.raised_at')} and (not $9 or balance.due > 0)
       and ($3::bigint is null or balance.amount = $3 or balance.due = $3) and ${IS_MEANT}
     order by bill.raised_at desc limit $10`,
    common,
  );
  return { payments, bills };
};
