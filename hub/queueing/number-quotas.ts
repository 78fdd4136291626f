import { type NumberClass } from '../../core/contract/catalogue.ts';
import { type NumberSession, type NumberSource } from '../../core/contract/scheduling.ts';
import { type Queryable } from '../storage/database.ts';
import { type NumberQuota, type NumberRules } from './number-rules.ts';

/** What a number is counted under. */
export interface QuotaSubject {
  readonly servicePointId: string;
  readonly day: string;
  readonly numberClass: NumberClass;
  readonly source: NumberSource;
  /** The half of the day it is for, also where numbers count through the day. */
  readonly half: NumberSession;
}

/** One quota as it stands, locked until the transaction ends. */
interface Standing {
  readonly scope: string;
  readonly most: number;
  readonly given: number;
  readonly leased: number;
}

const isAbout = (quota: NumberQuota, { half, source, numberClass }: QuotaSubject): boolean =>
  (quota.per === 'day' || quota.per === 'session' || quota.per === half) &&
  (quota.source ?? source) === source &&
  (quota.numberClass ?? numberClass) === numberClass;

const scopeOf = (quota: NumberQuota, { half }: QuotaSubject): string =>
  [
    quota.per === 'session' ? `each ${half}` : quota.per,
    quota.source ?? 'any source',
    quota.numberClass ?? 'any class',
  ].join(', ');

/** The quotas a number falls under, by scope; the smaller where two say the same. */
const limitsOn = (rules: NumberRules, subject: QuotaSubject): ReadonlyMap<string, number> => {
  const limits = new Map<string, number>();
  for (const quota of rules.quotas.filter(one => isAbout(one, subject))) {
    const scope = scopeOf(quota, subject);
    limits.set(scope, Math.min(quota.most, limits.get(scope) ?? quota.most));
  }
  return limits;
};

export const isLimited = (rules: NumberRules, subject: QuotaSubject): boolean =>
  limitsOn(rules, subject).size > 0;

/** Locks the quotas a number falls under, in one order for everybody. */
export const lockQuotas = async (
  tx: Queryable,
  rules: NumberRules,
  subject: QuotaSubject,
): Promise<readonly Standing[]> => {
  const limits = limitsOn(rules, subject);
  const key = [subject.servicePointId, subject.day, JSON.stringify([...limits.keys()])];
  await tx.query(
    `insert into number_quota (service_point_id, day, scope)
     select $1, $2::date, scope from jsonb_array_elements_text($3::jsonb) as wanted (scope)
     order by scope on conflict do nothing`,
    key,
  );
  const { rows } = await tx.query<Omit<Standing, 'most'>>(
    `select scope, given, leased from number_quota
     where service_point_id = $1 and day = $2::date
       and scope in (select jsonb_array_elements_text($3::jsonb))
     order by scope for update`,
    key,
  );
  return rows.map(row => ({ ...row, most: limits.get(row.scope) ?? 0 }));
};

const fewest = (rooms: readonly number[]): number => Math.max(0, Math.min(...rooms));

/** How many more may be given to patients. */
export const roomForTickets = (standings: readonly Standing[]): number =>
  fewest(standings.map(({ most, given, leased }) => most - given - leased));

/** How many more may go to kiosks for the time the hub is away. */
export const roomForLeases = (standings: readonly Standing[], leasedShare: number): number =>
  fewest(
    standings.map(({ most, given, leased }) =>
      Math.min(most - given - leased, Math.floor(most * leasedShare) - leased),
    ),
  );

interface QuotaChange {
  readonly given?: number;
  readonly leased?: number;
}

/** Counts in every scope named, as far as it is counted at all. */
export const countQuotas = async (
  tx: Queryable,
  { servicePointId, day }: Pick<QuotaSubject, 'servicePointId' | 'day'>,
  scopes: readonly string[],
  { given = 0, leased = 0 }: QuotaChange,
): Promise<void> => {
  if (scopes.length === 0) return;
  await tx.query(
    `update number_quota set given = greatest(0, given + $4), leased = greatest(0, leased + $5)
     where service_point_id = $1 and day = $2::date
       and scope in (select jsonb_array_elements_text($3::jsonb))`,
    [servicePointId, day, JSON.stringify(scopes), given, leased],
  );
};
