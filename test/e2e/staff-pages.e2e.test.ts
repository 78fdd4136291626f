import { mkdir } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STAFF_PAGE_IDS } from '../../renderer/gallery/staff.ts';
import { axe } from './axe.ts';
import { lintPage } from '../kiosk-lint/lint-page.ts';
import { type Gallery, MODES, nameOfMode, panelOf, show, startGallery } from './gallery-page.ts';

/** Set to a folder to keep a picture of every page in every mode. */
const SHOTS = process.env['SCREENSHOTS'];

let gallery: Gallery;
beforeAll(async () => {
  gallery = await startGallery();
});
afterAll(() => gallery.close());

/** Colours are the pages' own, seen with patients' pages; English is longest in large letters. */
const STAFF_MODES = MODES.filter(mode => !/high contrast|en, normal/.test(nameOfMode(mode)));

describe.each(STAFF_MODES.map(mode => ({ name: nameOfMode(mode), mode })))(
  'staff pages, $name',
  ({ name, mode }) => {
    let page: Page;
    let complaints: string[];
    beforeAll(async () => {
      ({ page, complaints } = await gallery.open(mode));
    });
    afterAll(() => page.context().close());

    it.each(STAFF_PAGE_IDS)('%s', async id => {
      await show(page, mode, 'welcome', { staff: id });
      await page.waitForFunction(
        isDoor =>
          document.querySelector(
            '.typed-box, .staff-facts, .staff-count, .choices, .staff-choices, .staff-steps, .page-picture',
          ) !== null && (document.querySelector('.keypad') !== null) === isDoor,
        id.startsWith('door'),
      );
      await page.evaluate(() => document.querySelector('.page')?.classList.remove('page-arriving'));
      await page.waitForTimeout(100);
      if (SHOTS !== undefined) {
        const folder = `${SHOTS}/${name.replaceAll(', ', '-').replaceAll(' ', '-')}`;
        await mkdir(folder, { recursive: true });
        await page.screenshot({ path: `${folder}/staff-${id}.png` });
      }
      expect(await lintPage(page, panelOf(mode))).toEqual([]);
      expect(await axe(page)).toEqual([]);
      expect(complaints.splice(0)).toEqual([]);
    });
  },
);
