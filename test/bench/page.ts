import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { controlAddress } from '../../electron/control/control-address.ts';
import { askForLink } from '../../electron/control/control-client.ts';
import { launchChromium } from '../browser/launch.ts';
import { type RunningDemonstration, startDemonstration } from '../e2e/demonstration.ts';
import { interleaved } from './interleave.ts';
import { type Figure, figure, type Measurement } from './measurement.ts';
import { KIOSK_SCREEN, loadCold, type PageLoad, throttle } from './page-load.ts';
import { weigh } from './page-weight.ts';
import { quantile } from './statistics.ts';
import { fingersOn, observeTaps, type Tap } from './tap-latency.ts';
import { TYPING_PATIENTS, visitByTaps } from './visit-by-taps.ts';

const SLOWDOWN = 4;

const linkOf = async ({ data }: RunningDemonstration): Promise<string> =>
  (await askForLink(controlAddress(join(data, 'kiosk')), 'screen')) ?? '';

const loadFigures = async (
  browser: Browser,
  running: RunningDemonstration,
  rounds: number,
): Promise<readonly Figure[]> => {
  const loads: Record<'asItIs' | 'slowed', PageLoad[]> = { asItIs: [], slowed: [] };
  const load = (kind: keyof typeof loads, slowdown: number) => async (): Promise<number> => {
    const cold = await loadCold(browser, await linkOf(running), slowdown);
    loads[kind].push(cold);
    return cold.interactive;
  };
  await interleaved(rounds, { asItIs: load('asItIs', 1), slowed: load('slowed', SLOWDOWN) });
  const took = (name: string, values: readonly number[]): Figure =>
    figure(name, 'ms', values, { p95: quantile(values, 0.95) });
  return [
    took(
      'cold page: first paint',
      loads.asItIs.map(({ firstPaint }) => firstPaint),
    ),
    took(
      'cold page: interactive',
      loads.asItIs.map(({ interactive }) => interactive),
    ),
    took(
      `cold page: interactive, ${SLOWDOWN}× slower`,
      loads.slowed.map(({ interactive }) => interactive),
    ),
  ];
};

interface Visits {
  /** The taps of each visit. */
  readonly visits: readonly (readonly Tap[])[];
  readonly weight: Awaited<ReturnType<ReturnType<typeof weigh>>>;
}

const visitSlowed = async (
  browser: Browser,
  running: RunningDemonstration,
  count: number,
): Promise<Visits> => {
  const context = await browser.newContext(KIOSK_SCREEN);
  const page = await context.newPage();
  const weight = weigh(page);
  await observeTaps(page);
  await throttle(context, SLOWDOWN);
  await page.goto(await linkOf(running));
  const visits: (readonly Tap[])[] = [];
  for (const patient of TYPING_PATIENTS.slice(0, count)) {
    const fingers = fingersOn(page);
    await visitByTaps(page, fingers, patient);
    visits.push(await fingers.taps());
  }
  const found = { visits, weight: await weight() };
  await context.close();
  return found;
};

const worstOf = (taps: readonly Tap[]): number =>
  Math.max(...taps.map(({ milliseconds }) => milliseconds));

/** The slowest kinds of tap, for whoever wants to make them faster. */
const slowestKinds = (taps: readonly Tap[]): string => {
  const kinds = [...Map.groupBy(taps, ({ label }) => label)].map(([label, all]) => ({
    label,
    median: quantile(
      all.map(({ milliseconds }) => milliseconds),
      0.5,
    ),
  }));
  const slowest = kinds.sort((a, b) => b.median - a.median).slice(0, 4);
  return slowest.map(({ label, median }) => `${label} ${median} ms`).join(', ');
};

const visitFigures = ({ visits, weight }: Visits): readonly Figure[] => {
  const all = visits.flat().map(({ milliseconds }) => milliseconds);
  return [
    // A visit has fewer than fifty taps, so that its INP is its slowest one.
    figure(`INP of a visit, ${SLOWDOWN}× slower`, 'ms', visits.map(worstOf), {
      goal: { atMost: 100 },
    }),
    figure(`tap to next paint, ${SLOWDOWN}× slower`, 'ms', all, { p95: quantile(all, 0.95) }),
    figure('JavaScript, gzip', 'KB', [weight.scripts], { goal: { atMost: 220 } }),
    figure('styles, gzip', 'KB', [weight.styles]),
    figure('fonts loaded in a visit', 'KB', [weight.fonts]),
  ];
};

const root = resolve(import.meta.dirname, '../..');

const newestIn = (folder: string): number =>
  Math.max(
    0,
    ...readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
      .map(entry => statSync(join(entry.parentPath, entry.name)).mtimeMs),
  );

/** The pages are measured as they were built, whenever that was. */
const noteOnBuild = (): readonly string[] => {
  const built = join(root, 'dist/renderer/kiosk.html');
  if (!existsSync(built)) throw new Error('the pages are not built: run "npm run build pages"');
  const isOld = statSync(built).mtimeMs < Math.max(newestIn('renderer'), newestIn('core'));
  return isOld ? ['the pages are older than their sources: "npm run build pages" first'] : [];
};

export const page: Measurement = {
  name: 'page',
  title: 'the kiosk page in Chromium: cold start, taps, weight',
  measure: async ({ quick, say }) => {
    const [loads, visits] = quick ? [2, 1] : [9, 7];
    const notes = noteOnBuild();
    const running = await startDemonstration();
    const browser = await launchChromium();
    try {
      say(`${loads} cold loads as it is and ${SLOWDOWN}× slower, taking turns`);
      const loading = await loadFigures(browser, running, loads);
      say(`${visits} visits by touch, ${SLOWDOWN}× slower`);
      const visiting = await visitSlowed(browser, running, visits);
      return {
        figures: [...loading, ...visitFigures(visiting)],
        notes: [
          `Chromium ${browser.version()}`,
          `slowest taps: ${slowestKinds(visiting.visits.flat())}`,
          ...notes,
        ],
        samples: { taps: visiting.visits.flat() },
      };
    } finally {
      await browser.close();
      await running.stop();
    }
  },
};
