import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { buildPages } from '../browser/build-pages.ts';
import { launchChromium } from '../browser/launch.ts';
import { serveFolder } from '../browser/static-server.ts';
import type { Panel } from '../kiosk-lint/violation.ts';

/** One way a patient may see the screen. */
export interface Mode {
  readonly shape: 'portrait' | 'landscape';
  readonly lang: 'vi' | 'en';
  readonly size: 'normal' | 'large';
  readonly contrast: 'normal' | 'high';
  readonly reach: 'normal' | 'low';
}

const LOOKS = [
  { size: 'normal', contrast: 'normal' },
  { size: 'large', contrast: 'normal' },
  { size: 'normal', contrast: 'high' },
] as const;

/**
 * Both languages, the three looks, both panels; and the wheelchair's reach on the upright one. Colours
 * do not depend on the language: high contrast is looked at in Vietnamese.
 */
export const MODES: readonly Mode[] = [
  ...(['portrait', 'landscape'] as const).flatMap(shape =>
    (['vi', 'en'] as const).flatMap(lang =>
      LOOKS.filter(({ contrast }) => lang === 'vi' || contrast !== 'high').map(look => ({
        shape,
        lang,
        reach: 'normal' as const,
        ...look,
      })),
    ),
  ),
  ...LOOKS.slice(0, 2).map(look => ({
    shape: 'portrait' as const,
    lang: 'vi' as const,
    reach: 'low' as const,
    ...look,
  })),
];

/**
 * Names, roles, languages and colours are the same however large the page is and wherever its parts
 * stand: axe looks once at each language and each contrast, the rules of the kiosk look at every mode.
 */
export const isForAxe = ({ shape, size, reach }: Mode): boolean =>
  shape === 'portrait' && size === 'normal' && reach === 'normal';

export const nameOfMode = ({ shape, lang, size, contrast, reach }: Mode): string =>
  [
    shape,
    lang,
    size,
    contrast === 'high' ? 'high contrast' : '',
    reach === 'low' ? 'low reach' : '',
  ]
    .filter(part => part !== '')
    .join(', ');

const VIEWPORTS = {
  portrait: { width: 1080, height: 1920 },
  landscape: { width: 1920, height: 1080 },
} as const;

/** The reference panel: 21.5", 1080x1920; the reach line bounds its lower 67 % (low reach: 52 %). */
export const panelOf = ({ shape, size, reach }: Mode): Panel => ({
  pixelsPerMillimetre: 4.03,
  reachLine:
    shape === 'landscape' ? 0 : VIEWPORTS.portrait.height * (reach === 'low' ? 0.48 : 0.33),
  textSize: size,
});

export interface Gallery {
  /** A page of the gallery in a mode; `complaints` gathers the warnings and errors of its console. */
  open(mode: Mode): Promise<{ readonly page: Page; readonly complaints: string[] }>;
  close(): Promise<void>;
}

/** Builds the gallery, serves it under the shells' policy and starts a browser. */
export const startGallery = async (): Promise<Gallery> => {
  const folder = await mkdtemp(join(tmpdir(), 'gallery-'));
  await buildPages(folder, 'gallery');
  const server = await serveFolder(folder);
  const browser: Browser = await launchChromium();
  return {
    open: async mode => {
      const context = await browser.newContext({
        viewport: VIEWPORTS[mode.shape],
        reducedMotion: 'reduce',
      });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', message => {
        if (['warning', 'error'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', error => complaints.push(error.message));
      await page.goto(`${server.origin}/gallery.html`);
      await page.evaluate(() => document.fonts.ready);
      return { page, complaints };
    },
    close: async () => {
      await browser.close();
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Turns the gallery to a snapshot in a mode and waits until its question stands there. */
export const show = async (
  page: Page,
  mode: Mode,
  step: string,
  more: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const { lang, size, contrast, reach } = mode;
  const hash = new URLSearchParams({ step, lang, size, contrast, reach, ...more }).toString();
  await page.evaluate(next => {
    location.hash = next;
  }, hash);
  await page.waitForSelector(`[data-gallery="${quoted(hash)}"] h1`, { state: 'attached' });
  await page.evaluate(async () => {
    await document.fonts.ready;
    // A page that has just come drops taps for a moment: that is not what is looked at here.
    document.querySelector('.page')?.classList.remove('page-arriving');
    await new Promise(resolve =>
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(undefined))),
    );
  });
};

const quoted = (text: string): string => text.replace(/["\\]/g, '\\$&');
