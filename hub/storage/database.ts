/** Values a statement may take; JSON goes in as text (`JSON.stringify`) cast to `jsonb` in the SQL. */
export type SqlValue = string | number | boolean | null;

/** Rows as both carriers return them: see `rowTypes` for how each PostgreSQL type arrives. */
export interface QueryResult<R> {
  readonly rows: R[];
  /** Rows written by INSERT, UPDATE or DELETE; 0 for SELECT. */
  readonly affected: number;
}

export interface Queryable {
  /** One statement, `$1` placeholders. */
  query<R = Record<string, unknown>>(
    sql: string,
    parameters?: readonly SqlValue[],
  ): Promise<QueryResult<R>>;
  /** Several statements without parameters. */
  script(sql: string): Promise<void>;
}

/**
 * The hub's PostgreSQL, whoever carries it.
 * @throws FaultError `storage-failed` from every method where the database cannot be reached;
 *   errors of statements come as `SqlError`.
 */
export interface Database extends Queryable {
  readonly carrier: 'embedded' | 'server';
  /**
   * Runs `work` in one READ COMMITTED transaction. It is run again where PostgreSQL asks for it
   * (deadlock, serialisation), so it must touch nothing but the database.
   */
  transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T>;
  /**
   * Of an embedded one: copies its files as they are at one moment into a folder beside them that
   * `openDatabase` can open, while everything goes on. @returns that folder.
   */
  copyAside?(): Promise<string>;
  close(): Promise<void>;
}

/** A statement PostgreSQL refused. The message names the constraint, never the values. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  /** SQLSTATE, five characters (PostgreSQL, appendix A). */
  readonly sqlState: string;
  readonly constraint: string | undefined;

  constructor(sqlState: string, constraint: string | undefined, cause: unknown) {
    super(`SQLSTATE ${sqlState}${constraint === undefined ? '' : ` (${constraint})`}`, { cause });
    this.sqlState = sqlState;
    this.constraint = constraint;
  }
}

/** serialization_failure and deadlock_detected: nothing was kept, the same work may run again. */
export const asksToRunAgain = (thrown: unknown): boolean =>
  thrown instanceof SqlError && (thrown.sqlState === '40001' || thrown.sqlState === '40P01');
