import { type Database, type Queryable } from '../../storage/database.ts';

export class PowerCut extends Error {
  override readonly name = 'PowerCut';
}

export interface FailingDatabase extends Database {
  /** The power goes before the statement of this number, counted from 1, of the next transaction. */
  cutBefore(statement: number): void;
}

/** A database whose transactions can be cut between any two statements. */
export const failingDatabase = (database: Database): FailingDatabase => {
  let left = Number.POSITIVE_INFINITY;
  const watched = (tx: Queryable): Queryable => ({
    query: (sql, parameters) => {
      left -= 1;
      return left < 0 ? Promise.reject(new PowerCut()) : tx.query(sql, parameters);
    },
    script: sql => tx.script(sql),
  });
  return {
    ...database,
    query: (sql, parameters) => database.query(sql, parameters),
    script: sql => database.script(sql),
    transaction: async work => {
      try {
        return await database.transaction(tx => work(watched(tx)));
      } finally {
        left = Number.POSITIVE_INFINITY;
      }
    },
    close: () => database.close(),
    cutBefore: statement => {
      left = statement - 1;
    },
  };
};
