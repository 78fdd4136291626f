import { describe, expect, test } from 'vitest';
import type { VisitEvent } from './visit-events.ts';
import { cameInFull, checkInToPay } from './testing/visit-walks.ts';
import {
  type Answers,
  chipClaim,
  examinationOf,
  nobodyKnown,
  payingMorning,
  visitWorld,
  type VisitWorld,
} from './testing/visit-world.ts';
import { DEFAULT_PACE } from './visit-context.ts';

const NUMBER = '001148999921';
const COMPANY = '0100233488';

/** At what is to pay, after checking in with a card that says name and address. */
const atCharges = async (given: Partial<Answers> = {}): Promise<VisitWorld> => {
  const world = visitWorld({ progress: [cameInFull], ...given }, payingMorning('before'));
  await checkInToPay(world, chipClaim({ citizenNumber: NUMBER, address: '1 Phố Thử, Hà Nội' }));
  return world;
};

const asks = (world: VisitWorld, ...events: readonly VisitEvent[]) => {
  for (const event of [{ type: 'openInvoice' } as const, ...events]) world.send(event);
};

describe('an electronic invoice', () => {
  test('for the patient needs no typing: the papers say name, number and address', async () => {
    const world = await atCharges();
    asks(world);
    expect(world.snapshot().step).toMatchObject({
      name: 'invoice',
      patient: { name: 'Nguyễn Thị Hoa', number: '0**********21' },
    });
    world.send({ type: 'chooseInvoice', for: 'patient' });
    expect(world.snapshot().step).toMatchObject({ name: 'charges', invoice: { for: 'patient' } });
    world.send({ type: 'payByCode' });
    await world.settle();
    expect(world.codes).toMatchObject([
      { eInvoice: { buyer: 'Nguyễn Thị Hoa', taxCode: NUMBER, address: '1 Phố Thử, Hà Nội' } },
    ]);
    expect(world.snapshot().step).toMatchObject({
      name: 'payment-result',
      invoice: { for: 'patient' },
    });
    expect(world.papers).toMatchObject([{ kind: 'receipt', invoice: { for: 'patient' } }]);
  });

  test('for a company takes its tax code, typed, with its last digit checked', async () => {
    const world = await atCharges();
    asks(world, { type: 'chooseInvoice', for: 'company' });
    expect(world.snapshot().step).toMatchObject({ name: 'tax-code', isUnreadable: false });
    expect(world.can({ type: 'submitTaxCode', taxCode: '0100233489' })).toBe(false);
    world.send({ type: 'submitTaxCode', taxCode: COMPANY });
    expect(world.snapshot().step).toMatchObject({
      name: 'charges',
      invoice: { for: 'company', taxCode: COMPANY },
    });
    world.send({ type: 'payByCode' });
    await world.settle();
    expect(world.codes).toMatchObject([{ eInvoice: { taxCode: COMPANY } }]);
  });

  test('or scanned; a code without one is said to be none', async () => {
    const world = await atCharges();
    asks(world, { type: 'chooseInvoice', for: 'company' });
    world.send({ type: 'code.refused', code: 'code-unknown' });
    expect(world.snapshot().step).toMatchObject({ name: 'tax-code', isUnreadable: true });
    world.send({ type: 'code.refused', code: 'code-unknown', taxCode: COMPANY });
    expect(world.snapshot().step).toMatchObject({ name: 'charges', invoice: { taxCode: COMPANY } });
  });

  test('with a personal number shows no whole number', async () => {
    const world = await atCharges();
    asks(world, { type: 'chooseInvoice', for: 'company' });
    world.send({ type: 'submitTaxCode', taxCode: NUMBER });
    expect(JSON.stringify(world.snapshot())).not.toContain(NUMBER);
    expect(world.snapshot().step).toMatchObject({ invoice: { taxCode: '0**********21' } });
  });

  test('goes with the code of the slip as well', async () => {
    const world = await atCharges();
    asks(world, { type: 'chooseInvoice', for: 'patient' });
    world.send({ type: 'payAtCounter' });
    await world.settle();
    expect(world.codes).toMatchObject([{ place: 'slip', eInvoice: { taxCode: NUMBER } }]);
    expect(world.papers).toMatchObject([{ kind: 'slip', invoice: { for: 'patient' } }]);
  });

  test('is never in the way: paying goes on without a word about it', async () => {
    const world = await atCharges();
    world.send({ type: 'payByCode' });
    await world.settle();
    expect(world.codes).toMatchObject([{ eInvoice: undefined }]);
    expect(world.papers).toMatchObject([{ invoice: undefined }]);
  });

  test('can be taken back, which the hub is told', async () => {
    const world = await atCharges();
    asks(world, { type: 'chooseInvoice', for: 'patient' });
    asks(world, { type: 'chooseInvoice', for: 'nobody' });
    expect(world.snapshot().step).toMatchObject({ name: 'charges', invoice: { for: 'nobody' } });
    world.send({ type: 'payByCode' });
    await world.settle();
    expect(world.codes).toMatchObject([{ eInvoice: null }]);
  });

  test('that came too late is promised on no page and no paper', async () => {
    const world = await atCharges({ openCode: 'too-late' });
    asks(world, { type: 'chooseInvoice', for: 'patient' });
    world.send({ type: 'payByCode' });
    await world.settle();
    expect(world.snapshot().step).toMatchObject({ name: 'payment-result', outcome: 'paid' });
    expect(world.snapshot().step).not.toHaveProperty('invoice');
    expect(world.papers).toMatchObject([{ invoice: undefined }]);
  });

  test('is not offered where no code can be had: the counter takes the wish with the cash', async () => {
    const world = await atCharges({
      charges: { ...examinationOf(150_000), byCode: 'not-collected' },
    });
    expect(world.snapshot().step).not.toHaveProperty('invoice');
    expect(world.can({ type: 'openInvoice' })).toBe(false);
  });

  test('asks nobody for a name: without one only a company is offered', async () => {
    const world = visitWorld(
      {
        lookUp: { ...nobodyKnown, outcome: 'his-away' },
        billsDue: {
          outcome: 'known',
          bills: [
            {
              billId: 'HD-1',
              payable: { kind: 'hospital-bill', billNumber: 'HD-1', hisPatientId: 'p-1' },
              charges: examinationOf(150_000),
            },
          ],
        },
      },
      payingMorning('after'),
    );
    const { name: _, ...nameless } = chipClaim();
    world.send({ type: 'payBills' });
    world.send({ type: 'card.read', claim: nameless });
    await world.settle();
    world.send({ type: 'confirmIdentity' });
    await world.settle();
    world.send({ type: 'chooseBill', billId: 'HD-1' });
    asks(world);
    expect(world.snapshot().step).toMatchObject({ name: 'invoice' });
    expect(world.snapshot().step).not.toHaveProperty('patient');
    expect(world.can({ type: 'chooseInvoice', for: 'patient' })).toBe(false);
  });

  test('leaves nothing behind: the ticket comes out and the wish is forgotten with the person', async () => {
    const world = await atCharges();
    asks(world, { type: 'chooseInvoice', for: 'company' });
    world.send({ type: 'submitTaxCode', taxCode: COMPANY });
    asks(world);
    await world.wait(DEFAULT_PACE.idle + DEFAULT_PACE.countdown + 1);
    expect(world.snapshot().step.name).toBe('ticket');
    await world.wait(DEFAULT_PACE.ticket + DEFAULT_PACE.farewell + 1);
    expect(world.remembered()).not.toContain(COMPANY);
  });
});
