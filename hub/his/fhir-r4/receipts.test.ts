import { describe, expect, it } from 'vitest';
import { type PaymentReceipt } from '../his-money.ts';
import { receiptBundle } from './receipts.ts';
import { identifierSystemsSchema } from './systems.ts';
import { bundleProblems } from './testing/validate-fhir.ts';

const systems = identifierSystemsSchema.parse({});

const RECEIPT: PaymentReceipt = {
  type: 'receipt',
  eventId: '01936f1e-1b1c-7d3e-8a01-000000000001',
  kind: 'payment',
  billId: '01936f1e-1b1c-7d3e-8a01-000000000002',
  paymentId: '01936f1e-1b1c-7d3e-8a01-000000000003',
  hisBill: 'HD26999921-1',
  amount: 18_020,
  method: 'transfer',
  provider: 'payos',
  bankReference: 'FT26327000001',
  paidAt: '2026-11-23T02:10:00.000Z',
  recordedAt: '2026-11-23T02:10:01.000Z',
  day: '2026-11-23',
};
const INVOICE = { reference: 'Invoice/HD26999921-1' };

describe('the bundle of a receipt', () => {
  it.each([
    ['of an invoice', RECEIPT],
    ['in cash', { ...RECEIPT, method: 'cash' as const }],
    [
      'with an invoice wished for',
      { ...RECEIPT, eInvoice: { buyer: 'Công ty A', taxCode: '0101234567', address: '1 Phố Thử' } },
    ],
  ])('%s is found right by both validators', (_, receipt) => {
    expect(bundleProblems(receiptBundle(receipt, INVOICE, systems, '01999'))).toEqual([]);
  });

  it('says the same in both resources, and each is created once for its number', () => {
    const { entry = [] } = receiptBundle(RECEIPT, INVOICE, systems, '01999');
    expect(entry.map(one => one.request)).toEqual(
      ['PaymentReconciliation', 'PaymentNotice'].map(url => ({
        method: 'POST',
        url,
        ifNoneExist: `identifier=${encodeURIComponent(`${systems.receipt}|${RECEIPT.eventId}`)}`,
      })),
    );
    expect(entry[1]?.resource).toMatchObject({
      amount: { value: 18_020, currency: 'VND' },
      payment: { reference: entry[0]?.fullUrl },
      request: INVOICE,
      paymentDate: '2026-11-23',
    });
    expect(entry[0]?.resource).toMatchObject({
      paymentIdentifier: { system: `${systems.bankReference}:payos`, value: 'FT26327000001' },
    });
  });
});
