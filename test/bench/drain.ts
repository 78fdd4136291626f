import { setTimeout as delay } from 'node:timers/promises';
import { join } from 'node:path';
import { postgresBinaries, startPostgres } from '../../hub/storage/testing/postgres-for-tests.ts';
import { scratchFolder } from '../e2e/demonstration.ts';
import { bareInsertsIn } from './bare-inserts.ts';
import { openDrainingKiosk } from './draining-kiosk.ts';
import { interleaved } from './interleave.ts';
import { type Figure, figure, type Measurement } from './measurement.ts';
import { type HospitalProgram, hospitalSystemIn, hubIn } from './programs.ts';
import { pairedRatios } from './statistics.ts';

interface Size {
  readonly backlog: number;
  readonly rounds: number;
  readonly bareInserts: number;
}

interface Carrier {
  readonly name: string;
  /** Database URLs for the hub and for the bare inserts; undefined: carried by the process. */
  readonly urls: { readonly hub: string | undefined; readonly bare: string | undefined };
}

const LOOK_MS = 100;
const PATIENCE_MS = 600_000;

/** Visits the hospital system holds. */
const arrivedAt = async (his: HospitalProgram): Promise<number> => {
  const response = await fetch(`${his.url()}/Encounter?_summary=count`, {
    headers: { accept: 'application/fhir+json' },
  });
  return ((await response.json()) as { total: number }).total;
};

/**
 * Waits until that many visits are there.
 * @returns visits per second from the first new one that was seen to the last.
 */
const paceUntil = async (his: HospitalProgram, goal: number): Promise<number> => {
  const before = await arrivedAt(his);
  const deadline = performance.now() + PATIENCE_MS;
  let first: { readonly at: number; readonly count: number } | undefined;
  for (;;) {
    const count = await arrivedAt(his);
    const at = performance.now();
    if (count > before) first ??= { at, count };
    if (count >= goal && first !== undefined) {
      return ((count - first.count) * 1000) / Math.max(1, at - first.at);
    }
    if (at > deadline) throw new Error(`only ${count} of ${goal} visits reached the HIS`);
    await delay(LOOK_MS);
  }
};

interface Rates {
  readonly bare: readonly number[];
  readonly whole: readonly number[];
  readonly toHub: readonly number[];
  readonly toHis: readonly number[];
}

const perSecondSince = (startedAt: number, count: number): number =>
  (count * 1000) / (performance.now() - startedAt);

const measureOn = async (
  { urls }: Carrier,
  { backlog, rounds, bareInserts }: Size,
): Promise<Rates> => {
  const folder = scratchFolder();
  const his = hospitalSystemIn(folder.path);
  await his.start();
  const hub = hubIn(folder.path, his, urls.hub);
  await hub.start();
  const bare = await bareInsertsIn(folder.path, urls.bare);
  const code = await hub.enrolmentCode();
  const kiosk = await openDrainingKiosk(join(folder.path, 'kiosk'), code);
  const toHis: number[] = [];
  let sent = await arrivedAt(his);

  /** Both stages at once, as after a night without network. */
  const whole = async (): Promise<number> => {
    await kiosk.fill(backlog);
    sent += backlog;
    const startedAt = performance.now();
    await Promise.all([kiosk.drain(), paceUntil(his, sent)]);
    return perSecondSince(startedAt, backlog);
  };
  /** One stage after the other: the hospital system is away until the hub has everything. */
  const stages = async (): Promise<number> => {
    await kiosk.fill(backlog);
    const known = sent;
    sent += backlog;
    await his.stop();
    const startedAt = performance.now();
    await kiosk.drain();
    const toHub = perSecondSince(startedAt, backlog);
    await his.start();
    if ((await arrivedAt(his)) > known + backlog / 2) throw new Error('the HIS was not away');
    toHis.push(await paceUntil(his, sent));
    return toHub;
  };

  try {
    const rates = await interleaved(rounds, { bare: () => bare.run(bareInserts), whole, stages });
    return { bare: rates.bare, whole: rates.whole, toHub: rates.stages, toHis };
  } finally {
    await kiosk.close();
    await bare.close();
    await hub.stop();
    await his.stop();
    folder.remove();
  }
};

const figuresOf = (name: string, rates: Rates): readonly Figure[] => [
  figure(`${name}: kiosk → hub → HIS`, 'per second', rates.whole),
  figure(`${name}: kiosk → hub alone`, 'per second', rates.toHub),
  figure(`${name}: hub → HIS alone`, 'per second', rates.toHis),
  figure(`${name}: bare insert loop`, 'per second', rates.bare),
  figure(`${name}: whole way / bare inserts`, 'ratio', pairedRatios(rates.whole, rates.bare)),
  figure(`${name}: kiosk → hub / bare inserts`, 'ratio', pairedRatios(rates.toHub, rates.bare)),
];

const EMBEDDED: Carrier = { name: 'embedded', urls: { hub: undefined, bare: undefined } };

export const drain: Measurement = {
  name: 'drain',
  title: 'a backlog from the kiosk through the hub into the hospital system',
  measure: async ({ quick, say }) => {
    const size = quick
      ? { backlog: 300, rounds: 1, bareInserts: 200 }
      : { backlog: 5000, rounds: 3, bareInserts: 2000 };
    say(`${size.rounds} rounds of ${size.backlog} visits on the embedded PostgreSQL`);
    const embedded = figuresOf(EMBEDDED.name, await measureOn(EMBEDDED, size));
    const binaries = postgresBinaries();
    if (binaries === undefined) {
      return { figures: embedded, notes: ['no PostgreSQL server on this machine'] };
    }
    say('the same on a PostgreSQL server of its own');
    const postgres = await startPostgres(binaries, { durable: true });
    try {
      const urls = {
        hub: await postgres.freshDatabase('hub'),
        bare: await postgres.freshDatabase('bare'),
      };
      const server = figuresOf('server', await measureOn({ name: 'server', urls }, size));
      return { figures: [...embedded, ...server], notes: [`PostgreSQL server: ${binaries}`] };
    } finally {
      await postgres.stop();
    }
  },
};
