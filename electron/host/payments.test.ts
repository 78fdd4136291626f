import { describe, expect, test } from 'vitest';
import { chargesOf, UNDECIDED } from '../../core/billing/charges.ts';
import { FaultError } from '../../core/contract/errors.ts';
import type { KnownVisit } from '../../core/contract/hub.ts';
import type { PaymentCode } from '../../core/contract/kiosk-payment.ts';
import { createManualClock } from '../storage/testing/manual-clock.ts';
import { createPayments, type PaymentsParts } from './payments.ts';

const VISIT = { kind: 'visit', visitId: '00000000-0000-4000-8000-000000000001' } as const;
const CHARGES = chargesOf([{ reason: 'examination', amount: 150_000 }], 150_000, true);
const CODE: PaymentCode = {
  attemptId: '00000000-0000-4000-9000-000000000001',
  reference: 'KC2345678AB',
  amount: 150_000,
  qr: 'VIETQR',
  accountName: 'BENH VIEN MINH AN',
  expiresAt: '2026-11-23T00:50:00.000Z',
  validSeconds: 300,
};

type Hub = PaymentsParts['hub'];

const refused = (): Promise<never> => Promise.reject(new FaultError('internal'));

const hostWith = (hub: Partial<Hub>, isReachable = true) => {
  const clock = createManualClock();
  let made = 0;
  const payments = createPayments({
    hub: {
      charges: refused,
      openPayment: refused,
      paymentProgress: refused,
      endPayment: refused,
      billsDue: refused,
      ...hub,
    },
    hubReachable: () => isReachable,
    clock,
    ids: { uuid: () => `00000000-0000-4000-9000-${String(++made).padStart(12, '0')}` },
  });
  return { payments, clock };
};

const issued = (payer: 'self-pay' | 'insured', price?: number) =>
  ({
    visitId: VISIT.visitId,
    payer,
    ...(price === undefined ? {} : { price }),
    number: {
      servicePointId: 'clinic-eye',
      day: '2026-11-23',
      numberClass: 'normal',
      sequence: 1,
      label: 'C-0001',
      source: 'hub',
    },
    offline: false,
  }) as const;

describe('what is to pay', () => {
  test('waits for a visit that is still on its way to the hub', async () => {
    let asked = 0;
    const { payments, clock } = hostWith({
      charges: () =>
        ++asked < 4 ? Promise.reject(new FaultError('not-possible-now')) : Promise.resolve(CHARGES),
    });
    const charges = payments.charges({ payable: VISIT, issued: undefined });
    await clock.advance(1_000);
    expect(await charges).toEqual(CHARGES);
    expect(asked).toBe(4);
  });

  test('waits for it no longer than some seconds, then says what is known here', async () => {
    const { payments, clock } = hostWith({
      charges: () => Promise.reject(new FaultError('not-possible-now')),
    });
    const charges = payments.charges({ payable: VISIT, issued: issued('self-pay', 200_000) });
    await clock.advance(10_000);
    expect(await charges).toMatchObject({ due: 200_000, byCode: 'away' });
  });

  test.each([
    ['whoever pays alone: the price, at the counter', issued('self-pay', 200_000), 200_000],
    ['whoever is insured: nothing, a person decides', issued('insured', 200_000), 0],
    ['a visit without a price: nothing, a person decides', issued('self-pay'), 0],
  ] as const)('without the hub is, for %s', async (_, visit, due) => {
    const { payments } = hostWith({}, false);
    const charges = await payments.charges({ payable: VISIT, issued: visit });
    expect(charges.due).toBe(due);
    expect(charges.byCode).toBe(due === 0 ? UNDECIDED.byCode : 'away');
  });
});

describe('a code', () => {
  test('is asked for once more under the same number where the answer was lost', async () => {
    const asked: string[] = [];
    const { payments } = hostWith({
      openPayment: ({ attemptId }) => {
        asked.push(attemptId);
        return asked.length === 1
          ? Promise.reject(new FaultError('hub-timeout'))
          : Promise.resolve({ ...CODE, attemptId });
      },
    });
    const order = { payable: VISIT, place: 'screen', eInvoice: undefined } as const;
    expect((await payments.openCode(order)).attemptId).toBe(asked[0]);
    expect(new Set(asked).size).toBe(1);
  });

  test('that the provider refuses is not asked for again', async () => {
    let asked = 0;
    const { payments } = hostWith({
      openPayment: () => {
        asked += 1;
        return Promise.reject(new FaultError('payment-unreachable'));
      },
    });
    const order = { payable: VISIT, place: 'screen', eInvoice: undefined } as const;
    await expect(payments.openCode(order)).rejects.toMatchObject({ code: 'payment-unreachable' });
    expect(asked).toBe(1);
  });

  test('carries the wish for an invoice, or that it is taken back, or no word of it', async () => {
    const wishes: unknown[] = [];
    const { payments } = hostWith({
      openPayment: ({ eInvoice, ...order }) => {
        wishes.push('eInvoice' in order ? 'key' : eInvoice);
        return Promise.resolve(CODE);
      },
    });
    for (const eInvoice of [{ taxCode: '0100233488' }, null, undefined]) {
      await payments.openCode({ payable: VISIT, place: 'slip', eInvoice });
    }
    expect(wishes).toEqual([{ taxCode: '0100233488' }, null, undefined]);
  });
});

describe('what somebody owes', () => {
  const today: KnownVisit[] = [1, 2].map(n => ({
    visitId: `00000000-0000-4000-8000-00000000000${n}`,
    servicePointId: 'clinic-eye',
    number: issued('self-pay').number,
    checkedInAt: '2026-11-23T00:30:00.000Z',
  }));

  test('is what the hospital says, each bill under its own number', async () => {
    const { payments } = hostWith({
      billsDue: () =>
        Promise.resolve({
          outcome: 'known',
          bills: [
            {
              billNumber: 'HD-1',
              kind: 'services',
              day: '2026-11-20',
              isPriorDebt: true,
              charges: CHARGES,
            },
          ],
        }),
    });
    expect(await payments.billsDue({ hisPatientId: 'p-1', visits: today })).toEqual({
      outcome: 'known',
      bills: [
        {
          billId: 'HD-1',
          payable: { kind: 'hospital-bill', billNumber: 'HD-1', hisPatientId: 'p-1' },
          bill: { kind: 'services', day: '2026-11-20', isPriorDebt: true },
          charges: CHARGES,
        },
      ],
    });
  });

  test('where it tells of none is what of today is not paid', async () => {
    const { payments } = hostWith({
      billsDue: () => Promise.resolve({ outcome: 'not-told', bills: [] }),
      charges: ({ payable }) =>
        Promise.resolve(
          payable.kind === 'visit' && payable.visitId.endsWith('1')
            ? CHARGES
            : { ...CHARGES, due: 0 },
        ),
    });
    const { outcome, bills } = await payments.billsDue({ hisPatientId: 'p-1', visits: today });
    expect(outcome).toBe('not-told');
    expect(bills.map(({ billId }) => billId)).toEqual([today[0]?.visitId]);
  });

  test('is never guessed at where nobody can be asked', async () => {
    const away = { outcome: 'his-away', bills: [] };
    const unreachable = hostWith({}, false).payments;
    const refusing = hostWith({}).payments;
    for (const payments of [unreachable, refusing]) {
      expect(await payments.billsDue({ hisPatientId: 'p-1', visits: today })).toEqual(away);
    }
  });
});
