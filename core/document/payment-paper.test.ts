import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chargesOf } from '../billing/charges.ts';
import {
  billKindSchema,
  type ChargeLine,
  chargeLineSchema,
  type PaymentCode,
  type PaymentProgress,
} from '../contract/kiosk-payment.ts';
import { printableSchema } from '../contract/printable.ts';
import { SYNTHETIC_COUNTER_ID, SYNTHETIC_HOSPITAL } from '../identity/synthetic-hospital.ts';
import type { Paying } from '../visit/payment-context.ts';
import {
  type PaymentFacts,
  paymentReceipt,
  paymentSlip,
  type PaymentSheet,
} from './payment-paper.ts';
import { linesOf, placeOf, wordsOf } from './testing/paper.ts';

const CODE: PaymentCode = {
  attemptId: '6f2f3c0e-8b1d-4c53-a7e9-0d5b2c7f4a61',
  reference: 'KC7Q4MW2RTX',
  amount: 250_000,
  qr: '000201…',
  bankBin: '970436',
  account: '1017595600',
  accountName: 'BENH VIEN MINH AN',
  expiresAt: '2026-11-23T13:00:00.000Z',
  validSeconds: 300,
};
const SLIP: PaymentCode = { ...CODE, reference: 'KC2345678AB' };
const PAID: PaymentProgress = {
  attempt: 'paid',
  bill: 'paid',
  due: 0,
  received: 250_000,
  transfers: 1,
  unallocated: 0,
  paidAt: '2026-11-23T00:46:10.000Z',
};
const PAYING: Paying = {
  payable: { kind: 'visit', visitId: '00000000-0000-4000-8000-000000000000' },
  servicePointId: 'clinic-dental',
  bill: undefined,
  label: 'E-0007',
  charges: chargesOf(
    [
      { reason: 'examination', amount: 150_000 },
      { reason: 'prepayment', amount: 100_000 },
    ],
    250_000,
    true,
  ),
  code: CODE,
  progress: PAID,
  slip: undefined,
  outcome: 'paid',
  leaving: 'chosen',
  asked: 'no',
  paperOut: 'none',
  print: 'printing',
  notice: undefined,
};
const SHEET: PaymentSheet = {
  hospital: SYNTHETIC_HOSPITAL.name,
  language: 'vi',
  large: false,
  issuedAt: '2026-11-23T00:47:00.000Z',
};

const factsOf = (changes: Partial<Paying>, rest: Partial<PaymentFacts> = {}): PaymentFacts => ({
  paying: { ...PAYING, ...changes },
  invoice: undefined,
  place: placeOf('clinic-dental'),
  cashier: placeOf(SYNTHETIC_COUNTER_ID),
  ...rest,
});
const receipt = (changes: Partial<Paying> = {}, rest: Partial<PaymentFacts> = {}): string[] =>
  linesOf(paymentReceipt(factsOf(changes, rest), SHEET, wordsOf('vi')));
const slip = (changes: Partial<Paying> = {}, rest: Partial<PaymentFacts> = {}): string[] =>
  linesOf(paymentSlip(factsOf(changes, rest), SHEET, wordsOf('vi')));

