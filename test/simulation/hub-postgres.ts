import { PGlite } from '@electric-sql/pglite';
import { clusterTemplate } from '../../hub/storage/cluster-template.ts';
import { cacheDirectory } from '../../hub/storage/data-directory.ts';
import { readMigrations } from '../../hub/storage/migrations.ts';
import { ROW_TYPES } from '../../hub/storage/row-types.ts';
import { type QueryResult, SqlError, type SqlValue } from '../../hub/storage/database.ts';
import { sparingIdlePolls } from './idle-polls.ts';
import type { PostgresSession } from './postgres-session.ts';
import { type Answer, answerIn, type Field, prepare, run, simpleQuery } from './postgres-wire.ts';

interface Prepared {
  readonly name: string;
  readonly fields: readonly Field[];
  /** The last parameter is what the database's clock says. */
  readonly asksTime: boolean;
}

/** `INSERT 0 5` → 5; a SELECT writes nothing. */
const rowsWritten = (tag: string): number =>
  tag.startsWith('SELECT') ? 0 : Number(tag.split(' ').at(-1)) || 0;

/** Nothing is looked at that only a server over weeks has use for. */
const SETTINGS = `set timezone = 'UTC'; set datestyle = 'ISO';
  set plan_cache_mode = force_generic_plan; set synchronous_commit = off; set jit = off;
  set track_counts = off; set track_activities = off; set update_process_title = off;
  set compute_query_id = off`;
/** No server dies here, so that no table needs a log to come back from. */
const UNLOGGED = 'create unlogged table ';

const CLOCK = 'clock_timestamp()';

const valueOf = (text: string | null, { type }: Field): unknown =>
  text === null ? null : (ROW_TYPES[type] ?? (value => value))(text);

/**
 * PostgreSQL as PGlite carries it, in memory, spoken to in its own protocol: statements are
 * prepared once, and nothing waits for anything outside, so that a simulation decides the order.
 */
export const openPostgresSession = async (): Promise<PostgresSession> => {
  const loadDataDir = clusterTemplate(cacheDirectory())?.load();
  const cluster = await PGlite.create(loadDataDir === undefined ? {} : { loadDataDir });
  let clock = 0;
  const prepared = new Map<string, Prepared>();

  const exchange = (messages: Uint8Array): Answer => {
    const parts: Uint8Array[] = [];
    // Done when it returns; told piece by piece, PGlite does not read the answer a second time.
    void cluster.execProtocolRawStream(messages, {
      syncToFs: false,
      onRawData: part => parts.push(part.slice()),
    });
    const answer = answerIn(parts);
    const { error } = answer;
    if (error !== undefined) throw new SqlError(error.code, error.constraint, error);
    return answer;
  };

  /** The parameter in place of the clock stands behind those of the statement. */
  const preparedFor = (sql: string, parameters: number): Prepared => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const name = `s${prepared.size}`;
    const asksTime = sql.includes(CLOCK);
    const { fields } = exchange(
      prepare(
        name,
        sql.replaceAll(CLOCK, () => `$${parameters + 1}::timestamptz`),
      ),
    );
    const made = { name, fields, asksTime };
    prepared.set(sql, made);
    return made;
  };

  const query = <R>(sql: string, parameters: readonly SqlValue[] = []): QueryResult<R> => {
    const { name, fields, asksTime } = preparedFor(sql, parameters.length);
    const values = parameters.map(value => (value === null ? null : String(value)));
    if (asksTime) values.push(new Date(clock).toISOString());
    const answer = exchange(run(name, values));
    const rows = answer.rows.map(texts => {
      const row: Record<string, unknown> = {};
      for (const [index, field] of fields.entries()) {
        row[field.name] = valueOf(texts[index] ?? null, field);
      }
      return row as R;
    });
    return { rows, affected: rowsWritten(answer.tag) };
  };

  const script = (sql: string): void => {
    exchange(simpleQuery(sql));
  };

  script(SETTINGS);
  for (const { sql } of readMigrations()) script(sql.replaceAll(/^create table /gm, UNLOGGED));
  const tables = query<{ name: string }>(
    `select relname as name from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname`,
  ).rows.map(({ name }) => name);
  const filled = tables
    .map(name => `select '${name}' as name where exists (select from ${name})`)
    .join(' union all ');

  return sparingIdlePolls({
    setClock: now => {
      clock = now;
    },
    query,
    script,
    empty: () => {
      const names = query<{ name: string }>(filled).rows.map(({ name }) => name);
      if (names.length > 0) script(`truncate ${names.join(', ')} restart identity cascade`);
    },
    close: () => cluster.close(),
  });
};
