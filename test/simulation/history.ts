import { createHash } from 'node:crypto';

/** One thing that happened; nothing in it depends on the machine it was simulated on. */
export interface HistoryEntry {
  /** Milliseconds of the world since its start. */
  readonly at: number;
  /** Who did it or met with it: `kiosk-1`, `hub-1`, `his`, `network`, `world`. */
  readonly who: string;
  readonly what: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

export interface History {
  note(who: string, what: string, more?: HistoryEntry['more']): void;
  readonly entries: readonly HistoryEntry[];
  /** SHA-256 of everything noted so far: the same for the same course of events. */
  hash(): string;
}

export const createHistory = (now: () => number): History => {
  const start = now();
  const entries: HistoryEntry[] = [];
  return {
    entries,
    note: (who, what, more) => {
      entries.push({ at: now() - start, who, what, ...(more === undefined ? {} : { more }) });
    },
    hash: () => {
      const sum = createHash('sha256');
      for (const entry of entries) sum.update(`${JSON.stringify(entry)}\n`);
      return sum.digest('hex');
    },
  };
};

const PLACES = 9;

/** A line for a person: seconds of the world, who, what. */
export const lineOf = ({ at, who, what, more }: HistoryEntry): string =>
  `${(at / 1000).toFixed(3).padStart(PLACES)}  ${who.padEnd(8)} ${what}${
    more === undefined ? '' : ` ${JSON.stringify(more)}`
  }`;
