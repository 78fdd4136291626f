import { type BusinessDay, type Instant } from '../../core/contract/primitives.ts';
import { type Queryable } from '../storage/database.ts';
import { PORTAL_ALARMS, type PortalAlarm } from './portal-result.ts';
import { type PortalTrouble } from './portal-trouble.ts';

export type LookUpPurpose = 'check-in' | 'again';

/** How one look-up ended, without anything personal. */
export interface LookUpRecord {
  readonly day: BusinessDay;
  readonly at: Instant;
  /** How the patient said who they are. */
  readonly method: string;
  readonly purpose: LookUpPurpose;
  readonly ms: number;
  /** Result code, or what went wrong. */
  readonly result: string;
  readonly failure?:
    | {
        readonly evidenceId: string;
        readonly trouble: PortalTrouble;
        readonly visitId?: string | undefined;
      }
    | undefined;
}

const COUNT = `
  insert into insurance_counter (day, method, purpose, result, number) values ($1, $2, $3, $4, 1)
  on conflict (day, method, purpose, result)
  do update set number = insurance_counter.number + 1`;

const KEEP = `
  insert into insurance_failure (evidence_id, day, failed_at, purpose, method, what, code,
    http_status, took_ms, visit_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict do nothing`;

const RAISE = `
  insert into insurance_alarm (alarm, first_at, last_at, number) values ($1, $2, $2, 1)
  on conflict (alarm) do update
  set last_at = excluded.last_at, number = insurance_alarm.number + 1`;

/** Counts a look-up, keeps evidence where it failed, raises and takes back alarms. */
export const recordLookUp = async (database: Queryable, record: LookUpRecord): Promise<void> => {
  const { day, at, method, purpose, result, failure, ms } = record;
  await database.query(COUNT, [day, method, purpose, result]);
  if (failure === undefined) {
    await database.query('delete from insurance_alarm');
    return;
  }
  const { evidenceId, trouble, visitId } = failure;
  await database.query(KEEP, [
    evidenceId,
    day,
    at,
    purpose,
    method,
    trouble.what,
    trouble.code ?? null,
    trouble.httpStatus ?? null,
    ms,
    visitId ?? null,
  ]);
  if (trouble.alarm !== undefined) await database.query(RAISE, [trouble.alarm, at]);
};

export interface LookUpCount {
  readonly method: string;
  readonly purpose: LookUpPurpose;
  readonly result: string;
  readonly number: number;
}

/** Look-ups of one day by method, purpose and result. */
export const countsOfDay = async (
  database: Queryable,
  day: BusinessDay,
): Promise<readonly LookUpCount[]> => {
  const { rows } = await database.query<LookUpCount>(
    `select method, purpose, result, number from insurance_counter
     where day = $1::date order by method, purpose, result`,
    [day],
  );
  return rows;
};

export interface FailureEvidence {
  readonly evidenceId: string;
  readonly failedAt: Instant;
  readonly purpose: LookUpPurpose;
  readonly method: string;
  readonly what: string;
  readonly code: string | null;
  readonly httpStatus: number | null;
  readonly tookMs: number;
  readonly visitId: string | null;
}

/** Evidence of one day, oldest first. */
export const failuresOfDay = async (
  database: Queryable,
  day: BusinessDay,
  limit: number,
): Promise<readonly FailureEvidence[]> => {
  const { rows } = await database.query<FailureEvidence>(
    `select evidence_id as "evidenceId", failed_at as "failedAt", purpose, method, what, code,
       http_status as "httpStatus", took_ms as "tookMs", visit_id as "visitId"
     from insurance_failure where day = $1::date order by failed_at limit $2`,
    [day, limit],
  );
  return rows;
};

export interface RaisedAlarm {
  readonly alarm: PortalAlarm;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  readonly number: number;
}

/** What IT must put right now. */
export const raisedAlarms = async (database: Queryable): Promise<readonly RaisedAlarm[]> => {
  const { rows } = await database.query<RaisedAlarm>(
    `select alarm, first_at as "firstAt", last_at as "lastAt", number
     from insurance_alarm order by first_at`,
  );
  return rows.filter(({ alarm }) => PORTAL_ALARMS.includes(alarm));
};

const DAY_MS = 24 * 3_600_000;

/** Removes evidence and counters older than the hospital keeps them. @returns how many failures. */
export const forgetOldLookUps = async (
  database: Queryable,
  now: number,
  keptDays: number,
): Promise<number> => {
  const before = new Date(now - keptDays * DAY_MS).toISOString();
  const { affected } = await database.query('delete from insurance_failure where failed_at < $1', [
    before,
  ]);
  await database.query('delete from insurance_counter where day < $1::date', [before.slice(0, 10)]);
  await database.query(
    `delete from insurance_recheck where day < $1::date and state in ('verified', 'day-over', 'no-key')`,
    [before.slice(0, 10)],
  );
  return affected;
};
