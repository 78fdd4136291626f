import { randomUUID } from 'node:crypto';
import { closeSync, fdatasyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { randomIds, systemClock } from '../../electron/host/system-ports.ts';
import { createMemorySecrets } from '../../electron/secrets/memory-secrets.ts';
import { openKioskStore } from '../../electron/storage/open-store.ts';
import { openDatabase } from '../../electron/storage/sqlite-database.ts';
import { scratchFolder } from '../e2e/demonstration.ts';
import { interleaved } from './interleave.ts';
import { type Findings, figure, type Measurement } from './measurement.ts';
import { blocksOf, mean, median, pairedRatios, quantile } from './statistics.ts';
import { checkInOf } from './synthetic-check-ins.ts';

interface Subject {
  /** Makes one thing durable and says how many milliseconds that took. */
  commit(): number;
  close(): void;
}

const timed = (work: () => void): number => {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
};

const KIOSK = 'kiosk-bench';

/** Visit, number from a leased block, outbox row: sealed and committed as for a patient. */
const journalIn = async (directory: string): Promise<Subject> => {
  const store = await openKioskStore({
    directory,
    clock: systemClock,
    ids: randomIds,
    secrets: createMemorySecrets(),
  });
  const day = businessDayOf(systemClock.now());
  const line = { servicePointId: 'clinic-eye', numberClass: 'normal', day } as const;
  store.leases.receive(randomUUID(), {
    ...line,
    leaseId: randomUUID(),
    series: 'C',
    first: 1,
    last: 1_000_000,
  });
  let index = 0;
  return {
    commit: () => {
      const recording = checkInOf(index++, line, systemClock.now(), KIOSK);
      return timed(() => store.visits.recordCheckIn(recording));
    },
    close: () => store.close(),
  };
};

/** One small row in a table of its own, on a connection opened exactly as the kiosk's is. */
const bareInsertIn = (directory: string): Subject => {
  const database = openDatabase(join(directory, 'bare.sqlite'), { create: true });
  database.exec('create table bare (id integer primary key, content text not null) strict');
  const insert = database.prepare('insert into bare (content) values (?)');
  return {
    commit: () => timed(() => insert.run('one small row')),
    close: () => database.close(),
  };
};

/** A frame of SQLite's log: its header and one page (SQLite file format, 4.2). */
const FRAME_BYTES = 24 + 4096;
const LOG_FRAMES = 4000;

/**
 * What the disk itself allows: one frame written over an old one, as in a log that has reached its
 * size, and made durable.
 */
const bareSyncIn = (directory: string): Subject => {
  const file = openSync(join(directory, 'frames'), 'w');
  const frame = Buffer.alloc(FRAME_BYTES, 7);
  for (let at = 0; at < LOG_FRAMES; at += 1) writeSync(file, frame);
  ftruncateSync(file, LOG_FRAMES * FRAME_BYTES);
  fdatasyncSync(file);
  let next = 0;
  return {
    commit: () =>
      timed(() => {
        writeSync(file, frame, 0, FRAME_BYTES, (next++ % LOG_FRAMES) * FRAME_BYTES);
        fdatasyncSync(file);
      }),
    close: () => closeSync(file),
  };
};

type Side = 'journal' | 'insert' | 'sync';
type BySide = Readonly<Record<Side, readonly number[]>>;

interface Commits {
  /** Of every single commit. */
  readonly milliseconds: BySide;
  /** Of the processor for one commit, on average over each turn. */
  readonly processor: BySide;
}

/** So short that whatever else the machine does meets all sides alike, and long enough to run warm. */
const COMMITS_A_TURN = 20;

const takeTurns = async (
  subjects: Readonly<Record<Side, Subject>>,
  turns: number,
): Promise<Commits> => {
  const milliseconds: Record<Side, number[]> = { journal: [], insert: [], sync: [] };
  const turn = (side: Side) => (): number => {
    const before = process.cpuUsage();
    for (let done = 0; done < COMMITS_A_TURN; done += 1) {
      milliseconds[side].push(subjects[side].commit());
    }
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000 / COMMITS_A_TURN;
  };
  const processor = await interleaved(turns, {
    journal: turn('journal'),
    insert: turn('insert'),
    sync: turn('sync'),
  });
  return { milliseconds, processor };
};

/** Ratio of the rates of two sides, block by block. */
const rateRatios = (
  of: readonly number[],
  to: readonly number[],
  block: number,
  middle: (values: readonly number[]) => number,
): readonly number[] =>
  pairedRatios(blocksOf(to, block).map(middle), blocksOf(of, block).map(middle));

const GOAL = 0.7;

/** How quick the disk may be before a check-in falls below the goal, as far as this run tells. */
const noteOnDisk = ({ journal, insert, sync }: BySide): string => {
  const disk = median(sync);
  const [checkIn, bare] = [median(journal) - disk, median(insert) - disk];
  const threshold = Math.max(0, (GOAL * checkIn - bare) / (1 - GOAL));
  return (
    `on top of the disk's ${disk.toFixed(2)} ms a check-in takes ${checkIn.toFixed(2)} ms and a bare ` +
    `insert ${bare.toFixed(2)} ms: ${GOAL} is reached where fdatasync takes ${threshold.toFixed(2)} ms or more`
  );
};

const findingsOf = ({ milliseconds, processor }: Commits, block: number): Findings => {
  const { journal, insert, sync } = milliseconds;
  const took = (name: string, values: readonly number[]) =>
    figure(name, 'ms', values, { p95: quantile(values, 0.95) });
  return {
    figures: [
      took('check-in: visit, number, outbox row, sealed', journal),
      took('bare single-row insert, same settings', insert),
      took('one log frame written and fdatasync', sync),
      figure('processor time of a check-in', 'ms', processor.journal),
      figure('processor time of a bare insert', 'ms', processor.insert),
      figure(
        'rate of check-ins / bare inserts',
        'ratio',
        rateRatios(journal, insert, block, mean),
        {
          goal: { atLeast: GOAL },
        },
      ),
      figure('the same, typical commit', 'ratio', rateRatios(journal, insert, block, median)),
      figure('rate of bare inserts / fdatasync', 'ratio', rateRatios(insert, sync, block, mean)),
      figure('the same, typical commit', 'ratio', rateRatios(insert, sync, block, median)),
    ],
    notes: [noteOnDisk(milliseconds)],
  };
};

/** A bare insert writes one frame: after this many commits each log has reached its size. */
const WARM_UP = LOG_FRAMES + 200;

export const checkInCommit: Measurement = {
  name: 'check-in-commit',
  title: 'a durable check-in against a bare durable insert and the disk',
  measure: async ({ quick, say }) => {
    const [rounds, turnsARound, warmUp] = quick ? [5, 2, 100] : [31, 10, WARM_UP];
    const folder = scratchFolder();
    const journal = await journalIn(join(folder.path, 'kiosk'));
    const insert = bareInsertIn(folder.path);
    const sync = bareSyncIn(folder.path);
    try {
      const block = turnsARound * COMMITS_A_TURN;
      say(`warming up, then ${rounds} rounds of ${block} commits of each kind, taking turns`);
      for (const { commit } of [journal, insert]) {
        for (let done = 0; done < warmUp; done += 1) commit();
      }
      const commits = await takeTurns({ journal, insert, sync }, rounds * turnsARound);
      return findingsOf(commits, block);
    } finally {
      journal.close();
      insert.close();
      sync.close();
      folder.remove();
    }
  },
};
