import { describe, expect, test } from 'vitest';
import { chargesOf, UNDECIDED } from '../billing/charges.ts';
import type { StepName } from '../contract/kiosk.ts';
import { cameInFull, checkInToPay } from './testing/visit-walks.ts';
import {
  type Answers,
  chipClaim,
  examinationOf,
  nothingCame,
  payingMorning,
  quietMorning,
  visitWorld,
  type VisitWorld,
} from './testing/visit-world.ts';
import { DEFAULT_PACE } from './visit-context.ts';

/** Checks in to a clinic as somebody who pays for themselves. */
const checkedIn = async (
  when: 'before' | 'after',
  given: Partial<Answers> = {},
): Promise<VisitWorld> => {
  const world = visitWorld(given, payingMorning(when));
  await checkInToPay(world);
  return world;
};

/** The same, with the code on the screen. */
const atCode = async (given: Partial<Answers> = {}): Promise<VisitWorld> => {
  const world = await checkedIn('before', given);
  world.send({ type: 'payByCode' });
  await world.settle();
  return world;
};

const stepOf = (world: VisitWorld): StepName => world.snapshot().step.name;

describe('a clinic that is paid before the room is entered', () => {
  test('the number is recorded first, then it says what to pay and why', async () => {
    const world = await checkedIn('before');
    expect(world.issued).toHaveLength(1);
    expect(world.snapshot().step).toMatchObject({
      name: 'charges',
      isFirst: true,
      charges: { due: 150_000, byCode: 'offered', lines: [{ reason: 'examination' }] },
    });
  });

  test('paid: a receipt, then the ticket, which says so', async () => {
    const world = await atCode({ progress: [nothingCame, nothingCame, cameInFull] });
    expect(stepOf(world)).toBe('payment-code');
    await world.wait(2);
    expect(world.snapshot().step).toMatchObject({
      name: 'payment-result',
      outcome: 'paid',
      received: 150_000,
    });
    expect(world.papers.map(({ kind }) => kind)).toEqual(['receipt']);
    world.send({ type: 'finish' });
    await world.settle();
    expect(world.snapshot().step).toMatchObject({
      name: 'ticket',
      ticket: { payment: { state: 'paid', amount: 150_000 }, print: 'printed' },
    });
    expect(world.tickets).toHaveLength(1);
    expect(world.tickets[0]?.payment).toMatchObject({ state: 'paid' });
  });

  test('at the counter: a slip with a code for a relative, and the ticket', async () => {
    const world = await checkedIn('before');
    world.send({ type: 'payAtCounter' });
    await world.settle();
    expect(world.snapshot().step).toMatchObject({ name: 'payment-slip', why: 'chosen' });
    expect(world.codes.map(({ place }) => place)).toEqual(['slip']);
    expect(world.papers.map(({ kind }) => kind)).toEqual(['slip']);
    world.send({ type: 'finish' });
    await world.settle();
    expect(world.snapshot().step).toMatchObject({
      name: 'ticket',
      ticket: { payment: { state: 'due', amount: 150_000, isFirst: true }, payable: true },
    });
  });

  test('nobody touches anything any more: the ticket comes out all the same', async () => {
    const world = await checkedIn('before');
    await world.wait(DEFAULT_PACE.idle + DEFAULT_PACE.countdown + 1);
    expect(stepOf(world)).toBe('ticket');
    expect(world.tickets).toHaveLength(1);
  });

  test.each([
    ['nothing to pay', { charges: chargesOf([], 0, true) }],
    ['nobody knows yet who pays', { charges: UNDECIDED }],
    ['the hub has no answer', { charges: 'fail' }],
  ] as const)('%s: the ticket follows at once', async (_, given) => {
    const world = await checkedIn('before', given);
    expect(stepOf(world)).toBe('ticket');
  });

  test('the hub away: only the counter is offered', async () => {
    const away = { ...examinationOf(150_000), byCode: 'away' as const };
    const world = await checkedIn('before', { charges: away });
    expect(world.snapshot().step).toMatchObject({ name: 'charges', charges: { byCode: 'away' } });
    expect(world.can({ type: 'payByCode' })).toBe(false);
    world.send({ type: 'payAtCounter' });
    await world.settle();
    expect(world.codes).toEqual([]);
    expect(world.snapshot().step).toMatchObject({ name: 'payment-slip', amount: 150_000 });
  });
});

describe('while the code is shown', () => {
  test('nobody is asked whether they are still there: their eyes are on the phone', async () => {
    const world = await atCode();
    const left = await world.wait(DEFAULT_PACE.idle + 20);
    expect(left).toMatchObject({ idle: { state: 'active' }, step: { name: 'payment-code' } });
  });

  test('"I have paid" asks again, and says that nothing came yet', async () => {
    const world = await atCode();
    world.send({ type: 'askPayment' });
    await world.settle();
    expect(world.snapshot().step).toMatchObject({ name: 'payment-code', asked: 'nothing-yet' });
  });

  test('the hub away: the code stays, and it says that the money is not lost', async () => {
    const world = await atCode({ progress: [nothingCame, 'fail'] });
    world.send({ type: 'askPayment' });
    await world.settle();
    expect(world.snapshot().step).toMatchObject({ name: 'payment-code', asked: 'away' });
  });

  test('its time over: asked once more, and a slip that says what becomes of late money', async () => {
    const world = await atCode();
    await world.wait(DEFAULT_PACE.code + 1);
    expect(world.snapshot().step).toMatchObject({ name: 'payment-slip', why: 'expired' });
    expect(world.papers.map(({ kind }) => kind)).toEqual(['slip']);
  });

  test('money that came in the last second counts', async () => {
    const world = await atCode({ progress: ['fail', cameInFull] });
    world.send({ type: 'payAtCounter' });
    await world.settle();
    expect(world.snapshot().step).toMatchObject({ name: 'payment-result', outcome: 'paid' });
  });

  test('no code to be had: what went wrong, and the counter', async () => {
    const world = await atCode({ openCode: 'fail' });
    expect(world.snapshot().step).toMatchObject({ name: 'charges', notice: 'internal' });
    expect(world.can({ type: 'payAtCounter' })).toBe(true);
  });
});

