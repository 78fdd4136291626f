import type { Page } from 'playwright-core';

/** One tap and how long the screen took to show its effect. */
export interface Tap {
  readonly label: string;
  /**
   * From the finger to the next paint, the longest of the tap's events (Event Timing, W3C; what
   * INP is made of). The browser rounds to 8 ms and reports nothing below 16 ms: then 16.
   */
  readonly milliseconds: number;
}

interface SeenInteraction {
  readonly startTime: number;
  readonly duration: number;
}

const SHORTEST_REPORTED = 16;

declare global {
  interface Window {
    seenInteractions: SeenInteraction[];
  }
}

/** Runs in the page before its own scripts. */
const observe = (threshold: number): void => {
  window.seenInteractions = [];
  const options = { type: 'event', durationThreshold: threshold, buffered: true };
  new PerformanceObserver(list => {
    for (const entry of list.getEntries() as PerformanceEventTiming[]) {
      if (entry.interactionId === 0) continue;
      window.seenInteractions.push({ startTime: entry.startTime, duration: entry.duration });
    }
  }).observe(options);
};

/** Call before the page is opened. */
export const observeTaps = async (page: Page): Promise<void> => {
  await page.addInitScript(observe, SHORTEST_REPORTED);
};

/** A button as large as on the kiosk that changes the whole screen when it is touched. */
export const PAGE_WITH_ONE_BUTTON = `data:text/html;charset=utf-8,${encodeURIComponent(`<!doctype html>
<title>one button</title>
<style>body{margin:0;height:100vh}body.touched{background:teal}button{font-size:60px;padding:60px}</style>
<button onclick="document.body.classList.toggle('touched')">Bấm</button>`)}`;

/** Two frames and a little: what a tap set off is painted, and the browser has reported it. */
const SETTLE_MS = 120;

/** Touches buttons and remembers when. */
export interface Fingers {
  /** Touches the first button of that name once it can be touched. */
  tap(label: string, name: string | RegExp): Promise<void>;
  /** All taps so far with what the browser measured. */
  taps(): Promise<readonly Tap[]>;
}

export const fingersOn = (page: Page): Fingers => {
  const touched: { readonly label: string; readonly at: number }[] = [];
  return {
    tap: async (label, name) => {
      const button = page.getByRole('button', { name }).first();
      await button.waitFor();
      const at = await page.evaluate(() => performance.now());
      await button.tap();
      touched.push({ label, at });
      await page.waitForTimeout(SETTLE_MS);
    },
    taps: async () => {
      const seen = await page.evaluate(() => window.seenInteractions);
      return touched.map(({ label, at }, index) => {
        const next = touched[index + 1]?.at ?? Infinity;
        const durations = seen
          .filter(({ startTime }) => startTime >= at && startTime < next)
          .map(({ duration }) => duration);
        return { label, milliseconds: Math.max(SHORTEST_REPORTED, ...durations) };
      });
    },
  };
};
