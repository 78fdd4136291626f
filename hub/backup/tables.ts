import { type Queryable } from '../storage/database.ts';

export interface Column {
  readonly name: string;
  /** As PostgreSQL writes it: `timestamp with time zone`. */
  readonly type: string;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
}

/** Values as PostgreSQL writes them, which it reads back as they were. */
export type Row = readonly (string | null)[];

/** A name from the catalogue, for the text of a statement. */
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Is made by every start, or worth nothing after one. */
const NOT_COPIED = ['hub_migration'];

/** Every table that lasts; generated columns follow from the others. */
export const tablesOf = async (tx: Queryable): Promise<readonly Table[]> => {
  const { rows } = await tx.query<{ table: string; name: string; type: string }>(
    `select c.relname::text as "table", a.attname::text as name,
       format_type(a.atttypid, a.atttypmod) as type
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
       and c.relpersistence = 'p' and a.attnum > 0 and not a.attisdropped
       and a.attgenerated = ''
     order by c.relname, a.attnum`,
  );
  const tables = new Map<string, Column[]>();
  for (const { table, name, type } of rows) {
    if (NOT_COPIED.includes(table)) continue;
    const columns = tables.get(table) ?? [];
    columns.push({ name, type });
    tables.set(table, columns);
  }
  return [...tables].map(([name, columns]) => ({ name, columns }));
};

const BATCH = 500;

/** The rows of a table in batches, as they were when the transaction began. */
export async function* rowsOf(tx: Queryable, table: Table): AsyncGenerator<readonly Row[]> {
  const values = table.columns.map(({ name }) => `${quoted(name)}::text`).join(', ');
  await tx.script(
    `declare copied no scroll cursor for
     select json_build_array(${values})::text as row from ${quoted(table.name)}`,
  );
  for (;;) {
    const { rows } = await tx.query<{ row: string }>(`fetch ${BATCH} from copied`);
    if (rows.length === 0) break;
    yield rows.map(({ row }) => JSON.parse(row) as Row);
  }
  await tx.script('close copied');
}

/** Puts rows into a table whose references may point at rows that come later. */
export const putRows = async (tx: Queryable, table: Table, rows: readonly Row[]): Promise<void> => {
  const names = table.columns.map(({ name }) => quoted(name)).join(', ');
  const values = table.columns.map(({ type }, at) => `(row ->> ${at})::${type}`).join(', ');
  await tx.query(
    `insert into ${quoted(table.name)} (${names}) overriding system value
     select ${values} from json_array_elements($1::json) as given (row)`,
    [JSON.stringify(rows)],
  );
};

export interface Reference {
  readonly table: string;
  readonly name: string;
}

/** Lets references be checked at the end, as long as the transaction lasts. */
export const deferReferences = async (tx: Queryable): Promise<readonly Reference[]> => {
  const { rows } = await tx.query<Reference>(
    `select conrelid::regclass::text as "table", conname::text as name from pg_constraint
     where contype = 'f' and connamespace = current_schema()::regnamespace
       and not condeferrable`,
  );
  await alterReferences(tx, rows, 'deferrable initially deferred');
  return rows;
};

/** Checks every reference, and makes them as strict as they were. */
export const enforceReferences = async (
  tx: Queryable,
  references: readonly Reference[],
): Promise<void> => {
  await tx.script('set constraints all immediate');
  await alterReferences(tx, references, 'not deferrable');
};

const alterReferences = async (tx: Queryable, references: readonly Reference[], how: string) => {
  for (const { table, name } of references) {
    await tx.script(`alter table ${table} alter constraint ${quoted(name)} ${how}`);
  }
};

/** What the schema itself put in gives way to what was copied. */
export const emptyTable = async (tx: Queryable, { name }: Table): Promise<void> => {
  await tx.script(`delete from ${quoted(name)}`);
};

/** Counters go on behind the highest value that was copied. */
export const moveCounters = async (tx: Queryable): Promise<void> => {
  const { rows } = await tx.query<{ table: string; column: string; counter: string }>(
    `select c.relname::text as "table", a.attname::text as "column",
       pg_get_serial_sequence(quote_ident(c.relname), a.attname) as counter
     from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r'
       and a.attnum > 0 and not a.attisdropped
       and pg_get_serial_sequence(quote_ident(c.relname), a.attname) is not null`,
  );
  for (const { table, column, counter } of rows) {
    await tx.query(
      `select setval($1::regclass, coalesce(max(${quoted(column)}), 0) + 1, false)
       from ${quoted(table)}`,
      [counter],
    );
  }
};
