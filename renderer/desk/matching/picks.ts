import { useState } from 'react';

/** Rows somebody looks through and picks from; what is picked stays while they look for more. */
export interface Picks<Row> {
  /** The picked ones first where the last look did not find them. */
  readonly rows: readonly Row[];
  readonly picked: readonly Row[];
  readonly keys: ReadonlySet<string>;
  readonly toggle: (row: Row) => void;
  readonly clear: () => void;
}

export const usePicks = <Row>(found: readonly Row[], keyOf: (row: Row) => string): Picks<Row> => {
  const [kept, setKept] = useState<ReadonlyMap<string, Row>>(new Map());
  const fresh = new Map(found.map(row => [keyOf(row), row]));
  const unseen = [...kept].filter(([key]) => !fresh.has(key)).map(([, row]) => row);
  return {
    rows: [...unseen, ...found],
    picked: [...kept].map(([key, row]) => fresh.get(key) ?? row),
    keys: new Set(kept.keys()),
    toggle: row => {
      const next = new Map(kept);
      if (!next.delete(keyOf(row))) next.set(keyOf(row), row);
      setKept(next);
    },
    clear: () => setKept(new Map()),
  };
};
