import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { controlAddress } from '../../electron/control/control-address.ts';
import { askForLink } from '../../electron/control/control-client.ts';
import { launchChromium } from '../browser/launch.ts';
import { type RunningDemonstration, startDemonstration } from '../e2e/demonstration.ts';
import { interleaved } from './interleave.ts';
import { type Figure, figure, type Measurement } from './measurement.ts';
import { KIOSK_SCREEN, loadCold, type PageLoad, throttle } from './page-load.ts';
import { weigh } from './page-weight.ts';
import { median, quantile } from './statistics.ts';
import { fingersOn, observeTaps, PAGE_WITH_ONE_BUTTON, type Tap } from './tap-latency.ts';
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
  /** Taps on a page that does next to nothing, between the visits: what browser and machine take. */
  readonly bare: readonly Tap[];
  readonly weight: Awaited<ReturnType<ReturnType<typeof weigh>>>;
}

/** A page for taps, slowed down. */
const slowedPage = async (browser: Browser): Promise<Page> => {
  const context = await browser.newContext(KIOSK_SCREEN);
  const page = await context.newPage();
  await observeTaps(page);
  await throttle(context, SLOWDOWN);
  return page;
};

const BARE_TAPS = 12;

const visitSlowed = async (
  browser: Browser,
  running: RunningDemonstration,
  count: number,
): Promise<Visits> => {
  const kiosk = await slowedPage(browser);
  const barePage = await slowedPage(browser);
  await barePage.goto(PAGE_WITH_ONE_BUTTON);
  const weight = weigh(kiosk);
  await kiosk.goto(await linkOf(running));
  const visits: (readonly Tap[])[] = [];
  const bare: Tap[] = [];
  for (const patient of TYPING_PATIENTS.slice(0, count)) {
    await kiosk.bringToFront();
    const fingers = fingersOn(kiosk);
    await visitByTaps(kiosk, fingers, patient);
    visits.push(await fingers.taps());
    await barePage.bringToFront();
    const other = fingersOn(barePage);
    for (let tap = 0; tap < BARE_TAPS; tap += 1) await other.tap('one button', 'Bấm');
    bare.push(...(await other.taps()));
  }
  return { visits, bare, weight: await weight() };
};

const millisecondsOf = ({ milliseconds }: Tap): number => milliseconds;

/** All visits make the same taps: the middle of each over the visits, the machine's hiccups left out. */
const typicalVisit = (visits: Visits['visits']): readonly Tap[] =>
  (visits[0] ?? []).map(({ label }, position) => ({
    label,
    milliseconds: median(visits.flatMap(taps => taps[position]?.milliseconds ?? [])),
  }));

/** A visit has fewer than fifty taps, so that its INP is its slowest one. */
const inpOf = (taps: readonly Tap[]): number => Math.max(...taps.map(millisecondsOf));

const slowestTaps = (taps: readonly Tap[]): string =>
  [...taps]
    .sort((a, b) => b.milliseconds - a.milliseconds)
    .slice(0, 5)
    .map(({ label, milliseconds }) => `${label} ${milliseconds} ms`)
    .join(', ');

const visitFigures = ({ visits, bare, weight }: Visits): readonly Figure[] => {
  const slowed = `${SLOWDOWN}× slower`;
  const taps = (name: string, values: readonly number[]): Figure =>
    figure(name, 'ms', values, { p95: quantile(values, 0.95) });
  return [
    figure(`INP of the typical visit, ${slowed}`, 'ms', [inpOf(typicalVisit(visits))], {
      goal: { atMost: 100 },
    }),
    figure(`INP of each visit, ${slowed}`, 'ms', visits.map(inpOf)),
    taps(`tap to next paint, ${slowed}`, visits.flat().map(millisecondsOf)),
    taps(`the same on a page with one button, ${slowed}`, bare.map(millisecondsOf)),
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
          `slowest taps of the typical visit: ${slowestTaps(typicalVisit(visiting.visits))}`,
          ...notes,
        ],
        samples: { visits: visiting.visits },
      };
    } finally {
      await browser.close();
      await running.stop();
    }
  },
};
