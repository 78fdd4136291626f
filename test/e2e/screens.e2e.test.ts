import { mkdir } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SNAPSHOT_IDS } from '../../renderer/gallery/snapshots.ts';
import { axe } from './axe.ts';
import { lintPage } from '../kiosk-lint/lint-page.ts';
import {
  type Gallery,
  isForAxe,
  MODES,
  nameOfMode,
  panelOf,
  show,
  startGallery,
} from './gallery-page.ts';

/** Set to a folder to keep a picture of every page in every mode. */
const SHOTS = process.env['SCREENSHOTS'];

let gallery: Gallery;
beforeAll(async () => {
  gallery = await startGallery();
});
afterAll(() => gallery.close());

describe.each(MODES.map(mode => ({ name: nameOfMode(mode), mode })))('$name', ({ name, mode }) => {
  let page: Page;
  let complaints: string[];
  beforeAll(async () => {
    ({ page, complaints } = await gallery.open(mode));
  });
  afterAll(() => page.context().close());

  const expectSound = async (id: string) => {
    if (SHOTS !== undefined) {
      const folder = `${SHOTS}/${name.replaceAll(', ', '-').replaceAll(' ', '-')}`;
      await mkdir(folder, { recursive: true });
      await page.screenshot({ path: `${folder}/${id}.png` });
    }
    expect(await lintPage(page, panelOf(mode))).toEqual([]);
    if (isForAxe(mode)) expect(await axe(page)).toEqual([]);
    expect(complaints.splice(0)).toEqual([]);
  };

  it.each(SNAPSHOT_IDS)('%s', async id => {
    await show(page, mode, id);
    await expectSound(id);
  });

  it('text size and colours', async () => {
    await show(page, mode, 'confirm', { sheet: 'display' });
    await page.waitForSelector('.overlay');
    await expectSound('display-sheet');
  });

  it('the host is away', async () => {
    await show(page, mode, 'confirm', { link: 'lost' });
    await page.waitForSelector('.overlay');
    await expectSound('link-lost');
  });

  it('number typed, then the birth date', async () => {
    await show(page, mode, 'type-number');
    for (const digit of '001148999921') {
      await page.getByRole('button', { name: new RegExp(` ${digit}$`) }).click();
    }
    await expectSound('number-typed');
    await page.locator('.primary-button').click();
    await page.waitForSelector('.date-boxes');
    await expectSound('birth-date');
  });

  it('the last page of the clinics', async () => {
    await show(page, mode, 'clinic');
    const next = page.locator('.pager-button').last();
    while (await next.isEnabled()) await next.click();
    await expectSound('clinic-last');
  });
});

describe('before the host has answered', () => {
  it('says so in both languages', async () => {
    const [mode] = MODES;
    if (mode === undefined) throw new Error('no mode');
    const { page, complaints } = await gallery.open(mode);
    await show(page, mode, 'welcome', { link: 'none' });
    expect(await page.locator('section[lang]').allTextContents()).toHaveLength(2);
    expect(await axe(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
