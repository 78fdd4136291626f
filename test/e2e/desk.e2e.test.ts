import { createHmac, randomInt, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deskVi } from '../../core/words/desk.vi.ts';
import { REFERENCE_CODES } from '../../core/payment/reference-code.ts';
import { type Billing, createBilling } from '../../hub/billing/billing.ts';
import { timeOrderedIds } from '../../hub/ports/random-ids.ts';
import { systemClock } from '../../hub/ports/system-clock.ts';
import { cacheDirectory } from '../../hub/storage/data-directory.ts';
import { openEmbeddedPostgres } from '../../hub/storage/embedded-postgres.ts';
import { migrate } from '../../hub/storage/migrations.ts';
import { launchChromium } from '../browser/launch.ts';
import { axe } from './axe.ts';
import { DAY_BILLS, describeDay } from './desk-day-journey.ts';
import { scratchFolder } from './demonstration.ts';
import { hubCommand, type RunningHub, startHub } from './running-hub.ts';

const LINES = 20_000;

/** Set to a folder to keep a picture of every page in both sizes. */
const SHOTS = process.env['SCREENSHOTS'];
const SIZES = {
  small: { width: 1366, height: 768 },
  large: { width: 1920, height: 1080 },
} as const;

const folder = scratchFolder();
const data = join(folder.path, 'hub');
const configFile = join(folder.path, 'hub.json');
const places = ['--data', data, '--config', configFile];
const ACCOUNT = '1017595600';
const SECRET = 'sepay-for-tests';
const GIVEN = 'mật khẩu tạm thời';
const OWN = { hoa: 'con mèo trèo cây cau', lan: 'hỏi thăm chú chuột' } as const;

let hub: RunningHub;
let browser: Browser;
let hoa: Page;
let lan: Page;
let shown: { readonly reference: string };

const aBill = async (billing: Billing, hisBill: string, amount: number) => {
  const billId = randomUUID();
  await billing.raiseBill({ billId, hisBill, amount }, 'his');
  const expiresAt = new Date(Date.now() + 900_000).toISOString();
  const attempt = { attemptId: randomUUID(), billId, provider: 'sepay', expiresAt };
  return billing.openAttempt(attempt, 'kiosk:k1');
};

const today = (): string => {
  const [year, month, day] = new Date(Date.now() + 7 * 3_600_000)
    .toISOString()
    .slice(0, 10)
    .split('-');
  return `${day}/${month}/${year}`;
};

/** A statement as Vietcombank exports it: fees by the thousand, a few transfers, two broken rows. */
const statementFile = (reference: string): string => {
  const rows = Array.from({ length: LINES }, (_, no) => {
    if (no === 7) return `31/02/2026,FT${no},,1000,,?`;
    if (no === 8) return `${today()},FT${no},,12.345.67,,?`;
    if (no === 9) return `${today()},FT${no},,90000,,MBVCB.1.${reference.toLowerCase()}.CT`;
    if (no === 10) return `${today()},FT${no},,250000,,TRAN VAN MAU chuyen tien kham`;
    if (no === 11) return `${today()},FT${no},,40000,,chuyen nham`;
    return `${today()},FT${no},${1000 + (no % 50)},,,PHI DICH VU`;
  });
  const file = join(folder.path, 'sao-ke.csv');
  const head = 'Ngày giao dịch,Số tham chiếu,Số tiền ghi nợ,Số tiền ghi có,Số dư,Mô tả';
  writeFileSync(file, [head, ...rows].join('\n'));
  return file;
};

const seed = async (): Promise<{ live: string; onStatement: string }> => {
  mkdirSync(data, { recursive: true });
  const database = await openEmbeddedPostgres({
    directory: data,
    cacheDirectory: cacheDirectory(),
  });
  await migrate(database);
  const billing = createBilling(database, systemClock, () => randomInt(REFERENCE_CODES));
  const live = await aBill(billing, 'HD-2026-000101', 150_000);
  const onStatement = await aBill(billing, 'HD-2026-000102', 90_000);
  await aBill(billing, 'HD-2026-000103', 250_000);
  for (const { hisBill, amount } of DAY_BILLS) await aBill(billing, hisBill, amount);
  await billing.receive(
    [
      { amount: 35_000, narrative: 'NGUYEN VAN MAU tra vien phi', days: 9 },
      { amount: 120_000, narrative: 'MBVCB.88123.CT tu 0123', days: 2 },
    ].map(({ amount, narrative, days }) => ({
      paymentId: timeOrderedIds(systemClock).uuid(),
      provider: 'sepay',
      account: ACCOUNT,
      bankReference: randomUUID(),
      into: 'clearing:sepay',
      amount,
      narrative,
      paidAt: new Date(Date.now() - days * 86_400_000).toISOString(),
    })),
    'provider:sepay',
  );
  await database.close();
  return { live: live.reference, onStatement: onStatement.reference };
};

