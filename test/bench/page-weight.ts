import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';

export interface PageWeight {
  /** Kilobytes (1024) of JavaScript the page asked for, each file compressed with gzip -9. */
  readonly scripts: number;
  readonly styles: number;
  /** As they are: woff2 is compressed in itself. */
  readonly fonts: number;
}

const KB = 1024;

/** Adds up everything a page loads from now on. */
export const weigh = (page: Page): (() => Promise<PageWeight>) => {
  const files = new Map<string, Promise<{ type: string; bytes: number }>>();
  page.on('response', response => {
    const type = response.request().resourceType();
    if (!['script', 'stylesheet', 'font'].includes(type)) return;
    files.set(
      response.url(),
      response.body().then(body => ({
        type,
        bytes: type === 'font' ? body.length : gzipSync(body, { level: 9 }).length,
      })),
    );
  });
  return async () => {
    const loaded = await Promise.all(files.values());
    const total = (wanted: string): number =>
      loaded.reduce((sum, { type, bytes }) => (type === wanted ? sum + bytes : sum), 0) / KB;
    return { scripts: total('script'), styles: total('stylesheet'), fonts: total('font') };
  };
};
