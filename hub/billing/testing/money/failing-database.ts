import { type Database, type Queryable } from '../../../storage/database.ts';

export class PowerCut extends Error {
  override readonly name = 'PowerCut';
  /** The work was durable before the power went, and nobody was told. */
  readonly wasKept: boolean;

  constructor(wasKept: boolean) {
    super(wasKept ? 'the answer was lost' : 'the power went in the middle');
    this.wasKept = wasKept;
  }
}

export interface FailingDatabase extends Database {
  /**
   * The power goes in the next transaction: before its statement of this number, counted from 1; before
   * it is committed, one further; after that, beyond.
   */
  cutAt(moment: number): void;
}

/** A database whose transactions can be cut between any two writes, and on both sides of the commit. */
export const failingDatabase = (database: Database): FailingDatabase => {
  let left = Number.POSITIVE_INFINITY;
  const step = (): void => {
    left -= 1;
    if (left < 0) throw new PowerCut(false);
  };
  const watched = (tx: Queryable): Queryable => ({
    query: async (sql, parameters) => {
      step();
      return tx.query(sql, parameters);
    },
    script: sql => tx.script(sql),
  });
  return {
    ...database,
    query: (sql, parameters) => database.query(sql, parameters),
    script: sql => database.script(sql),
    transaction: async work => {
      try {
        const kept = await database.transaction(async tx => {
          const done = await work(watched(tx));
          step();
          return done;
        });
        if (left < Number.POSITIVE_INFINITY) throw new PowerCut(true);
        return kept;
      } finally {
        left = Number.POSITIVE_INFINITY;
      }
    },
    close: () => database.close(),
    cutAt: moment => {
      left = moment - 1;
    },
  };
};
