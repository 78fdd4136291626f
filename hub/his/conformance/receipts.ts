import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { checkInEvent } from '../../intake/testing/synthetic-events.ts';
import { type PaymentReceipt, type ReceiptDelivery } from '../his-money.ts';
import { type HisWorld } from './his-world.ts';

/** Money that came, and money that is taken back. */
export const receipts = (world: () => HisWorld): void => {
  const receiptOf = (change: Partial<PaymentReceipt> = {}): PaymentReceipt => ({
    type: 'receipt',
    eventId: randomUUID(),
    kind: 'payment',
    billId: randomUUID(),
    paymentId: randomUUID(),
    amount: 1_000,
    method: 'transfer',
    provider: 'payos',
    bankReference: 'FT26327000001',
    paidAt: '2026-11-23T02:10:00.000Z',
    recordedAt: '2026-11-23T02:10:01.000Z',
    day: '2026-11-23',
    hisBill: 'HD26999921-1',
    hisPatientId: world().patientId('BN26999921'),
    ...change,
  });
  const tell = (receipt: PaymentReceipt, rest: Partial<ReceiptDelivery> = {}) => {
    const { his } = world();
    if (his.deliverReceipt === undefined) throw new Error('no receipts');
    return his.deliverReceipt({ receipt, attemptsBefore: 0, ...rest });
  };
  const effect = (receipt: PaymentReceipt) => world().receiptEffect(receipt.eventId);

  it('is booked with its amount and for whom the invoice is made out', async () => {
    const eInvoice = { buyer: 'Công ty TNHH A & B', taxCode: '0101234567', address: '1 Phố Thử' };
    const receipt = receiptOf({ eInvoice });
    expect(await tell(receipt)).toMatchObject({ verdict: 'delivered' });
    expect(effect(receipt)).toEqual({
      times: 1,
      amount: 1_000,
      isTakenBack: false,
      buyer: eInvoice.buyer,
      taxCode: eInvoice.taxCode,
    });
  });

  it('makes the bill smaller', async () => {
    const { his, day } = world();
    const due = async () =>
      (await his.billsDue?.(world().patientId('BN26999921'), day))?.[0]?.due ?? 0;
    const before = await due();
    await tell(receiptOf({ amount: 2_000 }));
    expect(await due()).toBe(before - 2_000);
  });

  it('told twice is booked once', async () => {
    const receipt = receiptOf();
    await tell(receipt);
    expect(await tell(receipt, { attemptsBefore: 1 })).toMatchObject({ verdict: 'delivered' });
    expect(effect(receipt)?.times).toBe(1);
  });

  it('whose answer was lost is booked once', async () => {
    const receipt = receiptOf();
    world().trouble('answer-lost');
    expect(await tell(receipt)).toMatchObject({ verdict: 'later', scope: 'system' });
    world().trouble('none');
    expect(await tell(receipt, { attemptsBefore: 1 })).toMatchObject({ verdict: 'delivered' });
    expect(effect(receipt)?.times).toBe(1);
  });

  it('of a HIS that is away waits with all others', async () => {
    world().trouble('away');
    expect(await tell(receiptOf())).toMatchObject({ verdict: 'later', scope: 'system' });
  });

  it('that is refused for what it says is a dead letter', async () => {
    world().trouble('refused');
    const receipt = receiptOf();
    expect(await tell(receipt)).toMatchObject({ verdict: 'rejected' });
    expect(effect(receipt)).toBeUndefined();
  });

  it('is taken back, once however often that is said', async () => {
    const receipt = receiptOf();
    await tell(receipt);
    const back = receiptOf({ kind: 'cancellation', cancels: receipt.eventId });
    for (const attemptsBefore of [0, 1]) {
      expect(await tell(back, { attemptsBefore })).toMatchObject({ verdict: 'delivered' });
    }
    expect(effect(receipt)).toMatchObject({ times: 1, isTakenBack: true });
  });

  it('for a visit is booked on the visit that the HIS has', async () => {
    const event = checkInEvent({ hisPatientId: world().patientId('BN26999903') });
    const registered = await world().his.deliver({ event, attemptsBefore: 0 });
    if (registered.verdict !== 'delivered') throw new Error('not registered');
    const { hisBill: _bill, hisPatientId: _patient, ...rest } = receiptOf();
    const receipt = { ...rest, visitId: event.visitId };
    const visit = { visitId: event.visitId, event, references: registered.receipt };
    expect(await tell(receipt, { visit })).toMatchObject({ verdict: 'delivered' });
    expect(effect(receipt)).toMatchObject({ times: 1, amount: 1_000 });
  });
};
