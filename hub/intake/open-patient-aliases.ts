import { FaultError } from '../../core/contract/errors.ts';
import { type Secrets } from '../../core/ports/ports.ts';
import { type Database, type Queryable } from '../storage/database.ts';
import { PATIENT_SECRET, type PatientAliases, patientAliases } from './patient-aliases.ts';

const CHECKED_TEXT = 'the key of this database';
const GROUP = 5_000;

/** Hashes of older programs had no key: each is hashed once more, under the key. */
const keyPlainAliases = async (tx: Queryable, aliases: PatientAliases): Promise<void> => {
  const { rows } = await tx.query<{ alias: string }>('select alias from patient_alias');
  for (let start = 0; start < rows.length; start += GROUP) {
    const pairs = rows
      .slice(start, start + GROUP)
      .map(({ alias }) => ({ plain: alias, keyed: aliases.keyed(alias) }));
    await tx.query(
      `update patient_alias set alias = keyed
       from jsonb_to_recordset($1::jsonb) as given (plain text, keyed text) where alias = plain`,
      [JSON.stringify(pairs)],
    );
  }
};

/** The same for the numbers beside tickets that a HIS was sent. */
const keyPlainTickets = async (tx: Queryable, aliases: PatientAliases): Promise<void> => {
  const { rows } = await tx.query<{ patient_key: string }>(
    'select distinct patient_key from hl7_ticket_patient where not is_keyed',
  );
  if (rows.length === 0) return;
  const pairs = rows.map(row => ({
    plain: row.patient_key,
    keyed: aliases.keyed(row.patient_key),
  }));
  await tx.query(
    `update hl7_ticket_patient set patient_key = keyed, is_keyed = true
     from jsonb_to_recordset($1::jsonb) as given (plain text, keyed text)
     where not is_keyed and patient_key = plain`,
    [JSON.stringify(pairs)],
  );
};

/**
 * The hashes of patients' numbers under the key of this hub, and the database made ready for them.
 * Hubs that share a database share the key.
 * @throws FaultError `config-invalid` where the database was made with another key.
 */
export const openPatientAliases = async (
  database: Database,
  secrets: Secrets,
): Promise<PatientAliases> => {
  const { name, bytes } = PATIENT_SECRET;
  const aliases = patientAliases(await secrets.obtain(name, bytes));
  const check = aliases.keyed(CHECKED_TEXT);
  await database.transaction(async tx => {
    const { rows } = await tx.query<{ patient_key_check: string | null }>(
      'select patient_key_check from hub_identity for update',
    );
    const before = rows[0]?.patient_key_check ?? null;
    if (before !== null && before !== check) {
      throw new FaultError(
        'config-invalid',
        `the database was made with another ${name}.key: put that one back, or see "Keys lost"`,
      );
    }
    await keyPlainTickets(tx, aliases);
    if (before === check) return;
    await keyPlainAliases(tx, aliases);
    await tx.query('update hub_identity set patient_key_check = $1', [check]);
  });
  return aliases;
};

/**
 * For a key that is lost: the hashes made with it are of no use and go. Who was known by several
 * numbers is no longer known to be one patient; what is stored already keeps its order.
 * @returns how many went.
 */
export const forgetPatientKey = (database: Database): Promise<number> =>
  database.transaction(async tx => {
    const { affected } = await tx.query('delete from patient_alias');
    await tx.query('delete from hl7_ticket_patient');
    await tx.query('update hub_identity set patient_key_check = null');
    return affected;
  });