describe('money that is not what was asked for', () => {
  const some = { ...cameInFull, bill: 'part-paid', due: 50_000, received: 100_000 } as const;

  test('too little: what came, what is missing, and a code for the rest', async () => {
    const world = await atCode({ progress: [some] });
    expect(world.snapshot().step).toMatchObject({
      name: 'payment-result',
      outcome: 'partial',
      received: 100_000,
      due: 50_000,
      byCode: true,
    });
    world.send({ type: 'payByCode' });
    await world.settle();
    expect(world.codes).toHaveLength(2);
  });

  test.each([
    ['too much', { received: 200_000, unallocated: 50_000 }, 'over'],
    ['twice', { received: 300_000, transfers: 2, unallocated: 150_000 }, 'double'],
    ['for a bill that was withdrawn', { bill: 'cancelled' }, 'to-desk'],
  ] as const)('%s: it is explained, with a receipt for the desk', async (_, changes, outcome) => {
    const world = await atCode({ progress: [{ ...cameInFull, ...changes }] });
    expect(world.snapshot().step).toMatchObject({ name: 'payment-result', outcome });
    expect(world.papers).toMatchObject([{ kind: 'receipt', paying: { outcome } }]);
  });
});

describe('a bill that the hospital asks for no longer while its code is shown', () => {
  const withdrawn = { ...nothingCame, attempt: 'cancelled', bill: 'cancelled', due: 0 } as const;

  test('is said so, without a receipt, and the ticket promises nothing about the money', async () => {
    const world = await atCode({ progress: [withdrawn] });
    expect(world.snapshot().step).toMatchObject({ name: 'payment-result', outcome: 'withdrawn' });
    expect(world.papers).toEqual([]);
    expect(world.can({ type: 'reprintPayment' })).toBe(false);
    world.send({ type: 'finish' });
    await world.settle();
    const { step } = world.snapshot();
    expect(step).toMatchObject({ name: 'ticket' });
    expect(step.name === 'ticket' && step.ticket.payment).toBeUndefined();
  });
});

describe('a clinic that is paid at any time', () => {
  test('the ticket comes first, and paying leads back to it without a second one', async () => {
    const world = await checkedIn('after', { progress: [cameInFull] });
    expect(world.snapshot().step).toMatchObject({ name: 'ticket', ticket: { payable: true } });
    world.send({ type: 'openCharges' });
    await world.settle();
    expect(stepOf(world)).toBe('charges');
    world.send({ type: 'back' });
    await world.settle();
    world.send({ type: 'openCharges' });
    world.send({ type: 'payByCode' });
    await world.settle();
    world.send({ type: 'finish' });
    await world.settle();
    expect(world.snapshot().step).toMatchObject({
      name: 'ticket',
      ticket: { payment: { state: 'paid' }, print: 'printed' },
    });
    expect(world.tickets).toHaveLength(1);
  });

  test('payments off: nothing of it is offered', () => {
    const world = visitWorld({}, quietMorning);
    expect(world.can({ type: 'payBills' })).toBe(false);
    expect(world.snapshot().service.payment).toBeUndefined();
  });
});

describe('whoever came to pay', () => {
  const bills = ['HD-1', 'HD-2'].map(billNumber => ({
    billId: billNumber,
    payable: { kind: 'hospital-bill' as const, billNumber, hisPatientId: 'p-1' },
    bill: { kind: 'services' as const, day: '2026-11-23', isPriorDebt: false },
    charges: examinationOf(150_000),
  }));

  test('says who they are, chooses a bill, pays it, and sees the others', async () => {
    const world = visitWorld(
      { billsDue: { outcome: 'known', bills }, progress: [cameInFull] },
      payingMorning('after'),
    );
    world.send({ type: 'payBills' });
    world.send({ type: 'card.read', claim: chipClaim() });
    await world.settle();
    world.send({ type: 'confirmIdentity' });
    await world.settle();
    expect(world.snapshot().step).toMatchObject({ name: 'bills', bills: [{ due: 150_000 }, {}] });
    world.send({ type: 'chooseBill', billId: 'HD-2' });
    world.send({ type: 'payByCode' });
    await world.settle();
    expect(world.snapshot().step).toMatchObject({
      name: 'payment-result',
      bill: { kind: 'services' as const, day: '2026-11-23', isPriorDebt: false },
      others: { count: 1, due: 150_000 },
    });
    world.send({ type: 'finish' });
    await world.settle();
    expect(stepOf(world)).toBe('bills');
    expect(world.issued).toEqual([]);
  });

  test('is sent to the counter where the hospital cannot be asked', async () => {
    const world = visitWorld({ billsDue: 'fail' }, payingMorning('after'));
    world.send({ type: 'payBills' });
    world.send({ type: 'card.read', claim: chipClaim() });
    await world.settle();
    world.send({ type: 'confirmIdentity' });
    await world.settle();
    expect(world.snapshot().step).toMatchObject({ name: 'bills', outcome: 'his-away' });
    expect(world.can({ type: 'askCounter' })).toBe(true);
  });
});
