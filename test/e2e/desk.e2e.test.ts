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
import { firstPageOf, pagesOf } from '../../renderer/desk/desk-pages.ts';
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
const OWN = {
  hoa: 'con mèo trèo cây cau',
  lan: 'hỏi thăm chú chuột',
  duc: 'đi chợ đường xa',
} as const;
const PEOPLE = {
  hoa: ['Công Tằng Tôn Nữ Nguyễn Phước Thanh Hoa', 'supervisor'],
  lan: ['Phạm Ngọc Lan', 'cashier'],
  duc: ['Trần Minh Đức', 'it'],
} as const;

let hub: RunningHub;
let browser: Browser;
let hoa: Page;
let lan: Page;
let duc: Page;
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

/** With one sign wrong, as people type it off a slip. */
const misread = (reference: string): string => `${reference.slice(0, 5)}0${reference.slice(6)}`;

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
  const misspelt = await aBill(billing, 'HD-2026-000104', 180_000);
  await aBill(billing, 'HD-2026-000105', 20_000);
  await aBill(billing, 'HD-2026-000106', 10_000);
  for (const { hisBill, amount } of DAY_BILLS) await aBill(billing, hisBill, amount);
  await billing.receive(
    [
      { amount: 35_000, narrative: 'NGUYEN VAN MAU tra vien phi', days: 9 },
      { amount: 120_000, narrative: 'MBVCB.88123.CT tu 0123', days: 2 },
      { amount: 180_000, narrative: `CT ${misread(misspelt.reference)}`, days: 0 },
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
  for (const [login, [name, role]] of Object.entries(PEOPLE)) {
    const args = ['desk', 'users', 'add', login, '--name', name, '--role', role];
    await hubCommand([...args, ...places], `${GIVEN}\n`);
  }
  browser = await launchChromium();
  const newPage = () => browser.newPage({ viewport: SIZES.small, reducedMotion: 'reduce' });
  [hoa, lan, duc] = [await newPage(), await newPage(), await newPage()];
});
afterAll(async () => {
  await browser.close();
  await hub.stop();
  folder.remove();
});

const heading = (page: Page, name: string | RegExp): Promise<void> =>
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
  await heading(page, deskVi.pages[firstPageOf(PEOPLE[login][1])]);
};

/** Tab, or Shift+Tab, until what has the keyboard is called so. */
const tabTo = async (page: Page, name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> => {
  for (let presses = 0; presses < 80; presses += 1) {
    const called = await page.evaluate(
      () =>
        document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent,
    );
    if (name.test(called ?? '')) return;
    await page.keyboard.press(key);
  }
  throw new Error(`the keyboard does not come to ${name.source}`);
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

test('a proposal is accepted with the keyboard alone', async () => {
  await go(lan, 'matching');
  await says(lan, deskVi.matching.rules['repaired-reference']);
  await looksWell(lan, 'matching-proposals');
  await tabTo(lan, /^Chọn đề xuất 180.000 đ, HD-2026-000104/);
  await lan.keyboard.press('Space');
  await tabTo(lan, /^Ghép 1 đề xuất đã chọn · 180.000 đ/, 'Shift+Tab');
  await lan.keyboard.press('Enter');
  await says(lan, 'Đã ghép 1 mục, 180.000 đ');
});

test('one payment is given to two bills by hand, and a supervisor takes it back', async () => {
  const part = (page: Page, name: keyof typeof deskVi.matching.parts) =>
    page.getByRole('link', { name: deskVi.matching.parts[name], exact: true }).click();
  await part(lan, 'by-hand');
  await lan.getByRole('checkbox', { name: /^Chọn khoản 35.000 đ/ }).check();
  for (const bill of ['HD-2026-000105', 'HD-2026-000106']) {
    await lan.getByLabel(deskVi.matching.hand.findBill).fill(bill);
    await lan.keyboard.press('Enter');
    await lan.getByRole('checkbox', { name: `Chọn phiếu ${bill}` }).check();
  }
  await says(lan, 'Ghép xong còn 5.000 đ chờ xử lý tiếp.');
  await looksWell(lan, 'matching-by-hand');
  await press(lan, 'Ghép 30.000 đ');
  await says(lan, 'Đã ghép 1 mục, 30.000 đ');
  await part(lan, 'outgoing');
  await says(lan, 'Trang 1');
  await looksWell(lan, 'matching-outgoing');
  await lan.getByRole('checkbox').first().check();
  await press(lan, /^Ghi 1 dòng là phí ngân hàng/);
  await says(lan, 'Đã ghép 1 mục');
  await go(hoa, 'matching');
  await part(hoa, 'done');
  await says(hoa, deskVi.matching.done.charge);
  await looksWell(hoa, 'matching-done');
  await press(hoa, /^Gỡ lần ghép 30.000 đ/);
  await says(hoa, deskVi.matching.done.undoneNow);
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

test('every page can be used by everybody who may see it', async () => {
  await signIn(duc, 'duc');
  for (const [page, login] of [
    [hoa, 'hoa'],
    [duc, 'duc'],
  ] as const) {
    for (const name of pagesOf(PEOPLE[login][1])) {
      await go(page, name);
      await heading(page, /./);
      await page.getByText(deskVi.loading).waitFor({ state: 'detached' });
      await looksWell(page, `${login}-${name}`);
    }
    await press(page, deskVi.pages.password);
    await looksWell(page, `${login}-password`);
  }
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
