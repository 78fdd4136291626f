import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HisBill } from '../his/his-money.ts';
import { TEST_PATIENTS } from '../intake/testing/test-patients.ts';
import { fakeClock } from '../ports/testing/fake-clock.ts';
import { type BillsDue, createBillsDue } from './bills-due.ts';
import { type MoneyOnTest, openMoney } from './testing/open-money.ts';

describe('bills of the HIS', () => {
  const clock = fakeClock();
  let money: MoneyOnTest;
  let billsDue: BillsDue;
  let told: readonly HisBill[] = [];

  beforeAll(async () => {
    money = await openMoney(clock);
    const { database } = money;
    billsDue = createBillsDue({
      database,
      his: { billsDue: () => Promise.resolve(told) },
      patients: TEST_PATIENTS,
      clock,
    });
  });
  afterAll(() => money.close());

  const bill = (id: string, due: number, day = '2026-11-23'): HisBill => ({
    id,
    kind: 'services',
    day,
    lines: [{ name: 'Xét nghiệm máu', quantity: 1, amount: due, insurerPays: 0 }],
    total: due,
    insurerPays: 0,
    due,
    isPriorDebt: day < '2026-11-23',
  });
  const due = async () => (await billsDue.of('BN1')).map(one => [one.id, one.due]);
  const choose = async (id: string) => {
    const chosen = (await billsDue.of('BN1')).find(one => one.id === id);
    if (chosen === undefined) throw new Error('it is not due');
    return billsDue.choose({ bill: chosen, billId: randomUUID() }, 'kiosk:k1');
  };
  const pay = async (billId: string, amount: number) => {
    const { reference } = await money.billing.openAttempt(
      { attemptId: randomUUID(), billId, provider: 'payos', expiresAt: '2026-11-23T23:00:00.000Z' },
      'kiosk:k1',
    );
    const paymentId = randomUUID();
    await money.billing.receive(
      [
        {
          paymentId,
          provider: 'payos',
          account: '1',
          bankReference: paymentId,
          into: 'clearing:payos',
          amount,
          narrative: reference,
          paidAt: '2026-11-23T01:00:00.000Z',
        },
      ],
      'provider:payos',
    );
  };
  const deliverAll = () =>
    money.database.query(`update delivery set state = 'delivered', updated_at = $1`, [
      new Date(clock.now()).toISOString(),
    ]);

  it('come the oldest first, with what is left from before marked', async () => {
    told = [bill('A1', 50_000), bill('A0', 20_000, '2026-10-01')];
    expect(await billsDue.of('BN1')).toMatchObject([
      { id: 'A0', isPriorDebt: true },
      { id: 'A1', isPriorDebt: false },
    ]);
  });

  it('are not due twice while the HIS has not been told', async () => {
    told = [bill('B1', 50_000)];
    const { billId } = await choose('B1');
    await pay(billId, 30_000);
    expect(await due()).toEqual([['B1', 20_000]]);
    expect((await choose('B1')).billId).toBe(billId);
    await pay(billId, 20_000);
    expect(await due()).toEqual([]);
    await deliverAll();
    clock.advance(60_000);
    // The HIS has the receipts and asks for more.
    told = [bill('B1', 15_000)];
    expect(await due()).toEqual([['B1', 15_000]]);
    const more = await choose('B1');
    expect(more).toMatchObject({ amount: 15_000, state: 'open' });
    expect(more.billId).not.toBe(billId);
  });

  it('are one bill here however often they are chosen', async () => {
    told = [bill('C1', 40_000)];
    expect((await choose('C1')).billId).toBe((await choose('C1')).billId);
  });

  it('that change before anything is paid are asked for as they stand now', async () => {
    told = [bill('D1', 40_000)];
    const before = await choose('D1');
    told = [bill('D1', 60_000)];
    const after = await choose('D1');
    expect(after.amount).toBe(60_000);
    expect((await money.billing.bill(before.billId)).state).toBe('cancelled');
  });

  it('that the HIS has settled at a counter of its own are not asked for again, nor by their code', async () => {
    told = [bill('F1', 40_000), bill('F2', 25_000)];
    const settled = await choose('F1');
    const { attemptId } = await money.billing.openAttempt(
      {
        attemptId: randomUUID(),
        billId: settled.billId,
        provider: 'payos',
        expiresAt: '2026-11-23T23:00:00.000Z',
      },
      'kiosk:k1',
    );
    const other = await choose('F2');
    clock.advance(1_000);
    told = [bill('F2', 25_000)];
    expect(await due()).toEqual([['F2', 25_000]]);
    expect(await money.billing.bill(settled.billId)).toMatchObject({ state: 'cancelled', due: 0 });
    expect(await money.billing.bill(other.billId)).toMatchObject({ state: 'open' });
    const { rows } = await money.database.query(
      'select state from payment_attempt where attempt_id = $1',
      [attemptId],
    );
    expect(rows).toEqual([{ state: 'cancelled' }]);
    // The HIS took the cash back: it is asked for anew.
    told = [bill('F1', 40_000)];
    expect(await choose('F1')).toMatchObject({ amount: 40_000, state: 'open' });
  });

  it('that are paid in part stay with a person when the HIS settles them', async () => {
    told = [bill('G1', 40_000)];
    const { billId } = await choose('G1');
    await pay(billId, 10_000);
    clock.advance(1_000);
    told = [];
    expect(await due()).toEqual([]);
    expect(await money.billing.bill(billId)).toMatchObject({ state: 'part-paid', due: 30_000 });
  });

  it('that were paid since they were shown are not taken again', async () => {
    told = [bill('E1', 40_000)];
    const [shown] = await billsDue.of('BN1');
    const { billId } = await choose('E1');
    await pay(billId, 40_000);
    await expect(
      billsDue.choose({ bill: shown!, billId: randomUUID() }, 'kiosk:k2'),
    ).rejects.toMatchObject({ code: 'not-possible-now' });
  });
});
