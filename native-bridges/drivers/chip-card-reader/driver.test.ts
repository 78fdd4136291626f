import { describe, expect, it } from 'vitest';
import { type DeviceEvent } from '../../../core/contract/device.ts';
import { FaultError } from '../../../core/contract/errors.ts';
import { EXAMPLE_CARD } from '../../conformance/example-cards.ts';
import { createManualClock } from '../../conformance/manual-clock.ts';
import { type CardSession, type CardSlotListener } from '../../contract/chip-card.ts';
import { encodeDg13 } from '../../simulators/chip/dg13-encoder.ts';
import { encodeSecurityObject } from '../../simulators/chip/security-object-encoder.ts';
import { createChipCardReader } from './driver.ts';

const DG13 = encodeDg13(EXAMPLE_CARD);
const SOD = encodeSecurityObject(new Map([[13, DG13]]));
const wholeCard: CardSession = {
  readFile: file => Promise.resolve({ DG13, SOD }[file as string]),
};

/** A reader whose slot is the test. */
const rig = async () => {
  const clock = createManualClock();
  const events: DeviceEvent[] = [];
  const slots: CardSlotListener[] = [];
  const reader = createChipCardReader(
    'simulated-card-reader',
    {
      open: opened => {
        slots.push(opened);
        opened.condition(undefined);
        return Promise.resolve();
      },
      close: () => Promise.resolve(),
    },
    {
      deviceId: 'reader',
      clock,
      cardReported: false,
      emit: event => events.push(event),
      log: () => undefined,
    },
  );
  await reader.start();
  const [slot] = slots;
  if (slot === undefined) throw new Error('the slot was not opened');
  return {
    clock,
    slot,
    said: () =>
      events.flatMap(event =>
        event.type === 'status'
          ? []
          : ['code' in event ? `${event.type} ${event.code}` : event.type],
      ),
    claims: () => events.flatMap(event => (event.type === 'card-read' ? [event.claim] : [])),
  };
};

describe('chip card reader driver', () => {
  it('says nothing about a card that was read too late', async () => {
    const { slot, said, clock } = await rig();
    const late = Promise.withResolvers<Uint8Array>();
    slot.inserted({ readFile: file => (file === 'DG13' ? late.promise : Promise.resolve(SOD)) });
    slot.removed();
    late.resolve(DG13);
    await clock.advance(20_000);
    expect(said()).toEqual(['card-inserted', 'card-failed card-removed', 'card-removed']);
  });

  it('never gives the data of one card for another', async () => {
    const { slot, claims, said, clock } = await rig();
    const late = Promise.withResolvers<Uint8Array>();
    slot.inserted({ readFile: () => late.promise });
    slot.removed();
    const other = encodeDg13({ ...EXAMPLE_CARD, citizenNumber: '001061999902' });
    slot.inserted({
      readFile: file =>
        Promise.resolve(file === 'DG13' ? other : encodeSecurityObject(new Map([[13, other]]))),
    });
    late.resolve(DG13);
    await clock.advance(1_000);
    expect(claims().map(({ citizenNumber }) => citizenNumber)).toEqual(['001061999902']);
    expect(said().at(-1)).toBe('card-read');
  });

  it('gives up on a card that takes for ever', async () => {
    const { slot, said, clock } = await rig();
    slot.inserted({ readFile: () => new Promise(() => undefined) });
    await clock.advance(9_000);
    expect(said()).toEqual(['card-inserted']);
    await clock.advance(2_000);
    expect(said()).toEqual(['card-inserted', 'card-failed card-unreadable']);
  });

  it('tries a card a second time that failed once', async () => {
    const { slot, said, clock } = await rig();
    let attempts = 0;
    slot.inserted({
      readFile: file => {
        attempts += 1;
        return attempts === 1
          ? Promise.reject(new FaultError('card-unreadable'))
          : wholeCard.readFile(file);
      },
    });
    await clock.advance(1_000);
    expect(said()).toEqual(['card-inserted', 'card-read']);
  });

  it.each<[string, CardSession, string]>([
    ['the digests of the authority', wholeCard, 'no-trust-anchor'],
    [
      'no security object',
      { readFile: file => Promise.resolve(file === 'DG13' ? DG13 : undefined) },
      'invalid',
    ],
    [
      'a security object that is none',
      { readFile: file => Promise.resolve(file === 'DG13' ? DG13 : Uint8Array.of(0x77, 0x00)) },
      'invalid',
    ],
  ])('judges a chip with %s', async (_name, card, authenticity) => {
    const { slot, claims, clock } = await rig();
    slot.inserted(card);
    await clock.advance(1_000);
    expect(claims().map(claim => claim.authenticity)).toEqual([authenticity]);
  });
});
