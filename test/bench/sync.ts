import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { postgresBinaries, startPostgres } from '../../hub/storage/testing/postgres-for-tests.ts';
import { descendantsOf, PARTS } from '../crash/processes.ts';
import { scratchFolder } from '../e2e/demonstration.ts';
import { interleaved } from './interleave.ts';
import { type KioskFleet, openKioskFleet, REQUEST } from './kiosk-fleet.ts';
import { type Figure, figure, type Measurement } from './measurement.ts';
import { openNumberPace } from './number-pace.ts';
import { hospitalSystemIn, hubIn } from './programs.ts';
import { pairedRatios, quantile } from './statistics.ts';

const SIZES = {
  quick: {
    ...{ fleets: [10, 50], forMs: 5000, backlog: 2000, backlogRounds: 1 },
    ...{ hisMs: 3000, numbers: 200, rounds: 1 },
  },
  whole: {
    ...{ fleets: [50, 1001], forMs: 60_000, backlog: 20_000, backlogRounds: 5 },
    ...{ hisMs: 30_000, numbers: 4000, rounds: 3 },
  },
};

const RATIO_OF_INSERTS = 0.25;
const RATIO_OF_SQL = 0.7;
const PATIENCE_MS = 300_000;
const LOOK_MS = 250;

/** Seconds of processor time of a process so far (proc(5), stat fields 14 and 15, 100 a second). */
const processorSeconds = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
};

const residentMB = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

const hubProcess = (): number => {
  const found = descendantsOf(process.pid).find(({ command }) => PARTS.hub.test(command));
  if (found === undefined) throw new Error('the hub does not run');
  return found.pid;
};

const percentiles = (name: string, waits: readonly number[]): readonly Figure[] =>
  ([0.5, 0.95, 0.99] as const).map(share =>
    figure(`${name}, p${share * 100}`, 'ms', [quantile(waits, share)]),
  );

/** Milliseconds from each commit at a kiosk to that of the HIS's answer at the hub. */
const waitsToHis = async (client: pg.Client, since: number): Promise<readonly number[]> => {
  const { rows } = await client.query<{ ms: string }>(
    `select extract(epoch from delivery.updated_at - visit.checked_in_at) * 1000 as ms
     from delivery join visit on visit.event_id = delivery.event_id
     where delivery.state = 'delivered' and visit.checked_in_at >= $1`,
    [new Date(since).toISOString()],
  );
  return rows.map(({ ms }) => Number(ms));
};

const untilDelivered = async (client: pg.Client): Promise<void> => {
  for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline; ) {
    const { rows } = await client.query<{ open: string }>(
      `select count(*) as open from delivery where state in ('queued', 'in-flight')`,
    );
    if (rows[0]?.open === '0') return;
    await delay(LOOK_MS);
  }
};

/**
 * The least that keeps a backlog: the same visits, each one row under its id, as many in a statement
 * as in a request of a kiosk. @returns visits a second.
 */
const batchedInserts = async (
  client: pg.Client,
  fleet: KioskFleet,
  visits: number,
): Promise<number> => {
  await client.query(
    'create table if not exists plain (event_id uuid primary key, content json not null)',
  );
  const startedAt = performance.now();
  for (let left = visits; left > 0; left -= REQUEST) {
    await client.query(
      `insert into plain (event_id, content)
       select (event ->> 'eventId')::uuid, event from json_array_elements($1::json) given (event)`,
      [JSON.stringify(fleet.events(Math.min(REQUEST, left)))],
    );
  }
  return (visits * 1000) / (performance.now() - startedAt);
};

/** Visits a second from the hub into the HIS, for a while. */
const paceToHis = async (client: pg.Client, forMs: number): Promise<number> => {
  const delivered = async (): Promise<number> => {
    const { rows } = await client.query<{ delivered: string }>(
      `select count(*) as delivered from delivery where state = 'delivered'`,
    );
    return Number(rows[0]?.delivered);
  };
  const known = await delivered();
  for (const deadline = performance.now() + PATIENCE_MS; performance.now() < deadline; ) {
    if ((await delivered()) > known) break;
    await delay(LOOK_MS);
  }
  const [before, startedAt] = [await delivered(), performance.now()];
  await delay(forMs);
  return (((await delivered()) - before) * 1000) / (performance.now() - startedAt);
};

