import type { QueryResult, SqlValue } from '../../hub/storage/database.ts';

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