let statement: string;
beforeAll(async () => {
  writeFileSync(
    configFile,
    JSON.stringify({
      desk: { enabled: true, port: 0 },
      payment: {
        provider: 'sepay',
        account: { bankBin: '970436', number: ACCOUNT, name: 'BENH VIEN MINH AN' },
      },
      log: { level: 'silent' },
    }),
  );
  const { live, onStatement } = await seed();
  shown = { reference: live };
  statement = statementFile(onStatement);
  hub = await startHub([...places, '--port', '0'], { SEPAY_SECRET: SECRET });
  for (const [login, role] of [
    ['hoa', 'supervisor'],
    ['lan', 'cashier'],
  ] as const) {
    const name = { hoa: 'Lê Thị Hoa', lan: 'Phạm Ngọc Lan' }[login];
    const args = ['desk', 'users', 'add', login, '--name', name, '--role', role];
    await hubCommand([...args, ...places], `${GIVEN}\n`);
  }
  browser = await launchChromium();
  const newPage = () => browser.newPage({ viewport: SIZES.small, reducedMotion: 'reduce' });
  [hoa, lan] = [await newPage(), await newPage()];
});
afterAll(async () => {
  await browser.close();
  await hub.stop();
  folder.remove();
});

const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name }).waitFor({ timeout: 15_000 });
const press = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('button', { name }).first().click();
const says = (page: Page, words: string | RegExp): Promise<void> =>
  page.getByText(words).first().waitFor({ timeout: 30_000 });
const go = async (page: Page, name: keyof typeof deskVi.pages): Promise<void> => {
  await page.getByRole('link', { name: deskVi.pages[name], exact: true }).click();
};

/** Nothing to object to, and no line that runs out of the window; pictures where they are wanted. */
const looksWell = async (page: Page, name: string): Promise<void> => {
  for (const [size, viewport] of Object.entries(SIZES)) {
    if (size === 'large' && SHOTS === undefined) continue;
    await page.setViewportSize(viewport);
    if (SHOTS !== undefined) {
      mkdirSync(SHOTS, { recursive: true });
      await page.screenshot({ path: join(SHOTS, `desk-${name}-${size}.png`) });
    }
  }
  await page.setViewportSize(SIZES.small);
  const spill = await page.evaluate(() => {
    const main = document.querySelector('main');
    return main === null ? 0 : main.scrollWidth - main.clientWidth;
  });
  expect(spill, `${name} is wider than its window`).toBeLessThanOrEqual(0);
  expect(await axe(page), name).toEqual([]);
};

/** With the keyboard alone: the fields are in order, Enter is the button. */
const signIn = async (page: Page, login: keyof typeof OWN): Promise<void> => {
  await page.goto(hub.desk);
  await heading(page, deskVi.door.title);
  await page.keyboard.type(login);
  await page.keyboard.press('Tab');
  await page.keyboard.type(GIVEN);
  await page.keyboard.press('Enter');
  await says(page, deskVi.password.must);
  for (const password of [GIVEN, OWN[login], OWN[login]]) {
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
  }
  await page.keyboard.press('Enter');
  await heading(page, deskVi.pages.live);
};

const notice = async (reference: string, amount: number): Promise<void> => {
  const body = JSON.stringify({
    id: randomInt(1_000_000),
    transactionDate: new Date(Date.now() + 7 * 3_600_000)
      .toISOString()
      .slice(0, 19)
      .replace('T', ' '),
    accountNumber: ACCOUNT,
    content: `NGUYEN VAN MAU ${reference}`,
    transferType: 'in',
    transferAmount: amount,
    referenceCode: `FT${randomUUID()}`,
  });
  const timestamp = Math.floor(Date.now() / 1000).toString();
  const signature = createHmac('sha256', SECRET).update(`${timestamp}.${body}`).digest('hex');
  const response = await fetch(`${hub.url}/payment-notices/sepay`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-sepay-timestamp': timestamp,
      'x-sepay-signature': `sha256=${signature}`,
    },
    body,
  });
  expect(response.status).toBe(200);
};

