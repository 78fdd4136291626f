import { type Ids } from '../../core/ports/ports.ts';
import { type Queryable } from '../storage/database.ts';

type AliasList = readonly string[];

interface AliasRow {
  readonly alias: string;
  readonly patient_key: string;
}

/** Lists that share an alias, directly or through others, are about one patient. */
const onePatientEach = (lists: readonly AliasList[]): readonly (readonly AliasList[])[] => {
  const groupOf = new Map<string, Set<AliasList>>();
  const groups = new Set<ReadonlySet<AliasList>>();
  for (const list of lists) {
    const group = new Set([list]);
    for (const alias of list) for (const met of groupOf.get(alias) ?? []) group.add(met);
    for (const member of group) {
      for (const alias of member) {
        const old = groupOf.get(alias);
        if (old !== undefined) groups.delete(old);
        groupOf.set(alias, group);
      }
    }
    groups.add(group);
  }
  return [...groups].map(group => [...group]);
};

/** Locks what it reads, always in the same order: intakes of one patient come after each other. */
const keysOf = async (tx: Queryable, aliases: AliasList): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await tx.query<AliasRow>(
    `select alias, patient_key from patient_alias
     where alias = any(array(select jsonb_array_elements_text($1::jsonb)))
     order by alias for update`,
    [JSON.stringify(aliases)],
  );
  return new Map(rows.map(row => [row.alias, row.patient_key]));
};

const distinctKeys = (
  group: readonly AliasList[],
  keys: ReadonlyMap<string, string>,
): readonly string[] => [...new Set(group.flat().flatMap(alias => keys.get(alias) ?? []))].sort();

/** @returns what stands in the table now, or undefined where others added some of it meanwhile. */
const addMissing = async (
  tx: Queryable,
  ids: Ids,
  groups: readonly (readonly AliasList[])[],
  known: ReadonlyMap<string, string>,
  at: string,
): Promise<ReadonlyMap<string, string> | undefined> => {
  const missing = groups.flatMap(group => {
    const key = distinctKeys(group, known)[0] ?? ids.uuid();
    return [...new Set(group.flat())]
      .filter(alias => !known.has(alias))
      .map(alias => ({ alias, key }));
  });
  if (missing.length === 0) return known;
  const { affected } = await tx.query(
    `insert into patient_alias (alias, patient_key, seen_at)
     select alias, key, $2 from jsonb_to_recordset($1::jsonb) as given (alias text, key uuid)
     order by alias on conflict do nothing`,
    [JSON.stringify(missing), at],
  );
  if (affected < missing.length) return undefined;
  return new Map([...known, ...missing.map(({ alias, key }) => [alias, key] as const)]);
};

/** Statements that move everything known under key $2 to key $1. */
const MERGE = [
  'update patient_alias set patient_key = $1 where patient_key = $2',
  `update delivery set patient_key = $1
   where patient_key = $2 and state in ('queued', 'in-flight')`,
  // Two first visits for one booking turn out to be of one patient: the earlier stays first.
  `update visit set patient_key = $1, duplicate_of = first.visit_id
   from visit first
   where visit.patient_key = $2 and visit.duplicate_of is null and visit.kind = 'check-in'
     and first.patient_key = $1 and first.duplicate_of is null and first.kind = 'check-in'
     and first.day = visit.day
     and coalesce('booking ' || first.booking_id, 'point ' || first.service_point_id)
       = coalesce('booking ' || visit.booking_id, 'point ' || visit.service_point_id)`,
  'update visit set patient_key = $1 where patient_key = $2',
];

/** Keys that turned out to be one patient become the oldest of them. */
const merge = async (tx: Queryable, kept: string, given: readonly string[]): Promise<void> => {
  for (const key of given) for (const statement of MERGE) await tx.query(statement, [kept, key]);
};

/**
 * One key for each list of aliases: whoever is known by any of them has the same key. Runs inside
 * the transaction that stores what the keys are for; `ids` must be time-ordered (UUID version 7).
 */
export const patientKeysFor = async (
  tx: Queryable,
  ids: Ids,
  lists: readonly AliasList[],
  at: string,
): Promise<ReadonlyMap<AliasList, string>> => {
  const groups = onePatientEach(lists);
  const all = [...new Set(lists.flat())].sort();
  const before = await keysOf(tx, all);
  // Where another hub added the same alias meanwhile, what stands in the table counts.
  const known = (await addMissing(tx, ids, groups, before, at)) ?? (await keysOf(tx, all));
  const keys = new Map<AliasList, string>();
  for (const group of groups) {
    const [kept = ids.uuid(), ...given] = distinctKeys(group, known);
    if (given.length > 0) await merge(tx, kept, given);
    for (const list of group) keys.set(list, kept);
  }
  return keys;
};
