import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CheckInEvent } from '../../core/contract/hub.ts';
import type { PaymentProgress } from '../../core/contract/kiosk-payment.ts';
import { SYNTHETIC_SERVICE_POINTS } from '../../core/identity/synthetic-hospital.ts';
import { referenceDraw } from '../../core/payment/reference-code.ts';
import { type HisBill } from '../his/his-money.ts';
import { createIntake } from '../intake/intake.ts';
import { checkInEvent } from '../intake/testing/synthetic-events.ts';
import { TEST_PATIENTS } from '../intake/testing/test-patients.ts';
import { payos } from '../payment-providers/payos/payos.ts';
import {
  type PayosSimulator,
  startPayosSimulator,
} from '../payment-providers/payos/simulator/payos-simulator.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { systemClock } from '../ports/system-clock.ts';
import { createBillsDue } from './bills-due.ts';
import { type Collection, createCollection } from './collection.ts';
import { kioskPaymentSettingsSchema } from './kiosk-payment-settings.ts';
import { createKioskPayments, type KioskPayments } from './kiosk-payments.ts';
import { type MoneyOnTest, openMoney } from './testing/open-money.ts';

const CREDENTIALS = { clientId: 'client', apiKey: 'key', checksumKey: 'checksum' } as const;

describe('paying at a kiosk', () => {
  const clock = systemClock;
  const ids = timeOrderedIds(clock);
  let money: MoneyOnTest;
  let simulator: PayosSimulator;
  let collection: Collection;
  let payments: KioskPayments;
  let told: readonly HisBill[] = [];

  beforeAll(async () => {
    money = await openMoney(clock);
    const { database, billing } = money;
    simulator = await startPayosSimulator(CREDENTIALS);
    collection = createCollection({
      database,
      billing,
      providers: [payos({ baseUrl: simulator.url, ...CREDENTIALS, timeoutMs: 2_000 })],
      clock,
      ids,
      validMs: 900_000,
    });
    payments = createKioskPayments({
      database,
      clock,
      ids,
      collecting: { billing, collection },
      settings: kioskPaymentSettingsSchema.parse({ when: 'before', prepayment: 100_000 }),
      point: id => {
        const point = SYNTHETIC_SERVICE_POINTS.find(one => one.id === id);
        return point && { ...point, state: 'open', waiting: 0 };
      },
      hospitalBills: createBillsDue({
        database,
        his: { billsDue: () => Promise.resolve(told) },
        patients: TEST_PATIENTS,
        clock,
      }),
    });
  });
  afterAll(async () => {
    await simulator.close();
    await money.close();
  });

  const arrived = async (change: Partial<CheckInEvent> = {}) => {
    const event = checkInEvent({ servicePointId: 'clinic-dental', ...change });
    const intake = createIntake({
      database: money.database,
      clock,
      ids,
      patients: TEST_PATIENTS,
    });
    await intake.receive(event.kioskId, [event]);
    return { kind: 'visit', visitId: event.visitId } as const;
  };
  const insured = (benefitPercent: number, paysAllBelow?: number): Partial<CheckInEvent> => ({
    payer: {
      mode: 'insured',
      coverage: {
        reason: 'valid-in-network',
        route: {
          route: 'in-network',
          reason: 'registered-here',
          benefitPercent,
          ...(paysAllBelow === undefined ? {} : { paysAllBelow }),
          grounds: { emergency: false, referral: 'none', reExamination: 'none' },
        },
      },
    },
  });
  const transfer = async (reference: string, amount: number): Promise<void> => {
    const [body = ''] = await simulator.pay(referenceDraw(reference) ?? 0, amount);
    const notice = { headers: {}, body: Buffer.from(body), receivedAt: clock.now() };
    expect((await collection.notice('payos', notice)).status).toBe(200);
  };

  it('says what a visit costs and why, from what was recorded of it', async () => {
    expect(await payments.charges(await arrived())).toEqual({
      lines: [
        { reason: 'examination', amount: 150_000 },
        { reason: 'prepayment', amount: 100_000 },
      ],
      total: 250_000,
      due: 250_000,
      byCode: 'offered',
    });
    expect(await payments.charges(await arrived(insured(80)))).toMatchObject({
      lines: [{ amount: 150_000 }, { reason: 'insurance-part', amount: -120_000, percent: 80 }],
      due: 30_000,
    });
    expect(await payments.charges(await arrived(insured(80, 351_000)))).toMatchObject({ due: 0 });
  });

  it('leaves to a person what is not decided, and waits for a visit on its way', async () => {
    const undecided = await arrived({
      payer: { mode: 'insured', coverage: { reason: 'unverified-portal-away' } },
    });
    expect(await payments.charges(undecided)).toMatchObject({ byCode: 'undecided', due: 0 });
    await expect(
      payments.open(randomUUID(), { payable: undecided, place: 'screen' }, 'kiosk-1'),
    ).rejects.toMatchObject({ code: 'not-possible-now' });
    await expect(payments.charges({ kind: 'visit', visitId: randomUUID() })).rejects.toMatchObject({
      code: 'not-possible-now',
    });
  });

  it('raises one bill for one visit, whoever asks, and the code before ends', async () => {
    const visit = await arrived();
    const screen = await payments.open(
      randomUUID(),
      { payable: visit, place: 'screen' },
      'kiosk-1',
    );
    const again = await payments.open(
      screen.attemptId,
      { payable: visit, place: 'screen' },
      'kiosk-1',
    );
    expect(again.reference).toBe(screen.reference);
    const slip = await payments.open(randomUUID(), { payable: visit, place: 'slip' }, 'kiosk-2');
    expect(slip.validSeconds).toBeGreaterThan(screen.validSeconds);
    expect(await payments.progress(screen.attemptId)).toMatchObject({ attempt: 'replaced' });
    const { rows } = await money.database.query(
      `select lines, opened_by, place from bill join payment_attempt using (bill_id)
       where visit_id = $1 order by opened_at`,
      [visit.visitId],
    );
    expect(rows).toMatchObject([
      { opened_by: 'kiosk:kiosk-1', place: 'screen', lines: [{}, {}] },
      { opened_by: 'kiosk:kiosk-2', place: 'slip' },
    ]);
    // Whoever still scans the first one pays the same bill.
    await transfer(screen.reference, 250_000);
    expect(await payments.charges(visit)).toMatchObject({ due: 0, total: 250_000 });
  });

  const receiptsOf = async (visitId: string) => {
    const { rows } = await money.database.query<{ content: unknown }>(
      `select content from intake_event join his_receipt on receipt_id = event_id
         join bill using (bill_id) where bill.visit_id = $1`,
      [visitId],
    );
    return rows.map(({ content }) => content);
  };
  const invoice = { buyer: 'Nguyễn Thị Thử', taxCode: '001148999921', address: '1 Phố Thử' };

  it('passes the wish for an invoice on with the receipt', async () => {
    const visit = await arrived();
    const company = { taxCode: '0100233488' };
    const first = { payable: visit, place: 'screen', eInvoice: company } as const;
    expect(await payments.open(randomUUID(), first, 'kiosk-1')).toMatchObject({
      eInvoice: 'noted',
    });
    const second = { payable: visit, place: 'screen', eInvoice: invoice } as const;
    const { reference } = await payments.open(randomUUID(), second, 'kiosk-1');
    await transfer(reference, 250_000);
    expect(await receiptsOf(visit.visitId)).toMatchObject([{ eInvoice: invoice }]);
  });

  it('leaves to the counter what comes after something is paid, and never refuses the code', async () => {
    const visit = await arrived();
    const { reference } = await payments.open(
      randomUUID(),
      { payable: visit, place: 'screen' },
      'kiosk-1',
    );
    await transfer(reference, 100_000);
    const late = { payable: visit, place: 'screen', eInvoice: invoice } as const;
    expect(await payments.open(randomUUID(), late, 'kiosk-1')).toMatchObject({
      amount: 150_000,
      eInvoice: 'too-late',
    });
  });

  it('takes a wish back, and keeps one that a later code does not speak of', async () => {
    const visit = await arrived();
    const open = (eInvoice: typeof invoice | null | undefined) =>
      payments.open(randomUUID(), { payable: visit, place: 'screen', eInvoice }, 'kiosk-1');
    const wished = async () => {
      const { rows } = await money.database.query<{ wish: unknown }>(
        'select e_invoice as wish from bill where visit_id = $1',
        [visit.visitId],
      );
      return rows[0]?.wish;
    };
    await open(invoice);
    expect(await open(undefined)).not.toHaveProperty('eInvoice');
    expect(await wished()).toEqual(invoice);
    expect(await open(null)).not.toHaveProperty('eInvoice');
    expect(await wished()).toBeNull();
  });

  it('tells a waiting kiosk of money as soon as the notice is booked', async () => {
    const visit = await arrived();
    const { attemptId, reference } = await payments.open(
      randomUUID(),
      { payable: visit, place: 'screen' },
      'k',
    );
    const known = await payments.progress(attemptId);
    const news = payments.progress(attemptId, known);
    await transfer(reference, 100_000);
    expect(await news).toMatchObject({
      bill: 'part-paid',
      due: 150_000,
      received: 100_000,
      transfers: 1,
    } satisfies Partial<PaymentProgress>);
  });

  it('shows bills of the hospital with their lines, and pays the one that was chosen', async () => {
    told = [
      {
        id: 'HD-7',
        kind: 'services',
        day: '2026-11-20',
        lines: [
          { name: 'Công thức máu', quantity: 2, amount: 120_000, insurerPays: 96_000 },
          { name: 'X-quang', quantity: 1, amount: 80_000, insurerPays: 0 },
        ],
        total: 200_000,
        insurerPays: 96_000,
        due: 64_000,
        isPriorDebt: true,
      },
    ];
    const { bills } = await payments.billsDue('BN-9');
    expect(bills).toEqual([
      {
        billNumber: 'HD-7',
        kind: 'services',
        day: '2026-11-20',
        isPriorDebt: true,
        charges: {
          lines: [
            { reason: 'hospital-bill', amount: 120_000, text: 'Công thức máu × 2' },
            { reason: 'hospital-bill', amount: 80_000, text: 'X-quang' },
            { reason: 'insurance', amount: -96_000 },
            { reason: 'paid-before', amount: -40_000 },
          ],
          total: 64_000,
          due: 64_000,
          byCode: 'offered',
        },
      },
    ]);
    const bill = { kind: 'hospital-bill', billNumber: 'HD-7', hisPatientId: 'BN-9' } as const;
    const { attemptId, reference, amount } = await payments.open(
      randomUUID(),
      { payable: bill, place: 'screen' },
      'kiosk-1',
    );
    expect(amount).toBe(64_000);
    await transfer(reference, 64_000);
    expect(await payments.progress(attemptId)).toMatchObject({ bill: 'paid', due: 0 });
    expect(await payments.billsDue('BN-9')).toEqual({ outcome: 'known', bills: [] });
  });
});
