import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import readSheets from 'read-excel-file/node';
import { expect, test } from 'vitest';
import { deskVi } from '../../core/words/desk.vi.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { type Keyboard, keyboardAt } from './keyboard.ts';

/** Bills the journey pays, raised before it begins. */
export const DAY_BILLS = [
  { hisBill: 'HD-2026-000107', amount: 150_000 },
  { hisBill: 'HD-2026-000108', amount: 65_000 },
] as const;
const [CASH_BILL, BANK_BILL] = DAY_BILLS;

/** Who is at the desk, and how their pages are looked at. */
export interface DayPeople {
  readonly cashier: () => Page;
  readonly supervisor: () => Page;
  readonly folder: string;
  readonly looksWell: (page: Page, name: string) => Promise<void>;
}

const dayWords = (): string => businessDayOf(Date.now()).split('-').reverse().join('/');

const says = (page: Page, words: string | RegExp): Promise<void> =>
  page.getByText(words).first().waitFor({ timeout: 30_000 });
const heading = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name }).waitFor({ timeout: 15_000 });
const go = async (page: Page, keys: Keyboard, name: keyof typeof deskVi.pages): Promise<void> => {
  await keys.press(deskVi.pages[name]);
  await page.locator(`a[aria-current=page]`, { hasText: deskVi.pages[name] }).waitFor();
};

const smallStatement = (folder: string): string => {
  const file = join(folder, 'sao-ke-2.csv');
  writeFileSync(
    file,
    [
      'Ngày giao dịch,Số tham chiếu,Số tiền ghi nợ,Số tiền ghi có,Số dư,Mô tả',
      `${dayWords()},G1,,65000,,=LE THI MAU tra tien thuoc`,
      `${dayWords()},G2,1100,,,PHI CHUYEN TIEN`,
    ].join('\n'),
  );
  return file;
};

const savedBy = async (page: Page, act: () => Promise<void>): Promise<Buffer> => {
  const saved = page.waitForEvent('download');
  await act();
  const download = await saved;
  return readFileSync(await download.path());
};

