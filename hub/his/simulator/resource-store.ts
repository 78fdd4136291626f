import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { type ResourceOf } from '../fhir-r4/resources.ts';
import { FhirError } from './fhir-error.ts';
import { type Condition, type DateComparison, type SearchQuery } from './search-query.ts';
import { type StoredType, indexEntries } from './search-parameters.ts';

export type StoredResource = ResourceOf<StoredType> & { id: string };

/** Resources with versions, on disk. Every write is a transaction of its own or joins one. */
export interface ResourceStore {
  read(type: StoredType, id: string): StoredResource | undefined;
  version(type: StoredType, id: string, version: string): StoredResource | undefined;
  /** Writes a new version; `at` is an ISO instant. */
  write(resource: StoredResource, at: string): StoredResource;
  search(query: SearchQuery): {
    readonly total: number;
    readonly resources: readonly StoredResource[];
  };
  /** All or nothing. */
  transaction<T>(work: () => T): T;
  close(): void;
}

const SCHEMA = `
  create table if not exists resource (
    type text not null, id text not null, version integer not null, content text not null,
    primary key (type, id)
  ) strict, without rowid;
  -- Versions that were replaced.
  create table if not exists history (
    type text not null, id text not null, version integer not null, content text not null,
    primary key (type, id, version)
  ) strict, without rowid;
  create table if not exists token_index (
    key integer not null, id text not null, primary key (key, id)
  ) strict, without rowid;
  create table if not exists date_index (
    key integer not null, id text not null, low integer not null, high integer not null,
    primary key (key, id, low, high)
  ) strict, without rowid;`;

/**
 * 53 bits (cyrb53, public domain) of what an index row is about, which keep the index small. Two
 * texts of the same type would have to share all of them to be taken for one.
 */
const keyOf = (...parts: readonly string[]): number => {
  const text = parts.join(' ');
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 2_654_435_761);
    low = Math.imul(low ^ unit, 1_597_334_677);
  }
  high =
    Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low =
    Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & low) + (high >>> 0);
};

/** How a stored range relates to the one asked for (R4, 3.1.1.4.7). */
const DATE_SQL: Readonly<Record<DateComparison, string>> = {
  eq: 'low >= :low and high <= :high',
  ge: 'high >= :low',
  gt: 'high > :high',
  le: 'low <= :high',
  lt: 'low < :low',
};

interface Clause {
  readonly sql: string;
  readonly parameters: readonly (string | number)[];
}

const clauseOf = (type: StoredType, condition: Condition): Clause => {
  if (condition.kind === 'token') {
    return {
      sql: `exists (select 1 from token_index t where t.id = r.id
        and t.key in (${condition.anyOf.map(() => '?').join(', ')}))`,
      parameters: condition.anyOf.map(token => keyOf(type, condition.parameter, token)),
    };
  }
  const { low, high, parameter } = condition;
  const bounds: number[] = [];
  const comparison = DATE_SQL[condition.comparison].replaceAll(/:(low|high)/g, (_, name) => {
    bounds.push(name === 'low' ? low : high);
    return '?';
  });
  return {
    sql: `exists (select 1 from date_index d where d.key = ? and d.id = r.id and ${comparison})`,
    parameters: [keyOf(type, parameter), ...bounds],
  };
};

/** The first token condition leads, since it leaves the fewest rows; the others filter. */
const selectionOf = ({ type, conditions }: SearchQuery): Clause => {
  const lead = conditions.find(condition => condition.kind === 'token');
  const rest = conditions
    .filter(condition => condition !== lead)
    .map(condition => clauseOf(type, condition));
  const parameters = rest.flatMap(clause => clause.parameters);
  const filters = rest.map(clause => ` and ${clause.sql}`).join('');
  if (lead === undefined) {
    return { sql: `from resource r where r.type = ?${filters}`, parameters: [type, ...parameters] };
  }
  const keys = lead.anyOf.map(token => keyOf(type, lead.parameter, token));
  return {
    sql: `from (select distinct id from token_index where key in (${keys.map(() => '?').join(', ')})) lead
      join resource r on r.type = ? and r.id = lead.id where 1 = 1${filters}`,
    parameters: [...keys, type, ...parameters],
  };
};

const orderOf = ({ type, sort }: SearchQuery): Clause => {
  if (sort === undefined) return { sql: 'order by r.id', parameters: [] };
  return {
    sql: `order by (select min(low) from date_index d where d.key = ? and d.id = r.id)
      ${sort.descending ? 'desc' : 'asc'}, r.id`,
    parameters: [keyOf(type, sort.parameter)],
  };
};

