import type { Browser } from 'playwright-core';
import { launchChromium } from '../browser/launch.ts';
import { type RunningDemonstration, startDemonstration } from '../e2e/demonstration.ts';
import { comesToTheDentist } from '../e2e/dentist-visit.ts';
import { patientAt, sentence } from '../e2e/patient.ts';
import { type Figure, figure } from './measurement.ts';
import { KIOSK_SCREEN } from './page-load.ts';
import { quantile } from './statistics.ts';

declare global {
  interface Window {
    /** From the message with a code to the code in the page, and to its paint, in milliseconds. */
    codesDrawn: number[];
    codesPainted: number[];
    /** When each result was painted, in milliseconds since 1970. */
    resultsPainted: number[];
  }
}

/** Runs in the page before its own scripts. */
const watchPayments = (resultTitle: string): void => {
  window.codesDrawn = [];
  window.codesPainted = [];
  window.resultsPainted = [];
  let codeCameAt: number | undefined;
  let drawn = '';
  let isResult = false;
  const afterPaint = (act: () => void): void => {
    requestAnimationFrame(() => {
      setTimeout(act, 0);
    });
  };
  const Line = window.WebSocket;
  window.WebSocket = class extends Line {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols);
      // Heard before the page hears it.
      this.addEventListener('message', ({ data }) => {
        const isCode = typeof data === 'string' && data.includes('"payment-code"');
        if (isCode) codeCameAt ??= performance.now();
        else codeCameAt = undefined;
      });
    }
  };
  new MutationObserver(() => {
    const code = document.querySelector('.payment-code path')?.getAttribute('d') ?? '';
    if (code !== '' && code !== drawn && codeCameAt !== undefined) {
      const from = codeCameAt;
      window.codesDrawn.push(performance.now() - from);
      afterPaint(() => window.codesPainted.push(performance.now() - from));
    }
    drawn = code;
    const wasResult = isResult;
    isResult = new RegExp(resultTitle).test(document.querySelector('h1')?.textContent ?? '');
    if (isResult && !wasResult) {
      afterPaint(() => window.resultsPainted.push(performance.timeOrigin + performance.now()));
    }
  }).observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
};

const now = (): number => performance.timeOrigin + performance.now();

/** A customer of the simulated provider pays a part of the code shown last; the notice goes its way. */
const pays = async ({ provider }: RunningDemonstration, amount: number): Promise<number> => {
  const at = now();
  await fetch(`${provider}/control/pay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ amount }),
  });
  return at;
};

/** So small that all of them together leave something due. */
const PART = 10_000;

const payInParts = async (
  browser: Browser,
  running: RunningDemonstration,
  parts: number,
): Promise<readonly Figure[]> => {
  const context = await browser.newContext(KIOSK_SCREEN);
  const page = await context.newPage();
  await page.addInitScript(watchPayments, sentence('vi', 'pay.result.titles.partial').source);
  await page.goto(running.screen);
  const patient = patientAt(page, 'vi');
  await patient.sees('welcome.titleCard');
  await comesToTheDentist(page, running, 'anh-do-manh-cuong');
  await patient.tap('pay.charges.byCode');
  const latencies: number[] = [];
  for (let part = 0; part < parts; part += 1) {
    await patient.sees('pay.code.title');
    await page.locator('.payment-code path').waitFor();
    const paidAt = await pays(running, PART);
    await page.waitForFunction(count => window.resultsPainted.length > count, part);
    const shownAt = (await page.evaluate(() => window.resultsPainted)).at(-1) ?? Number.NaN;
    latencies.push(shownAt - paidAt);
    await patient.tap('pay.result.payRest');
  }
  await patient.sees('pay.code.title');
  const { drawn, painted } = await page.evaluate(() => ({
    drawn: window.codesDrawn,
    painted: window.codesPainted,
  }));
  await context.close();
  const tail = quantile(latencies, 0.95);
  return [
    figure('notice sent to money on the kiosk screen', 'ms', latencies, { p95: tail }),
    figure('the slowest of twenty of them (p95)', 'ms', [tail], { goal: { atMost: 500 } }),
    figure("payment code drawn on the kiosk's page", 'ms', drawn, {
      p95: quantile(drawn, 0.95),
      goal: { atMost: 20 },
    }),
    figure('the same until it is painted', 'ms', painted, { p95: quantile(painted, 0.95) }),
  ];
};

/**
 * The whole way as `npm start` runs it: a payment at the simulated provider, its signed notice over HTTP,
 * the hub's journal, the question the kiosk holds open, the screen. A code is paid in small parts, so
 * that one visit shows many.
 */
export const paymentsOnScreen = async (parts: number): Promise<readonly Figure[]> => {
  const running = await startDemonstration();
  const browser = await launchChromium();
  try {
    return await payInParts(browser, running, parts);
  } finally {
    await browser.close();
    await running.stop();
  }
};
