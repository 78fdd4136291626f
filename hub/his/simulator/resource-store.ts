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
    type text not null, id text not null, version integer not null, updated text not null,
    content text not null, primary key (type, id)
  ) strict, without rowid;
  create table if not exists history (
    type text not null, id text not null, version integer not null, content text not null,
    primary key (type, id, version)
  ) strict, without rowid;
  create table if not exists token_index (
    type text not null, parameter text not null, token text not null, id text not null,
    primary key (type, parameter, token, id)
  ) strict, without rowid;
  create index if not exists token_of on token_index (type, id);
  create table if not exists date_index (
    type text not null, parameter text not null, id text not null, low integer not null,
    high integer not null, primary key (type, parameter, id, low, high)
  ) strict, without rowid;
  create index if not exists date_of on date_index (type, id);`;

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

const clauseOf = (condition: Condition): Clause => {
  if (condition.kind === 'token') {
    const places = condition.anyOf.map(() => '?').join(', ');
    return {
      sql: `exists (select 1 from token_index t where t.type = r.type and t.parameter = ?
        and t.token in (${places}) and t.id = r.id)`,
      parameters: [condition.parameter, ...condition.anyOf],
    };
  }
  const { low, high } = condition;
  const bounds: (string | number)[] = [];
  const comparison = DATE_SQL[condition.comparison].replaceAll(/:(low|high)/g, (_, name) => {
    bounds.push(name === 'low' ? low : high);
    return '?';
  });
  return {
    sql: `exists (select 1 from date_index d where d.type = r.type and d.parameter = ?
      and d.id = r.id and ${comparison})`,
    parameters: [condition.parameter, ...bounds],
  };
};

/** The first token condition leads, since it leaves the fewest rows; the others filter. */
const selectionOf = (query: SearchQuery): Clause => {
  const lead = query.conditions.find(({ kind }) => kind === 'token');
  const rest = query.conditions.filter(condition => condition !== lead).map(clauseOf);
  const parameters = rest.flatMap(clause => clause.parameters);
  const filters = rest.map(clause => ` and ${clause.sql}`).join('');
  if (lead?.kind !== 'token') {
    return {
      sql: `from resource r where r.type = ?${filters}`,
      parameters: [query.type, ...parameters],
    };
  }
  const places = lead.anyOf.map(() => '?').join(', ');
  return {
    sql: `from (select distinct id from token_index
        where type = ? and parameter = ? and token in (${places})) lead
      join resource r on r.type = ? and r.id = lead.id where 1 = 1${filters}`,
    parameters: [query.type, lead.parameter, ...lead.anyOf, query.type, ...parameters],
  };
};

const orderOf = (sort: SearchQuery['sort']): Clause => {
  if (sort === undefined) return { sql: 'order by r.id', parameters: [] };
  return {
    sql: `order by (select min(low) from date_index d where d.type = r.type and d.parameter = ?
      and d.id = r.id) ${sort.descending ? 'desc' : 'asc'}, r.id`,
    parameters: [sort.parameter],
  };
};

const resourceOf = (content: string): StoredResource => JSON.parse(content) as StoredResource;

export const openResourceStore = (file: string): ResourceStore => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const database = new BetterSqlite3(file);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.exec(SCHEMA);
  const readOne = database.prepare<[string, string], { content: string; version: number }>(
    'select content, version from resource where type = ? and id = ?',
  );
  const readVersion = database.prepare<[string, string, number], { content: string }>(
    'select content from history where type = ? and id = ? and version = ?',
  );
  const put = database.prepare(
    'insert or replace into resource (type, id, version, updated, content) values (?, ?, ?, ?, ?)',
  );
  const remember = database.prepare(
    'insert into history (type, id, version, content) values (?, ?, ?, ?)',
  );
  const forgetTokens = database.prepare('delete from token_index where type = ? and id = ?');
  const forgetDates = database.prepare('delete from date_index where type = ? and id = ?');
  const addToken = database.prepare(
    'insert or ignore into token_index (type, parameter, token, id) values (?, ?, ?, ?)',
  );
  const addDate = database.prepare(
    'insert or ignore into date_index (type, parameter, id, low, high) values (?, ?, ?, ?, ?)',
  );

  const write = (resource: StoredResource, at: string): StoredResource => {
    const { resourceType: type, id } = resource;
    const version = (readOne.get(type, id)?.version ?? 0) + 1;
    const meta = { ...resource.meta, versionId: String(version), lastUpdated: at };
    const stored: StoredResource = { ...resource, meta };
    const content = JSON.stringify(stored);
    put.run(type, id, version, at, content);
    remember.run(type, id, version, content);
    forgetTokens.run(type, id);
    forgetDates.run(type, id);
    for (const entry of indexEntries(type, stored)) {
      if ('token' in entry) addToken.run(type, entry.parameter, entry.token, id);
      else addDate.run(type, entry.parameter, id, entry.range.low, entry.range.high);
    }
    return stored;
  };

  return {
    read(type, id) {
      const row = readOne.get(type, id);
      return row === undefined ? undefined : resourceOf(row.content);
    },
    version(type, id, version) {
      if (!/^\d{1,9}$/.test(version)) throw new FhirError(404, 'not-found', 'no such version');
      const row = readVersion.get(type, id, Number(version));
      return row === undefined ? undefined : resourceOf(row.content);
    },
    write: database.transaction(write),
    search(query) {
      const selection = selectionOf(query);
      const total = database
        .prepare<(string | number)[], { total: number }>(
          `select count(*) as total ${selection.sql}`,
        )
        .get(...selection.parameters);
      if (query.countOnly) return { total: total?.total ?? 0, resources: [] };
      const order = orderOf(query.sort);
      const rows = database
        .prepare<(string | number)[], { content: string }>(
          `select r.content ${selection.sql} ${order.sql} limit ? offset ?`,
        )
        .all(...selection.parameters, ...order.parameters, query.count, query.offset);
      return { total: total?.total ?? 0, resources: rows.map(row => resourceOf(row.content)) };
    },
    transaction: work => database.transaction(work).immediate(),
    close: () => database.close(),
  };
};