describe('a receipt', () => {
  test('says what for, for which number, what came and when, and what it is not', () => {
    expect(receipt()).toEqual([
      'Bệnh viện Đa khoa Minh An',
      'Răng Hàm Mặt',
      'Số thứ tự: E-0007',
      'BIÊN NHẬN THANH TOÁN',
      '[ĐÃ THANH TOÁN]',
      'Tiền khám: 150.000 đ',
      'Tạm ứng, quyết toán khi xong: 100.000 đ',
      'Số tiền phải trả: 250.000 đ',
      'Đã nhận',
      '250.000 đ',
      'Mã thanh toán: KC7Q4MW2RTX',
      'Nhận lúc 07:46 ngày 23/11/2026',
      'Đây là biên nhận, không phải hóa đơn.',
      'Cần hóa đơn, xin đến Quầy 2.',
    ]);
  });

  test.each([
    ['partial', { due: 50_000, received: 200_000, bill: 'part-paid' }, 'Còn thiếu: 50.000 đ'],
    ['over', { received: 300_000, unallocated: 50_000 }, 'Trả thừa: 50.000 đ'],
    ['double', { received: 500_000, unallocated: 250_000, transfers: 2 }, 'Trả thừa: 250.000 đ'],
  ] as const)(
    'of %s payment says what is missing or too much, and where to go',
    (outcome, changes, said) => {
      const lines = receipt({ outcome, progress: { ...PAID, ...changes } });
      expect(lines).toContain(said);
      expect(lines.join()).toContain('Quầy 2');
      expect(lines.includes('[ĐÃ THANH TOÁN]')).toBe(outcome !== 'partial');
    },
  );

  test('of money for a bill that was withdrawn never says that something is paid', () => {
    const progress = { ...PAID, bill: 'cancelled', unallocated: 250_000 } as const;
    expect(receipt({ outcome: 'to-desk', progress })).not.toContain('[ĐÃ THANH TOÁN]');
  });

  test('tells of the invoice that is noted: a company by its code, a patient by nothing', () => {
    const company = receipt({}, { invoice: { for: 'company', taxCode: '0100233488' } });
    expect(company.at(-1)).toContain('mã số thuế 0100233488');
    const patient = receipt({}, { invoice: { for: 'patient' } });
    expect(patient.at(-1)).toMatch(/^Đã ghi yêu cầu hóa đơn điện tử cho người bệnh/);
  });
});

describe('a slip', () => {
  test('carries its code, who is paid, until when, and what becomes of money sent before', () => {
    const lines = slip({ slip: SLIP, progress: undefined });
    expect(lines).toContain(`<${SLIP.qr}>`);
    expect(lines).toContain('KC2345678AB');
    expect(lines).toContain('Chủ tài khoản: BENH VIEN MINH AN');
    expect(lines).toContain('Mã dùng được đến 20:00 ngày 23/11/2026');
    // The code that was on the screen may have been paid.
    expect(lines).toContain('Mã thanh toán: KC7Q4MW2RTX');
    expect(lines.at(-1)).toContain('tiền không mất');
  });

  test('without a code leads to the counter, over what is still due', () => {
    const progress = { ...PAID, bill: 'part-paid', due: 50_000, received: 200_000 } as const;
    const lines = slip({ code: undefined, progress });
    expect(lines).toContain('50.000 đ');
    expect(lines).toContain('Xin trả tại Quầy 2.');
    expect(lines.join()).not.toContain('<');
  });

  test('says that an invoice is noted with its code', () => {
    expect(slip({ slip: SLIP }, { invoice: { for: 'patient' } }).at(-1)).toContain('hóa đơn');
  });
});

const chargeLine: fc.Arbitrary<ChargeLine> = fc.record(
  {
    reason: fc.constantFrom(...chargeLineSchema.shape.reason.options),
    amount: fc.integer({ min: -9_999_999, max: 9_999_999 }),
    text: fc.constant('Xét nghiệm HIV'),
  },
  { requiredKeys: ['reason', 'amount'] },
);

test('no paper tells what was examined, and all keep to the contract in both languages', () => {
  fc.assert(
    fc.property(
      fc.array(chargeLine, { maxLength: 60 }),
      fc.constantFrom(...billKindSchema.options),
      fc.constantFrom('vi', 'en'),
      fc.boolean(),
      (lines, kind, language, large) => {
        const bill = { kind, day: '2026-11-20', isPriorDebt: true };
        const facts = factsOf({ charges: chargesOf(lines, 0, true), bill, slip: SLIP });
        for (const paper of [paymentReceipt, paymentSlip]) {
          const printed = paper(facts, { ...SHEET, language, large }, wordsOf(language));
          expect(printableSchema.parse(printed)).toEqual(printed);
          expect(linesOf(printed).join('\n')).not.toMatch(/HIV|\{\{|receipt\.|later\.|billKind/);
        }
      },
    ),
    { numRuns: 60 },
  );
});