/** A day at the desk from the first note to the signature, with the keyboard alone. */
export const describeDay = ({ cashier, supervisor, folder, looksWell }: DayPeople): void => {
  let keys: Keyboard;

  test('a shift is opened with counted notes and takes cash, with the keyboard', async () => {
    const page = cashier();
    keys = await keyboardAt(page);
    await go(page, keys, 'shifts');
    await heading(page, deskVi.pages.shifts);
    await keys.type(deskVi.shifts.open.drawer, 'Quầy 1');
    await page.keyboard.press('Tab');
    for (const pieces of ['', '1', '2', '2']) {
      await page.keyboard.type(pieces);
      await page.keyboard.press('Enter');
    }
    await says(page, '500.000 đ');
    await keys.press(deskVi.shifts.open.go);
    await says(page, /Đã mở ca số 1/);
    await keys.type(deskVi.shifts.cash.text, CASH_BILL.hisBill);
    await page.keyboard.press('Enter');
    await says(page, CASH_BILL.hisBill);
    await keys.press(/^Thu tiền phiếu HD-2026-000107, còn phải thu 150.000 đ/);
    await keys.type(deskVi.shifts.cash.given, '200.000');
    await says(page, '50.000 đ');
    await looksWell(page, 'shift-cash');
    await page.keyboard.press('Enter');
    await says(page, /Đã thu 150.000 đ, trả lại 50.000 đ. Biên lai số 1/);
    const paper = await savedBy(page, () => keys.press(/^Tải biên lai số 1/));
    expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('a statement is brought in and its money matched, with the keyboard', async () => {
    const page = cashier();
    await go(page, keys, 'statements');
    await keys.choose(deskVi.statements.file, smallStatement(folder));
    await keys.type(deskVi.statements.account, '0071000999');
    await page.keyboard.press('Enter');
    await says(page, deskVi.statements.result.preview);
    await keys.press(/^Nhập 2 dòng mới/);
    await says(page, deskVi.statements.result.kept);
    await go(page, keys, 'suspense');
    await says(page, 'LE THI MAU');
    await keys.press(/^Xem không có mã 65000/);
    await heading(page, deskVi.pages.payment);
    await keys.press(deskVi.money.match.sameAmount);
    await says(page, BANK_BILL.hisBill);
    await keys.press(/^Ghép vào phiếu HD-2026-000108/);
    await says(page, 'Đã ghép 65.000 đ');
  });

  test('the shift is counted, its difference explained, and closed, with the keyboard', async () => {
    const page = cashier();
    await go(page, keys, 'shifts');
    await keys.press(deskVi.shifts.own.manage);
    await heading(page, 'Ca số 1');
    await keys.press(deskVi.shifts.x.make);
    await says(page, /Báo cáo X số 1: trong ngăn phải có 650.000 đ/);
    await keys.type(/^Số tờ 500.000 đ/, '1');
    await keys.type(/^Số tờ 20.000 đ/, '7');
    await says(page, '640.000 đ');
    await keys.press(deskVi.shifts.close.compare);
    await says(page, /Thiếu 10.000 đ/);
    await keys.press(deskVi.shifts.close.go);
    await says(page, deskVi.shifts.close.noReason);
    await keys.type(deskVi.shifts.close.reason, 'Thối nhầm một tờ 10.000');
    await looksWell(page, 'shift-close');
    await page.keyboard.press('Enter');
    await says(page, /Đã kết ca. Báo cáo Z số 1/);
    const paper = await savedBy(page, () => keys.press(/^Z số 1: PDF/));
    expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
    await looksWell(page, 'shift-closed');
    expect(await keys.touches()).toBe(0);
  });

  test('every difference of the day is explained, then it is signed and locked, with the keyboard', async () => {
    const page = supervisor();
    const own = await keyboardAt(page);
    await go(page, own, 'day');
    await heading(page, `Chốt ngày ${dayWords()}`);
    await says(page, deskVi.day.three.title);
    await looksWell(page, 'day');
    const explain = page.getByRole('button', { name: new RegExp(deskVi.day.differences.explain) });
    await says(page, /Còn .* khoản chưa có lý do nên chưa ký được/);
    const left = page.getByRole('button', { name: /^Một lý do cho cả|^Nêu lý do:/ });
    while ((await left.count()) > 0) {
      const name = (await left.first().getAttribute('aria-label')) ?? '';
      await own.press(name);
      await own.type(deskVi.day.explain.reason, 'Đã báo kế toán, theo dõi ngày mai');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name, exact: true }).waitFor({ state: 'detached' });
    }
    await says(page, deskVi.day.sign.lead);
    await own.press(`Ký ngày ${dayWords()}`);
    await own.press(deskVi.day.sign.go);
    await says(page, /Đã khóa sổ: Công Tằng Tôn Nữ Nguyễn Phước Thanh Hoa ký lúc/);
    expect(await explain.count()).toBe(0);
    const sheet = await savedBy(page, () => own.press(/^Chốt ngày .*: XLSX$/));
    const cells = (await readSheets(sheet)).flatMap(({ data }) => data.flat()).map(String);
    expect(
      cells.some(cell => cell.startsWith('Đã ký, số 1, Công Tằng Tôn Nữ Nguyễn Phước Thanh Hoa')),
    ).toBe(true);
    expect(cells.filter(cell => /^[=+@]/.test(cell))).toEqual([]);
    await looksWell(page, 'day-locked');
    await go(page, own, 'reports');
    await says(page, deskVi.reports.cashless.shareByAmount);
    const csv = await savedBy(page, () =>
      own.press(`${deskVi.reports.payments.title}: ${deskVi.download.csv}`),
    );
    expect(csv.toString('utf8')).toContain(`"'=LE THI MAU tra tien thuoc"`);
    expect(await own.touches()).toBe(0);
  });

  test('the cashier finds the day locked, with who and when', async () => {
    const page = cashier();
    await go(page, keys, 'day');
    await says(page, /Đã khóa sổ: Công Tằng Tôn Nữ Nguyễn Phước Thanh Hoa ký lúc/);
    await says(page, 'Đã khóa, số 1');
    expect(await page.getByRole('button', { name: /lý do/ }).count()).toBe(0);
    expect(await keys.touches()).toBe(0);
  });
};
