import { setTimeout as delay } from 'node:timers/promises';
import { startDemonstration, until } from '../e2e/demonstration.ts';
import { openScriptedScreen } from '../e2e/scripted-screen.ts';
import { type Figure, figure, type Measurement } from './measurement.ts';
import { canWatchMemory, type MemorySample, sampleMemory } from './resident-memory.ts';
import { slopeOf } from './statistics.ts';
import { visitByScript } from './visit-by-script.ts';

interface Sample extends MemorySample {
  readonly visits: number;
  /** Since the first visit. */
  readonly seconds: number;
}

const PROGRAMS = [
  { part: 'host', name: 'kiosk host', goal: { atMost: 250 } },
  { part: 'devices', name: 'device processes', goal: undefined },
  { part: 'hub', name: 'hub with its embedded PostgreSQL', goal: undefined },
  { part: 'his', name: 'simulated hospital system', goal: undefined },
] as const;

/** The host cuts off a screen that calls more than fifty times a second; a visit calls four times. */
const SHORTEST_VISIT_MS = 90;

/** The simulated printer is as slow as a real one; between these tickets it has no paper. */
const PRINTED_EVERY = 10;

const THOUSAND = 1000;

/** What grows for ever grows in the second half too, when caches and heaps have found their size. */
const growthIn = (samples: readonly Sample[], part: keyof MemorySample): number =>
  slopeOf(
    samples
      .slice(Math.floor(samples.length / 2))
      .map(sample => ({ x: sample.visits / THOUSAND, y: sample[part] })),
  );

const figuresOf = (samples: readonly Sample[], isLong: boolean): readonly Figure[] =>
  PROGRAMS.flatMap(({ part, name, goal }) => [
    figure(
      `${name}, at the end`,
      'MB',
      samples.slice(-3).map(sample => sample[part]),
      goal === undefined ? {} : { goal },
    ),
    figure(`${name}, largest`, 'MB', [Math.max(...samples.map(sample => sample[part]))]),
    ...(isLong
      ? [
          figure(`${name}, growth in the second half`, 'MB per 1000 visits', [
            growthIn(samples, part),
          ]),
        ]
      : []),
  ]);

export const memory: Measurement = {
  name: 'memory',
  title: 'resident memory of every program over many visits',
  measure: async ({ quick, say }) => {
    if (!canWatchMemory()) throw new Error('this system does not tell the memory of a process');
    const [visits, every] = quick ? [40, 10] : [10_000, 250];
    const running = await startDemonstration();
    const samples: Sample[] = [];
    const startedAt = performance.now();
    const sample = (done: number): void => {
      const seconds = Math.round((performance.now() - startedAt) / 1000);
      samples.push({ visits: done, seconds, ...sampleMemory(running.pid) });
    };
    try {
      say(`${visits} visits through all programs, a sample every ${every}`);
      const screen = await openScriptedScreen(running.screen);
      const paper = (state: 'ok' | 'end'): Promise<void> =>
        running.device('receipt-printer', { action: 'paper', state });
      await paper('end');
      sample(0);
      for (let done = 1; done <= visits; done += 1) {
        if (done % PRINTED_EVERY === 0) await paper('ok');
        await Promise.all([visitByScript(running, screen, done), delay(SHORTEST_VISIT_MS)]);
        if (done % PRINTED_EVERY === 0) await paper('end');
        if (done % every === 0) sample(done);
        if (done % (visits / 10) === 0) say(`${done} visits`);
      }
      screen.close();
      await until(
        async () => {
          const { outbox } = await running.panel();
          return outbox.queued + outbox.inFlight === 0;
        },
        'everything delivered to the hub',
        300_000,
      );
      sample(visits);
      const last = samples.at(-1);
      const pace = ((visits * THOUSAND) / (performance.now() - startedAt)).toFixed(1);
      return {
        figures: figuresOf(samples, !quick),
        notes: [
          `${pace} visits per second, one ticket in ${PRINTED_EVERY} printed; ${last?.seconds ?? 0} s in all`,
        ],
        samples: { memory: samples },
      };
    } finally {
      await running.stop();
    }
  },
};
