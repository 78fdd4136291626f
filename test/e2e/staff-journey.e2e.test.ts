import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { staffVi } from '../../core/words/staff.vi.ts';
import { syntheticPerson } from '../../core/identity/synthetic-people.ts';
import { launchChromium } from '../browser/launch.ts';
import { lintPage } from '../kiosk-lint/lint-page.ts';
import { axe } from './axe.ts';
import {
  type RunningDemonstration,
  scratchFolder,
  startDemonstration,
  until,
} from './demonstration.ts';
import { patientAt, sentence } from './patient.ts';

/** Set to a folder to keep a picture of every page in both orientations. */
const SHOTS = process.env['SCREENSHOTS'];
const PIN = '481516';
const PATIENT = 'anh-do-manh-cuong';
const SHAPES = {
  landscape: { width: 1920, height: 1080 },
  portrait: { width: 1080, height: 1920 },
} as const;

const root = resolve(import.meta.dirname, '../..');
const folder = scratchFolder();
const configFile = join(folder.path, 'kiosk.json');
let running: RunningDemonstration;
let browser: Browser;
let page: Page;

/** One command of the kiosk's command line, as IT types it. */
const kiosk = (args: readonly string[], input = ''): Promise<string> =>
  new Promise((done, failed) => {
    const place = ['--data', join(running.data, 'kiosk'), '--config', configFile];
    const child = spawn(process.execPath, [join(root, 'electron/cli/main.ts'), ...place, ...args]);
    let [out, err] = ['', ''];
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    child.once('close', code => (code === 0 ? done(out) : failed(new Error(out + err))));
    child.stdin.end(input);
  });

beforeAll(async () => {
  mkdirSync(folder.path, { recursive: true });
  const devices = [
    { id: 'card-reader', driver: 'simulated-card-reader' },
    { id: 'code-scanner', driver: 'simulated-code-scanner' },
    { id: 'receipt-printer', driver: 'simulated-receipt-printer' },
    { id: 'a4-printer', driver: 'simulated-document-printer' },
    { id: 'payment-display', driver: 'page-payment-display', window: true },
  ];
  writeFileSync(configFile, JSON.stringify({ devices }));
  running = await startDemonstration({ args: ['--config', configFile] });
  await kiosk(['staff', 'set-pin'], `${PIN}\n`);
  browser = await launchChromium();
  page = await browser.newPage({ viewport: SHAPES.portrait, reducedMotion: 'reduce' });
  await page.goto(running.screen);
});
afterAll(async () => {
  await browser.close();
  await running.stop();
  folder.remove();
});

const heading = (name: string | RegExp): Promise<void> =>
  page.getByRole('heading', { level: 1, name }).waitFor({ timeout: 15_000 });
const tap = (name: string | RegExp): Promise<void> =>
  page.getByRole('button', { name }).first().click();
const says = (words: string | RegExp): Promise<void> =>
  page.getByText(words).first().waitFor({ timeout: 20_000 });

/** Lies well in both orientations: axe and the kiosk's own rules; pictures where they are wanted. */
const looksWell = async (name: string): Promise<void> => {
  for (const shape of ['landscape', 'portrait'] as const) {
    await page.setViewportSize(SHAPES[shape]);
    await page.evaluate(() => document.querySelector('.page')?.classList.remove('page-arriving'));
    await page.waitForTimeout(150);
    if (SHOTS !== undefined) {
      mkdirSync(SHOTS, { recursive: true });
      await page.screenshot({ path: join(SHOTS, `journey-${name}-${shape}.png`) });
    }
    const reachLine = shape === 'landscape' ? 0 : SHAPES.portrait.height * 0.33;
    const panel = { pixelsPerMillimetre: 4.03, reachLine, textSize: 'normal' } as const;
    // Lists settle on how many rows fit after the panel has turned.
    await expect
      .poll(() => lintPage(page, panel), { message: `${name}, ${shape}`, timeout: 5_000 })
      .toEqual([]);
    expect(await axe(page), `${name}, ${shape}`).toEqual([]);
  }
};

const knock = async (): Promise<void> => {
  const name = await page.locator('.header-hospital').boundingBox();
  if (name === null) throw new Error('no hospital is named');
  await page.mouse.move(name.x + 40, name.y + name.height / 2);
  await page.mouse.down();
  await page.waitForTimeout(3_200);
  await page.mouse.up();
  await heading(staffVi.door.title);
};
const type = async (digits: string): Promise<void> => {
  for (const digit of digits) await tap(new RegExp(` ${digit}$`));
};
const signIn = async (pin: string): Promise<void> => {
  await type(pin);
  await tap(staffVi.door.open);
};

test('five wrong PINs lock the door, and IT opens it again', async () => {
  await knock();
  await looksWell('door');
  for (let tries = 1; tries < 5; tries += 1) {
    await signIn('909090');
    await says(staffVi.door.refused);
  }
  await signIn('909090');
  await says(/Xin chờ \d+ giây/);
  await looksWell('door-locked');
  await type(PIN);
  expect(await page.getByRole('button', { name: staffVi.door.open }).isDisabled()).toBe(true);
  await tap('Xóa hết');
  await kiosk(['staff', 'set-pin'], `${PIN}\n`);
  await until(async () => !(await page.getByText(/Xin chờ/).isVisible()), 'the door is unlocked');
  await signIn(PIN);
  await heading(staffVi.home.title);
  await looksWell('home');
});

