import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Intent } from '../../../core/contract/kiosk.ts';
import { SNAPSHOTS, type SnapshotId } from '../../gallery/snapshots.ts';
import { type KioskScreen, showKiosk } from '../testing/kiosk-screen.tsx';
import { pixelsPerMm, SMALLEST_CODE_MM, smallestCode } from './code-size.ts';

let screen: KioskScreen;
const open = async (id: SnapshotId): Promise<KioskScreen> =>
  (screen = await showKiosk(SNAPSHOTS[id]));
afterEach(async () => {
  await screen.close();
  vi.useRealTimers();
});

const type = async (digits: string): Promise<void> => {
  for (const digit of digits) await screen.press(`Số ${digit}`);
};

/** Page, button, and what the host hears. */
const TAPS: readonly (readonly [SnapshotId, string | RegExp, Intent])[] = [
  ['charges', /^Trả bằng mã QR/, { type: 'payByCode' }],
  ['charges', /^Trả tại quầy/, { type: 'payAtCounter' }],
  ['charges', 'Lấy hóa đơn điện tử', { type: 'openInvoice' }],
  ['charges-invoice', /^Hóa đơn: mã số thuế 0314409058-002/, { type: 'openInvoice' }],
  ['invoice', /^Nguyễn Thị Hòa/, { type: 'chooseInvoice', for: 'patient' }],
  ['invoice', /^Công ty/, { type: 'chooseInvoice', for: 'company' }],
  ['invoice', 'Không cần hóa đơn', { type: 'chooseInvoice', for: 'nobody' }],
  ['payment-code', 'Tôi đã trả tiền', { type: 'askPayment' }],
  ['payment-code', 'Trả tại quầy hoặc trả sau', { type: 'payAtCounter' }],
  ['payment-paid', 'Tiếp tục', { type: 'finish' }],
  ['payment-paid', 'In lại biên nhận', { type: 'reprintPayment' }],
  ['payment-paid-of-several', 'Xem khoản còn lại', { type: 'finish' }],
  ['payment-partial', 'Trả tiếp 50.000 đ bằng mã QR', { type: 'payByCode' }],
  ['payment-partial', 'Trả phần thiếu tại quầy', { type: 'payAtCounter' }],
  ['payment-slip-expired', 'Hiện mã QR mới', { type: 'payByCode' }],
  ['payment-slip-expired', 'Tôi đã trả tiền', { type: 'askPayment' }],
  ['payment-slip', 'Tiếp tục', { type: 'finish' }],
  ['bills', /^360.000 đ/, { type: 'chooseBill', billId: 'HD-1' }],
  ['bills', 'Xong', { type: 'finish' }],
  ['bills', 'Hỏi nhân viên tại quầy', { type: 'askCounter' }],
  ['bills-none', 'Xong', { type: 'finish' }],
  ['bills-away', 'Hỏi nhân viên tại quầy', { type: 'askCounter' }],
];

describe('one tap', () => {
  it.each(TAPS)('%s: %s', async (id, name, intent) => {
    await open(id);
    await screen.press(name);
    expect(screen.intents()).toEqual([intent]);
  });
});

describe('what is to pay', () => {
  it('stands line by line with its reason, and in the question', async () => {
    await open('charges-insured');
    expect(screen.question()).toBe('Số tiền phải trả: 100.000 đ');
    expect(screen.words()).toMatch(/Tiền khám.*500\.000 đ.*trả 80 %.*−400\.000 đ/);
  });

  it('says why only the counter takes it, and offers no code and no invoice then', async () => {
    await open('charges-away');
    expect(screen.words()).toContain('Mạng đang gián đoạn');
    expect(screen.buttons().join()).not.toMatch(/mã QR|hóa đơn/);
  });

  it('is said of an old bill without blame', async () => {
    await open('charges-bill');
    expect(screen.words()).toContain('Xét nghiệm và dịch vụ ngày 20/11/2026, còn từ lần trước');
    expect(screen.words()).not.toMatch(/nợ|quá hạn|phải trả ngay/);
  });
});