const resourceOf = (content: string): StoredResource => JSON.parse(content) as StoredResource;

export const openResourceStore = (file: string): ResourceStore => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new BetterSqlite3(file);
  database.pragma('journal_mode = WAL');
  // A simulated HIS has to outlive kill -9, not a power cut: what is written has reached the system.
  database.pragma('synchronous = NORMAL');
  database.pragma('wal_autocheckpoint = 16384');
  database.pragma('cache_size = -65536');
  database.exec(SCHEMA);
  const readOne = database.prepare<[string, string], { content: string; version: number }>(
    'select content, version from resource where type = ? and id = ?',
  );
  const readVersion = database.prepare<[string, string, number], { content: string }>(
    'select content from history where type = ? and id = ? and version = ?',
  );
  const put = database.prepare(
    'insert or replace into resource (type, id, version, content) values (?, ?, ?, ?)',
  );
  const remember = database.prepare(
    'insert into history (type, id, version, content) values (?, ?, ?, ?)',
  );
  const addToken = database.prepare('insert or ignore into token_index (key, id) values (?, ?)');
  const dropToken = database.prepare('delete from token_index where key = ? and id = ?');
  const addDate = database.prepare(
    'insert or ignore into date_index (key, id, low, high) values (?, ?, ?, ?)',
  );
  const dropDates = database.prepare('delete from date_index where key = ? and id = ?');

  const index = (resource: StoredResource): void => {
    const { resourceType: type, id } = resource;
    for (const entry of indexEntries(type, resource)) {
      if ('token' in entry) addToken.run(keyOf(type, entry.parameter, entry.token), id);
      else addDate.run(keyOf(type, entry.parameter), id, entry.range.low, entry.range.high);
    }
  };

  const removeFromIndex = (resource: StoredResource): void => {
    const { resourceType: type, id } = resource;
    for (const entry of indexEntries(type, resource)) {
      if ('token' in entry) dropToken.run(keyOf(type, entry.parameter, entry.token), id);
      else dropDates.run(keyOf(type, entry.parameter), id);
    }
  };

  /** Searches come in a few shapes only, and each is compiled once. */
  const statements = new Map<string, BetterSqlite3.Statement<(string | number)[]>>();
  const prepared = <Row>(sql: string): BetterSqlite3.Statement<(string | number)[], Row> => {
    const statement = statements.get(sql) ?? database.prepare<(string | number)[]>(sql);
    statements.set(sql, statement);
    return statement as BetterSqlite3.Statement<(string | number)[], Row>;
  };

  const write = (resource: StoredResource, at: string): StoredResource => {
    const { resourceType: type, id } = resource;
    const replaced = readOne.get(type, id);
    const version = (replaced?.version ?? 0) + 1;
    const meta = { ...resource.meta, versionId: String(version), lastUpdated: at };
    const stored: StoredResource = { ...resource, meta };
    if (replaced !== undefined) {
      remember.run(type, id, replaced.version, replaced.content);
      removeFromIndex(resourceOf(replaced.content));
    }
    put.run(type, id, version, JSON.stringify(stored));
    index(stored);
    return stored;
  };

  return {
    read(type, id) {
      const row = readOne.get(type, id);
      return row === undefined ? undefined : resourceOf(row.content);
    },
    version(type, id, version) {
      if (!/^\d{1,9}$/.test(version)) throw new FhirError(404, 'not-found', 'no such version');
      const current = readOne.get(type, id);
      const isCurrent = current?.version === Number(version);
      const row = isCurrent ? current : readVersion.get(type, id, Number(version));
      return row === undefined ? undefined : resourceOf(row.content);
    },
    write: database.transaction(write),
    search(query) {
      const selection = selectionOf(query);
      const countAll = (): number => {
        const row = prepared<{ total: number }>(`select count(*) as total ${selection.sql}`).get(
          ...selection.parameters,
        );
        return row?.total ?? 0;
      };
      if (query.countOnly) return { total: countAll(), resources: [] };
      const order = orderOf(query);
      const rows = prepared<{ content: string }>(
        `select r.content ${selection.sql} ${order.sql} limit ? offset ?`,
      ).all(...selection.parameters, ...order.parameters, query.count, query.offset);
      const isAll = query.offset === 0 && rows.length < query.count;
      return {
        total: isAll ? rows.length : countAll(),
        resources: rows.map(row => resourceOf(row.content)),
      };
    },
    transaction: work => database.transaction(work).immediate(),
    close: () => database.close(),
  };
};
