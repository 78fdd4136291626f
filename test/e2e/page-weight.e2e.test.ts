import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPages } from '../browser/build-pages.ts';

const MOST_SCRIPT = 220 * 1024;

/** Chunks that no patient's visit waits for: the staff pages, and the code of a payment. */
const LATER = ['staff-pages', 'connect-page', 'browser'];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pages-'));
  await buildPages(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const referred = (html: string, pattern: RegExp): string[] =>
  [...html.matchAll(pattern)].map(([, path = '']) => path);

describe('the kiosk page', () => {
  it('asks for at most 220 KB of script, compressed', async () => {
    const html = await readFile(join(folder, 'kiosk.html'), 'utf8');
    const scripts = referred(html, /(?:src|href)="([^"]+\.js)"/g);
    expect(scripts.length).toBeGreaterThan(0);
    const sizes = await Promise.all(
      scripts.map(async path => gzipSync(await readFile(join(folder, path))).length),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(MOST_SCRIPT);
  });

  it('loads later only what staff or a payment ask for, and nothing from outside', async () => {
    const html = await readFile(join(folder, 'kiosk.html'), 'utf8');
    for (const path of referred(html, /(?:src|href)="([^"]+\.(?:js|css))"/g)) {
      const text = await readFile(join(folder, path), 'utf8');
      const later = referred(text, /\bimport\(["'`]\.\/([^)]*)-[\w-]{8}\.js/g);
      expect(LATER, `${path} loads more script`).toEqual(expect.arrayContaining(later));
      expect(/url\(["']?(?:https?:|\/\/|data:)/.test(text), `${path} asks outside`).toBe(false);
    }
    expect(html).not.toMatch(/(?:src|href)="(?:https?:|\/\/)|<script(?![^>]*src=)|<style|\son\w+=/);
  });

  it('is not accompanied by the gallery', async () => {
    await expect(readFile(join(folder, 'gallery.html'))).rejects.toThrow();
  });
});