describe('for whom the invoice is', () => {
  it('offers only a company where nobody knows the patient by name', async () => {
    await open('invoice-unknown');
    expect(screen.buttons().filter(name => /^(Công ty|Nguyễn)/.test(name))).toHaveLength(1);
  });

  it('shows no whole number of a person', async () => {
    await open('invoice');
    expect(screen.words()).not.toMatch(/\d{12}/);
    expect(screen.words()).toContain('0**********21');
  });
});

describe('the tax code of a company', () => {
  const use = () => screen.button('Dùng mã số thuế này');

  it('is taken once its last digit fits', async () => {
    await open('tax-code');
    await type('010023348');
    expect(screen.words()).toContain('Còn 1 số');
    expect(use().disabled).toBe(true);
    await type('9');
    expect(screen.words()).toContain('Có số chưa khớp');
    expect(use().disabled).toBe(true);
    await screen.press('Xóa một số');
    await type('8');
    expect(screen.words()).toContain('Đủ 10 số');
    await screen.press('Dùng mã số thuế này');
    expect(screen.intents()).toEqual([{ type: 'submitTaxCode', taxCode: '0100233488' }]);
  });

  it('of a branch is written with its dash, and of a person is a citizen number', async () => {
    await open('tax-code');
    await type('0314409058002');
    expect(screen.words()).toContain('0314409058-002');
    await screen.press('Xóa hết');
    await type('001148999921');
    expect(screen.words()).toContain('Đủ 12 số định danh cá nhân');
    await screen.press('Dùng mã số thuế này');
    expect(screen.intents()).toEqual([{ type: 'submitTaxCode', taxCode: '001148999921' }]);
  });

  it('says so where a scanned code had none, until somebody types', async () => {
    await open('tax-code-unreadable');
    expect(screen.words()).toContain('không có mã số thuế');
    await type('0');
    expect(screen.words()).not.toContain('không có mã số thuế');
  });
});

describe('the code on the screen', () => {
  it('counts down calmly, and stays after the hub could not be asked', async () => {
    vi.useFakeTimers();
    await open('payment-code-away');
    expect(screen.words()).toContain('Tiền đã chuyển không mất');
    expect(screen.words()).toContain('5:00');
    await screen.pass(61_000);
    expect(screen.words()).toContain('3:59');
  });

  it('is never asked for smaller than 45 mm, whatever the panel', () => {
    for (const inches of [15.6, 21.5, 43]) {
      const mm = smallestCode(1080, 1920, inches) / pixelsPerMm(1080, 1920, inches);
      expect(mm).toBeGreaterThanOrEqual(SMALLEST_CODE_MM);
    }
  });
});

describe('how it came out', () => {
  it.each([
    ['payment-partial', 'Còn thiếu 50.000 đ'],
    ['payment-over', 'Phần thừa 50.000 đ được giữ lại'],
    ['payment-double', 'Lần trả thừa 150.000 đ được giữ lại'],
    ['payment-to-desk', 'Tiền được giữ an toàn'],
  ] as const)('%s: %s', async (id, words) => {
    await open(id);
    expect(screen.words()).toContain(words);
    expect(screen.words()).toContain('Quầy 2, Tầng 1');
  });

  it('names the invoice that is noted, and what else is to be paid', async () => {
    await open('payment-paid-of-several');
    expect(screen.words()).toMatch(/Hóa đơn điện tử\s*Đã ghi: người bệnh/);
    expect(screen.words()).toContain('Còn 2 khoản khác chưa trả, tổng 360.000 đ.');
  });

  it('says calmly that something is no longer to be paid, and shows no paper and no figures', async () => {
    await open('payment-withdrawn');
    expect(screen.question()).toBe('Khoản này không còn phải trả ở đây');
    expect(screen.words()).toContain('Xin đừng trả mã cũ');
    expect(screen.words()).not.toMatch(/Giấy|Đã nhận/);
    expect(screen.buttons()).not.toContain('In lại biên nhận');
  });

  it('tells the truth about the paper', async () => {
    await open('payment-double');
    expect(screen.words()).toContain('Có thể chụp ảnh màn hình này');
  });
});