test('two people come in with passwords of their own', async () => {
  await hoa.goto(hub.desk);
  await heading(hoa, deskVi.door.title);
  await looksWell(hoa, 'sign-in');
  await signIn(hoa, 'hoa');
  await signIn(lan, 'lan');
  const kept = await hoa.context().cookies();
  expect(
    kept.map(({ name, httpOnly, secure, sameSite }) => ({ name, httpOnly, secure, sameSite })),
  ).toEqual([{ name: '__Host-tiep-don-desk', httpOnly: true, secure: true, sameSite: 'Strict' }]);
});

test('a payment appears by itself', async () => {
  await says(lan, 'MBVCB.88123.CT');
  await notice(shown.reference, 150_000);
  await says(lan, shown.reference);
  await looksWell(lan, 'live');
});

test('20,000 lines are looked at, brought in and, a second time, change nothing', async () => {
  await go(lan, 'statements');
  await looksWell(lan, 'statements-empty');
  await lan.getByLabel(deskVi.statements.file).setInputFiles(statement);
  await lan.getByLabel(deskVi.statements.account).fill(ACCOUNT);
  const begin = async (name: string | RegExp): Promise<void> => {
    await press(lan, name);
    await lan.getByRole('progressbar').waitFor();
  };
  await begin(deskVi.statements.preview);
  await says(lan, /Đang xem thử: [\d.]+ trên 19.998 dòng/);
  await says(lan, deskVi.statements.result.preview);
  await says(lan, deskVi.statements.refused.reasons['date-unreadable']);
  await says(lan, deskVi.statements.refused.reasons['amount-unreadable']);
  await looksWell(lan, 'statements-preview');
  await begin(/Nhập 19.998 dòng mới/);
  await says(lan, /Đang nhập: [\d.]+ trên 19.998 dòng/);
  await says(lan, deskVi.statements.result.kept);
  await begin(deskVi.statements.preview);
  await says(lan, deskVi.statements.result.nothingNew);
});

test('what waits is matched to a bill', async () => {
  await go(lan, 'suspense');
  await says(lan, 'TRAN VAN MAU');
  await looksWell(lan, 'suspense');
  await lan.getByRole('button', { name: /250000/ }).press('Enter');
  await press(lan, deskVi.money.match.sameAmount);
  await looksWell(lan, 'payment');
  await press(lan, /Ghép vào phiếu HD-2026-000103/);
  await says(lan, 'Đã ghép 250.000 đ');
  await press(lan, /Xem HD-2026-000103/);
  await says(lan, deskVi.money.billStates.paid);
  await looksWell(lan, 'bill');
  await go(lan, 'search');
  await lan.getByLabel(deskVi.money.search.text).fill('hd-2026-000103'.toUpperCase());
  await lan.keyboard.press('Enter');
  await says(lan, /Phiếu thu \(1\)/);
  await looksWell(lan, 'search');
});

test('a refund takes two people', async () => {
  await go(lan, 'suspense');
  await lan.getByRole('button', { name: /không có mã 40000/ }).click();
  await lan.getByLabel(deskVi.money.refund.reason).fill('Chuyển nhầm tài khoản');
  await press(lan, deskVi.money.refund.go);
  await says(lan, deskVi.money.refund.done);
  await go(lan, 'refunds');
  await says(lan, deskVi.money.refund.own);
  await go(hoa, 'refunds');
  await looksWell(hoa, 'refunds');
  await press(hoa, /^Duyệt khoản hoàn 40.000 đ do Phạm Ngọc Lan/);
  await says(hoa, deskVi.money.refund.approved);
});

describeDay({
  cashier: () => lan,
  supervisor: () => hoa,
  folder: folder.path,
  looksWell,
});

test('the audit knows who did what, and nothing stays in the browser', async () => {
  await go(hoa, 'audit');
  await says(hoa, deskVi.audit.actions['refund-approved']);
  await looksWell(hoa, 'audit');
  await press(hoa, deskVi.door.signOut);
  await heading(hoa, deskVi.door.title);
  expect(await hoa.context().cookies()).toEqual([]);
  expect(hoa.url()).toBe(`${hub.desk}/#`);
  const left = await hoa.evaluate(
    () =>
      document.documentElement.outerHTML +
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]),
  );
  expect(left).not.toContain('HD-2026');
});
