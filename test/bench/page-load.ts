import type { Browser, BrowserContext } from 'playwright-core';
import { kioskVi } from '../../core/words/kiosk.vi.ts';

/** A kiosk screen, portrait, that is touched. */
export const KIOSK_SCREEN = { viewport: { width: 1080, height: 1920 }, hasTouch: true } as const;

export interface PageLoad {
  /** Milliseconds from the start of the navigation, the one-time link included. */
  readonly firstPaint: number;
  /** The first page of the visit is on the screen and nothing keeps its buttons from answering. */
  readonly interactive: number;
}

/**
 * Runs in the page before its own scripts: notes when the welcome page is there, painted, and the
 * main thread is free again.
 */
const watchForFirstPage = (begin: string): void => {
  const isThere = (): boolean =>
    [...document.querySelectorAll('button')].some(({ textContent }) => textContent === begin);
  const observer = new MutationObserver(() => {
    if (!isThere()) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      setTimeout(() => performance.mark('interactive'), 0);
    });
  });
  observer.observe(document, { childList: true, subtree: true, characterData: true });
};

const readLoad = (): PageLoad | undefined => {
  const painted = performance.getEntriesByName('first-contentful-paint')[0];
  const interactive = performance.getEntriesByName('interactive')[0];
  if (painted === undefined || interactive === undefined) return undefined;
  // A thread that is free before anything is on the screen answers nobody.
  const usable = Math.max(painted.startTime, interactive.startTime);
  return { firstPaint: painted.startTime, interactive: usable };
};

/** Slows the page's processor down by that factor (Chrome DevTools Protocol, Emulation). */
export const throttle = async (context: BrowserContext, rate: number): Promise<void> => {
  const [page = await context.newPage()] = context.pages();
  const session = await context.newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
};

/** Opens the kiosk's page in a browser profile that has never seen it. */
export const loadCold = async (
  browser: Browser,
  link: string,
  slowdown: number,
): Promise<PageLoad> => {
  const context = await browser.newContext(KIOSK_SCREEN);
  try {
    const page = await context.newPage();
    await throttle(context, slowdown);
    await page.addInitScript(watchForFirstPage, kioskVi.welcome.begin);
    await page.goto(link);
    const load = await page.waitForFunction(readLoad);
    return (await load.jsonValue()) as PageLoad;
  } finally {
    await context.close();
  }
};