export const sync: Measurement = {
  name: 'sync',
  title: 'one hub on a PostgreSQL server with many kiosks; numbers; a backlog',
  measure: async ({ quick, say }) => {
    const binaries = postgresBinaries();
    if (binaries === undefined) throw new Error('no PostgreSQL server on this machine');
    const { fleets, forMs, backlog, backlogRounds, hisMs, numbers, rounds } =
      SIZES[quick ? 'quick' : 'whole'];
    const folder = scratchFolder();
    const postgres = await startPostgres(binaries, { durable: true });
    const url = await postgres.freshDatabase('hub');
    const his = hospitalSystemIn(folder.path);
    const hub = hubIn(folder.path, his, url);
    const client = new pg.Client({ connectionString: url });
    const figures: Figure[] = [];
    try {
      await his.start();
      await hub.start();
      await client.connect();
      const pid = hubProcess();
      const fleet = await openKioskFleet(join(folder.path, 'fleet'), await hub.enrolmentCode());
      for (const kiosks of fleets) {
        say(`${kiosks} kiosks, three check-ins a minute each`);
        const [since, cpu, startedAt] = [Date.now(), processorSeconds(pid), performance.now()];
        const waits = await fleet.work(kiosks, forMs);
        const seconds = (performance.now() - startedAt) / 1000;
        const busy = ((processorSeconds(pid) - cpu) / seconds) * 100;
        await untilDelivered(client);
        const name = `${kiosks} kiosks`;
        figures.push(
          figure(`${name}: visits into the hub`, 'per second', [waits.length / seconds]),
          ...percentiles(`${name}: kiosk → hub`, waits),
          ...percentiles(`${name}: kiosk → HIS`, await waitsToHis(client, since)),
          figure(`${name}: memory of the hub`, 'MB', [residentMB(pid)]),
          figure(`${name}: processor of the hub`, 'percent', [busy]),
        );
      }
      say(`a backlog of ${backlogRounds} × ${backlog} visits while the HIS is away`);
      await his.stop();
      const cpu = processorSeconds(pid);
      const drained = await interleaved(backlogRounds, {
        plain: () => batchedInserts(client, fleet, backlog),
        hub: () => fleet.backlog(backlog),
      });
      const worked = (processorSeconds(pid) - cpu) * 1000;
      const atMost = residentMB(pid);
      say('the HIS is back');
      await his.start();
      const toHis = await paceToHis(client, hisMs);
      figures.push(
        figure('backlog: visits into the hub', 'per second', drained.hub),
        figure('backlog: plain batched inserts', 'per second', drained.plain),
        figure('backlog: hub / plain inserts', 'ratio', pairedRatios(drained.hub, drained.plain), {
          goal: { atLeast: RATIO_OF_INSERTS },
        }),
        figure('backlog: processor of the hub for a visit', 'ms', [
          worked / (backlog * backlogRounds),
        ]),
        figure('backlog: memory of the hub', 'MB', [atMost]),
        figure('backlog: visits from the hub into the HIS', 'per second', [toHis]),
      );
      await hub.stop();
      say('numbers with twenty clients');
      const pace = await openNumberPace(await postgres.freshDatabase('numbers'));
      try {
        const given = await interleaved(rounds, {
          hand: () => pace.byHand(numbers),
          hub: () => pace.asHub(numbers),
        });
        figures.push(
          figure('numbers as the hub gives them', 'per second', given.hub),
          figure('numbers by the same SQL', 'per second', given.hand),
          figure('numbers: hub / same SQL', 'ratio', pairedRatios(given.hub, given.hand), {
            goal: { atLeast: RATIO_OF_SQL },
          }),
        );
      } finally {
        await pace.close();
      }
      return { figures, notes: [`PostgreSQL server: ${binaries}`] };
    } finally {
      await client.end().catch(() => undefined);
      await hub.stop();
      await his.stop();
      await postgres.stop();
      folder.remove();
    }
  },
};
