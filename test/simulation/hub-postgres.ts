import { PGlite, protocol } from '@electric-sql/pglite';
import { clusterTemplate } from '../../hub/storage/cluster-template.ts';
import { cacheDirectory } from '../../hub/storage/data-directory.ts';
import { readMigrations } from '../../hub/storage/migrations.ts';
import { ROW_TYPES } from '../../hub/storage/row-types.ts';
import { type QueryResult, SqlError, type SqlValue } from '../../hub/storage/database.ts';

/** One session of a real PostgreSQL in this process, each statement done when the call returns. */
export interface PostgresSession {
  /** What the database's own clock says from now on, in milliseconds since 1970. */
  setClock(now: number): void;
  query<R>(sql: string, parameters?: readonly SqlValue[]): QueryResult<R>;
  script(sql: string): void;
  /** As new: no rows, counters at their start. */
  empty(): void;
  close(): Promise<void>;
}

interface Field {
  readonly name: string;
  readonly dataTypeID: number;
}

/** The messages of PostgreSQL's protocol (chapter 54.7) that carry something. */
interface Answer {
  readonly name: string;
  readonly fields?: readonly (Field | string | null)[];
  readonly text?: string;
  readonly code?: string;
  readonly constraint?: string;
}

interface Prepared {
  readonly name: string;
  readonly fields: readonly Field[];
}

const { serialize, Parser } = protocol;

const joined = (messages: readonly Uint8Array[]): Uint8Array => Buffer.concat(messages);

/** `INSERT 0 5` → 5; a SELECT writes nothing. */
const rowsWritten = (tag: string): number =>
  tag.startsWith('SELECT') ? 0 : Number(tag.split(' ').at(-1)) || 0;

const valueOf = (text: string | null, { dataTypeID }: Field): unknown =>
  text === null ? null : (ROW_TYPES[dataTypeID] ?? (value => value))(text);

/**
 * PostgreSQL as PGlite carries it, in memory, spoken to in its own protocol: statements are
 * prepared once, and nothing waits for anything outside, so that a simulation decides the order.
 */
export const openPostgresSession = async (): Promise<PostgresSession> => {
  const loadDataDir = clusterTemplate(cacheDirectory())?.load();
  const cluster = await PGlite.create(loadDataDir === undefined ? {} : { loadDataDir });
  const prepared = new Map<string, Prepared>();

  const exchange = (messages: readonly Uint8Array[]): readonly Answer[] => {
    const answers: Answer[] = [];
    const bytes = cluster.execProtocolRawSync(joined(messages));
    new Parser().parse(Buffer.from(bytes), message => answers.push(message));
    const error = answers.find(({ name }) => name === 'error');
    if (error !== undefined) throw new SqlError(error.code ?? 'XX000', error.constraint, error);
    return answers;
  };

  const prepare = (text: string): Prepared => {
    const known = prepared.get(text);
    if (known !== undefined) return known;
    const name = `s${prepared.size}`;
    const answers = exchange([
      serialize.parse({ name, text, types: [] }),
      serialize.describe({ type: 'S', name }),
      serialize.sync(),
    ]);
    const description = answers.find(answer => answer.name === 'rowDescription');
    const made = { name, fields: (description?.fields ?? []) as readonly Field[] };
    prepared.set(text, made);
    return made;
  };

  const query = <R>(sql: string, parameters: readonly SqlValue[] = []): QueryResult<R> => {
    const { name, fields } = prepare(sql);
    const values = parameters.map(value => (value === null ? null : String(value)));
    const answers = exchange([
      serialize.bind({ portal: '', statement: name, values }),
      serialize.execute({ portal: '', rows: 0 }),
      serialize.sync(),
    ]);
    const rows = answers
      .filter(answer => answer.name === 'dataRow')
      .map(answer => {
        const texts = answer.fields as readonly (string | null)[];
        return Object.fromEntries(
          fields.map((field, index) => [field.name, valueOf(texts[index] ?? null, field)]),
        ) as R;
      });
    const done = answers.find(answer => answer.name === 'commandComplete');
    return { rows, affected: rowsWritten(done?.text ?? '') };
  };

  const script = (sql: string): void => {
    exchange([serialize.query(sql)]);
  };

  script(
    "set timezone = 'UTC'; set datestyle = 'ISO'; set plan_cache_mode = force_generic_plan; set synchronous_commit = off",
  );
  for (const { sql } of readMigrations()) script(sql);
  // Found before PostgreSQL's own, for its time is not the simulated one.
  script(`create schema simulated;
    create function simulated.clock_timestamp() returns timestamptz language sql stable as
      $$ select to_timestamp(current_setting('simulated.now')::numeric / 1000) $$;
    set simulated.now = '0'; set search_path = simulated, public, pg_catalog`);
  const tables = query<{ name: string }>(
    `select relname as name from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname`,
  ).rows.map(({ name }) => name);
  const filled = tables
    .map(name => `select '${name}' as name where exists (select from ${name})`)
    .join(' union all ');

  let clock = 0;

  return {
    setClock: now => {
      if (now !== clock) script(`set simulated.now = '${now}'`);
      clock = now;
    },
    query,
    script,
    empty: () => {
      const names = query<{ name: string }>(filled).rows.map(({ name }) => name);
      if (names.length > 0) script(`truncate ${names.join(', ')} restart identity cascade`);
    },
    close: () => cluster.close(),
  };
};