test('the self-test goes through every device, one step at a time', async () => {
  const window = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await window.goto((await kiosk(['link', '--payment'])).trim());
  await window.getByText('Xin chào quý khách').waitFor();
  expect(await axe(window)).toEqual([]);
  await tap(staffVi.home.selfTest);
  await says(/Tốt/);
  await looksWell('self-test');
  await tap(staffVi.selfTest.next);
  const hands = [
    () => running.insertCard(PATIENT),
    () => running.scan('LH26999921'),
    () => Promise.resolve(),
    () => Promise.resolve(),
    () => window.getByText('1.000 đồng').first().waitFor(),
  ];
  for (const [index, help] of hands.entries()) {
    await says(new RegExp(`Bước ${index + 2} trong 6`));
    await tap(staffVi.test.begin);
    await help();
    await says(/thiết bị hoạt động/);
    if (index === 0) await looksWell('self-test-hand');
    await tap(staffVi.selfTest.next);
  }
  await heading(staffVi.selfTest.done);
  await looksWell('self-test-done');
  if (SHOTS !== undefined) await window.screenshot({ path: join(SHOTS, 'payment-window.png') });
  expect(await axe(window)).toEqual([]);
  await window.close();
  await running.removeCard();
  await tap(staffVi.selfTest.finish);
});

test('the list of devices is alive: a cable pulled and plugged in again shows at once', async () => {
  await tap(staffVi.home.devices);
  const row = (state: string) =>
    page.getByRole('button', { name: new RegExp(`${staffVi.kinds['code-scanner']}: ${state}`) });
  await row(staffVi.states.ready).waitFor();
  await running.device('code-scanner', { action: 'plug', connected: false });
  await row(staffVi.states.unavailable).waitFor({ timeout: 5_000 });
  await looksWell('devices');
  await row(staffVi.states.unavailable).click();
  await says(staffVi.advice['device-absent']);
  await looksWell('device-absent');
  await running.device('code-scanner', { action: 'plug', connected: true });
  await says(staffVi.states.ready);
  await tap(/^Quay lại$/);
  await row(staffVi.states.ready).waitFor();
});

test('a sample is printed, and the model is changed in the configuration', async () => {
  const before = (await running.panel()).papers.length;
  await tap(new RegExp(staffVi.kinds['receipt-printer']));
  await looksWell('printer');
  await tap(staffVi.device.test);
  await tap(staffVi.test.begin);
  await says(/thiết bị hoạt động/);
  expect((await running.panel()).papers.length).toBe(before + 1);
  await tap(/^Quay lại$/);
  await tap(staffVi.device.changeProfile);
  await tap('generic-58mm');
  await says(staffVi.device.changed);
  await looksWell('profile');
  expect(JSON.parse(readFileSync(configFile, 'utf8'))).toMatchObject({
    devices: [{}, {}, { id: 'receipt-printer', profile: 'generic-58mm' }, {}, { window: true }],
  });
});

test('a network printer gets its address on the screen, and a wrong one is said in one line', async () => {
  await tap(/^Quay lại$/);
  await tap(staffVi.device.changeDriver);
  await looksWell('driver');
  await tap(/^tcp-receipt-printer/);
  await heading(staffVi.setting.name.host);
  for (const key of '10.0.0.300') await tap(key);
  await tap(staffVi.setting.next);
  await says(staffVi.setting.wrong.host);
  await looksWell('address');
  expect(readFileSync(configFile, 'utf8')).not.toContain('10.0.0');
});

test('whoever leaves leaves nothing, and a badge opens as well', async () => {
  for (let steps = 0; steps < 4; steps += 1) await tap(/^Quay lại$/);
  await page.locator('.header-hospital').waitFor();
  expect(await page.getByText(staffVi.home.title).count()).toBe(0);
  const person = syntheticPerson(PATIENT);
  const left = await page.evaluate(
    () =>
      document.documentElement.outerHTML +
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
  );
  const audit = await kiosk(['staff']);
  for (const text of [left, audit]) {
    expect(text).not.toContain(person.citizenNumber);
    expect(text).not.toContain(PIN);
    expect(text).not.toContain('LH26999921');
  }
  expect(audit).toMatch(/locked/);
  expect(audit).toMatch(/device-changed +receipt-printer .*generic-58mm/);
  const badge = (await kiosk(['staff', 'add-badge', 'Lan'])).trim();
  await knock();
  await says(staffVi.door.leadBadge);
  await running.scan(badge);
  await heading(staffVi.home.title);
  await tap(staffVi.home.leave);
  expect(await kiosk(['staff'])).toMatch(/Lan +signed-in +badge/);
});

/** Pages of A4 that came out; a ticket is 576 dots wide at most here. */
const pages = async (): Promise<number> =>
  (await running.panel()).papers.filter(({ widthDots }) => widthDots > 1_000).length;

test('a patient takes the visit along on A4', async () => {
  const patient = patientAt(page, 'vi');
  await running.insertCard(PATIENT);
  await patient.sees('confirm.title');
  await running.removeCard();
  await patient.tap('confirm.yes');
  await patient.sees('clinic.title');
  await page.locator('main button:enabled').first().click();
  const payer = `${sentence('vi', 'coverage.selfPay').source}|${sentence('vi', 'coverage.selfPayPrimary').source}`;
  await tap(new RegExp(payer));
  await patient.sees('ticket.title');
  await patient.reads('ticket.printed');
  const before = await pages();
  await patient.tap('ticket.copy.offered');
  await patient.reads('ticket.copy.printed');
  await expect.poll(pages).toBe(before + 1);
  await looksWell('ticket-copy');
  await patient.tap('ticket.finish');
});
