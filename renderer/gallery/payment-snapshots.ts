import type { Charges } from '../../core/contract/kiosk-payment.ts';
import type { Place, StepView } from '../../core/contract/kiosk.ts';
import { encodeVietQr } from '../../core/payment/vietqr.ts';

/** Pages of paying, with an account and a reference that nobody has. */

type StepOf<Name extends StepView['name']> = Extract<StepView, { name: Name }>;

const REFERENCE = 'KC7Q4MW2RTX';

const CODE: StepOf<'payment-code'>['code'] = {
  reference: REFERENCE,
  amount: 150_000,
  qr: encodeVietQr({
    use: 'dynamic',
    bankBin: '970436',
    account: '1017595600',
    service: 'account',
    amount: 150_000,
    purpose: REFERENCE,
  }),
  bankBin: '970436',
  account: '1017595600',
  accountName: 'BENH VIEN DA KHOA MINH AN',
  expiresAt: '2026-11-23T00:50:00.000Z',
  validSeconds: 300,
};

const SELF_PAY: Charges = {
  lines: [
    { reason: 'examination', amount: 150_000 },
    { reason: 'prepayment', amount: 100_000 },
  ],
  total: 250_000,
  due: 250_000,
  byCode: 'offered',
};

const INSURED: Charges = {
  lines: [
    { reason: 'examination', amount: 500_000 },
    { reason: 'insurance-part', amount: -400_000, percent: 80 },
  ],
  total: 100_000,
  due: 100_000,
  byCode: 'offered',
};

const BILL = { kind: 'services', day: '2026-11-20', isPriorDebt: true } as const;

const LONG_BILL: Charges = {
  lines: [
    'Tổng phân tích tế bào máu ngoại vi',
    'Định lượng Glucose',
    'Siêu âm ổ bụng tổng quát',
    'Chụp X-quang ngực thẳng',
  ]
    .map((text, index): Charges['lines'][number] => ({
      reason: 'hospital-bill',
      amount: 45_000 + index * 30_000,
      text,
    }))
    .concat({ reason: 'paid-before', amount: -150_000 }),
  total: 210_000,
  due: 210_000,
  byCode: 'offered',
};

/** The pages, at a place and with a counter that takes cash. */
export const paymentPages = (place: Place, cashier: Place) => {
  const charges = (
    of: Charges,
    isFirst = true,
    invoice: StepOf<'charges'>['invoice'] = { for: 'nobody' },
  ): StepView => ({
    name: 'charges',
    place,
    cashier,
    charges: of,
    isFirst,
    ...(of.byCode === 'offered' ? { invoice } : {}),
  });
  const result = (changes: Partial<StepOf<'payment-result'>>): StepView => ({
    name: 'payment-result',
    place,
    cashier,
    outcome: 'paid',
    amount: 150_000,
    received: 150_000,
    due: 0,
    unallocated: 0,
    reference: REFERENCE,
    paidAt: '2026-11-23T00:46:10.000Z',
    print: 'printed',
    byCode: true,
    ...changes,
  });
  const slip = (changes: Partial<StepOf<'payment-slip'>>): StepView => ({
    name: 'payment-slip',
    place,
    cashier,
    why: 'chosen',
    amount: 150_000,
    code: { reference: REFERENCE, expiresAt: '2026-11-23T12:45:00.000Z' },
    print: 'printing',
    asked: 'no',
    byCode: true,
    ...changes,
  });
  const code = (asked: StepOf<'payment-code'>['asked']): StepView => ({
    name: 'payment-code',
    code: CODE,
    attemptId: '6f2f3c0e-8b1d-4c53-a7e9-0d5b2c7f4a61',
    account: '1017595600 · Vietcombank',
    asked,
  });
  return {
    charges: charges(SELF_PAY),
    'charges-insured': charges(INSURED, false),
    'charges-invoice': charges(SELF_PAY, true, { for: 'company', taxCode: '0314409058-002' }),
    'charges-away': charges({ ...INSURED, byCode: 'away' }),
    'charges-no-code': {
      name: 'charges',
      place,
      cashier,
      charges: SELF_PAY,
      isFirst: true,
      notice: 'payment-unreachable',
    },
    'charges-bill': {
      name: 'charges',
      bill: BILL,
      cashier,
      charges: LONG_BILL,
      isFirst: false,
      invoice: { for: 'nobody' },
    },
    invoice: {
      name: 'invoice',
      cashier,
      invoice: { for: 'nobody' },
      patient: { name: 'Nguyễn Thị Hòa', number: '0**********21' },
    },
    'invoice-unknown': { name: 'invoice', cashier, invoice: { for: 'nobody' } },
    'tax-code': { name: 'tax-code', isUnreadable: false },
    'tax-code-unreadable': { name: 'tax-code', isUnreadable: true },
    'payment-wait': { name: 'payment-wait', doing: 'code' },
    'payment-code': code('no'),
    'payment-code-asked': code('nothing-yet'),
    'payment-code-away': code('away'),
    'payment-paid': result({}),
    'payment-paid-of-several': result({
      invoice: { for: 'patient' },
      others: { count: 2, due: 360_000 },
    }),
    'payment-partial': result({ outcome: 'partial', received: 100_000, due: 50_000 }),
    'payment-over': result({ outcome: 'over', received: 200_000, unallocated: 50_000 }),
    'payment-double': result({
      outcome: 'double',
      received: 300_000,
      unallocated: 150_000,
      print: 'failed',
    }),
    'payment-to-desk': result({ outcome: 'to-desk', unallocated: 150_000, byCode: false }),
    'payment-withdrawn': result({ outcome: 'withdrawn', received: 0, byCode: false }),
    'payment-slip': slip({}),
    'payment-slip-expired': slip({ why: 'expired', asked: 'nothing-yet', print: 'printed' }),
    bills: {
      name: 'bills',
      outcome: 'known',
      cashier,
      bills: [
        { billId: 'HD-1', bill: BILL, due: 360_000 },
        { billId: 'HD-2', place, due: 150_000 },
      ],
    },
    'bills-none': { name: 'bills', outcome: 'known', cashier, bills: [] },
    'bills-away': { name: 'bills', outcome: 'his-away', cashier, bills: [] },
  } as const satisfies Readonly<Record<string, StepView>>;
};
