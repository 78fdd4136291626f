import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { decodeVietQr } from '../../core/payment/vietqr.ts';
import { DESK_PEOPLE } from '../../electron/start/desk-people.ts';
import { launchChromium } from '../browser/launch.ts';
import type { PaymentNotice } from '../../hub/his/fhir-r4/resources.ts';
import { SMALLEST_CODE_MM } from '../../renderer/kiosk/payment/code-size.ts';
import { type RunningDemonstration, startDemonstration, until } from './demonstration.ts';
import { comesToTheDentist } from './dentist-visit.ts';
import { hospitalAt } from './hospital.ts';
import { patientAt, type PatientAtScreen, sentence } from './patient.ts';

/** The reference panel: 21.5", 1080x1920. */
const PIXELS_PER_MM = 4.03;
/** Teeth and jaw: 150,000 đồng and 100,000 beforehand, to be paid before the room is entered. */
const DUE = 250_000;

let running: RunningDemonstration;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  running = await startDemonstration();
  const decoder = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  const wasmBinary = Uint8Array.from(await readFile(decoder)).buffer;
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  browser = await launchChromium();
  page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
  await page.goto(running.screen);
});
afterAll(async () => {
  await browser.close();
  await running.stop();
});
beforeEach(async () => {
  await running.removeCard();
  await patientAt(page, 'vi').sees('welcome.titleCard');
});

/** A customer of the simulated provider pays so much of the code shown last. */
const pays = async (amount: number): Promise<void> => {
  const answer = await fetch(`${running.provider}/control/pay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ amount }),
  });
  expect(answer.status).toBe(200);
};

/** For whom the hospital's system was told to make out an invoice. */
const buyersInHis = async (): Promise<readonly (string | undefined)[]> => {
  const notices = await hospitalAt(running.his).search<PaymentNotice>('PaymentNotice?_count=100');
  return notices.flatMap(({ extension = [] }) =>
    extension.flatMap(one => one.extension?.find(({ url }) => url === 'buyer')?.valueString),
  );
};

const paperCount = async (): Promise<number> => (await running.panel()).papers.at(-1)?.sheetId ?? 0;

const leaves = async (patient: PatientAtScreen): Promise<void> => {
  await running.removeCard();
  await patient.tap('ticket.finish');
  await patient.tap('farewell.next');
  await patient.sees('welcome.titleCard');
};

const codeOnScreen = async (): Promise<{ text: string; mm: number }> => {
  const code = page.locator('.payment-code');
  await code.locator('path').waitFor();
  const [read] = await readBarcodes(new Uint8Array(await code.screenshot()));
  const box = await code.boundingBox();
  return { text: read?.text ?? '', mm: (box?.width ?? 0) / PIXELS_PER_MM };
};

describe('paying at the kiosk', () => {
  test('the code is read off the screen, paid, and known from the signed notice', async () => {
    const patient = await comesToTheDentist(page, running, 'anh-do-manh-cuong');
    await patient.tap('pay.invoice.open');
    await patient.sees('pay.invoice.title');
    await patient.tapText(/Đỗ Mạnh Cường/);
    await patient.sees('pay.charges.title');
    await patient.tap('pay.charges.byCode');
    await patient.sees('pay.code.title');
    const { text, mm } = await codeOnScreen();
    expect(decodeVietQr(text)).toMatchObject({
      outcome: 'read',
      code: { amount: DUE, account: '1017595600' },
    });
    expect(mm).toBeGreaterThanOrEqual(SMALLEST_CODE_MM);
    const before = await paperCount();
    expect(await running.pays('exact')).toBe(DUE);
    await patient.sees('pay.result.titles.paid');
    await until(async () => (await paperCount()) > before, 'a receipt');
    await patient.tap('pay.result.next');
    await patient.sees('ticket.title');
    await patient.reads('pay.ticket.paid');
    await until(async () => (await buyersInHis()).includes('Đỗ Mạnh Cường'), 'the invoice wish');
    await leaves(patient);
  });

  test('too little is explained, the rest is paid with another code', async () => {
    const patient = await comesToTheDentist(page, running, 'chi-vo-thi-lan');
    await patient.tap('pay.charges.byCode');
    await patient.sees('pay.code.title');
    await pays(100_000);
    await patient.sees('pay.result.titles.partial');
    await patient.reads('pay.result.leads.partial');
    await patient.tap('pay.result.payRest');
    await patient.sees('pay.code.title');
    const { text } = await codeOnScreen();
    expect(decodeVietQr(text)).toMatchObject({ code: { amount: DUE - 100_000 } });
    expect(await running.pays('exact')).toBe(DUE - 100_000);
    await patient.sees('pay.result.titles.paid');
    await patient.tap('pay.result.next');
    await leaves(patient);
  });

  test('what was paid is in the live list of the cashiers', async () => {
    const [cashier] = DESK_PEOPLE;
    const ask = async (method: string, input: object, cookie = ''): Promise<Response> =>
      fetch(`${running.desk}/desk/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: running.desk, cookie },
        body: JSON.stringify(input),
      });
    const { login, password } = cashier ?? { login: '', password: '' };
    const signedIn = await ask('signIn', { login, password });
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0];
    const live = await ask('livePayments', { only: 'all', limit: 10 }, cookie);
    const { value } = (await live.json()) as {
      value: { news: { payments: { amount: number; unallocated: number }[] } };
    };
    expect(value.news.payments.map(({ amount }) => amount)).toEqual([DUE - 100_000, 100_000, DUE]);
    expect(value.news.payments.every(({ unallocated }) => unallocated === 0)).toBe(true);
  });

  test('without the hub only the counter is offered, and the number is kept', async () => {
    await running.plant('network', false);
    const patient = await comesToTheDentist(page, running, 'anh-bui-van-nam');
    await patient.reads('pay.why.away');
    expect(
      await page.getByRole('button', { name: sentence('vi', 'pay.charges.byCode') }).count(),
    ).toBe(0);
    await patient.tap('pay.charges.atCounter');
    await patient.sees('pay.slip.titleChosen');
    await patient.tap('pay.slip.next');
    await patient.sees('ticket.title');
    expect(await patient.label()).toMatch(/^P?E-\d+$/);
    await running.plant('network', true);
    await leaves(patient);
  });
});
