import { describe, expect, it } from 'vitest';
import { type DeviceEvent } from '../../../core/contract/device.ts';
import { FaultError } from '../../../core/contract/errors.ts';
import { EXAMPLE_CARD } from '../../conformance/example-cards.ts';
import { createManualClock } from '../../conformance/manual-clock.ts';
import { type CardSlotListener, type PresentCard } from '../../contract/chip-card.ts';
import { chipReadingOf } from '../../contract/chip-reading.ts';
import { encodeDg13 } from '../../simulators/chip/dg13-encoder.ts';
import { encodeSecurityObject } from '../../simulators/chip/security-object-encoder.ts';
import { ELEMENTARY_FILES } from '../../emrtd/elementary-files.ts';
import { NO_TRUST_ANCHORS } from '../../emrtd/trust/trust-anchors.ts';
import { readDocument } from '../../emrtd/reading/read-document.ts';
import { createChipCardReader } from './driver.ts';

const DG13 = encodeDg13(EXAMPLE_CARD);
const SOD = encodeSecurityObject(new Map([[13, DG13]]));

type Files = Partial<Record<'DG13' | 'SOD', Uint8Array>>;

/** A card with these files and no access control; each command waits for `before`. */
const cardWith = (files: Files, before: () => Promise<void> = async () => {}): PresentCard => {
  let current: Uint8Array | undefined;
  const answer = (command: Uint8Array): Uint8Array => {
    const [, instruction, p1, p2 = 0, length = 0] = command;
    if (instruction === 0xb0 && current !== undefined) {
      const offset = ((p1 ?? 0) << 8) | p2;
      return Buffer.concat([current.subarray(offset, offset + length), Uint8Array.of(0x90, 0)]);
    }
    if (p1 === 0x04) return Uint8Array.of(0x90, 0);
    const fid = Buffer.from(command.subarray(5)).readUint16BE();
    current = (['DG13', 'SOD'] as const).flatMap(name =>
      ELEMENTARY_FILES[name].fid === fid && files[name] !== undefined ? [files[name]] : [],
    )[0];
    return current === undefined ? Uint8Array.of(0x6a, 0x82) : Uint8Array.of(0x90, 0);
  };
  return {
    atr: new Uint8Array(),
    reader: { model: 'test', extendedLength: false, maxShortResponse: 256 },
    transmit: async command => {
      await before();
      return answer(command);
    },
  };
};

const wholeCard = cardWith({ DG13, SOD });

/** A reader whose slot is the test. */
const rig = async () => {
  const clock = createManualClock();
  const events: DeviceEvent[] = [];
  const slots: CardSlotListener[] = [];
  const reader = createChipCardReader(
    {
      driver: 'simulated-card-reader',
      slot: {
        open: opened => {
          slots.push(opened);
          opened.condition(undefined);
          return Promise.resolve();
        },
        close: () => Promise.resolve(),
      },
      choice: chipReadingOf({}),
      readDocument,
      random: length => new Uint8Array(length),
      loadTrust: () => Promise.resolve(NO_TRUST_ANCHORS),
      portraitOf: () => Promise.resolve(undefined),
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
    const late = Promise.withResolvers<undefined>();
    slot.inserted(cardWith({ DG13, SOD }, () => late.promise));
    slot.removed();
    late.resolve(undefined);
    await clock.advance(20_000);
    expect(said()).toEqual(['card-inserted', 'card-failed card-removed', 'card-removed']);
  });

  it('never gives the data of one card for another', async () => {
    const { slot, claims, said, clock } = await rig();
    const late = Promise.withResolvers<undefined>();
    slot.inserted(cardWith({ DG13, SOD }, () => late.promise));
    slot.removed();
    const other = encodeDg13({ ...EXAMPLE_CARD, citizenNumber: '001061999902' });
    slot.inserted(cardWith({ DG13: other, SOD: encodeSecurityObject(new Map([[13, other]])) }));
    late.resolve(undefined);
    await clock.advance(1_000);
    expect(claims().map(({ citizenNumber }) => citizenNumber)).toEqual(['001061999902']);
    expect(said().at(-1)).toBe('card-read');
  });

  it('gives up on a card that takes for ever', async () => {
    const { slot, said, clock } = await rig();
    slot.inserted(cardWith({}, () => new Promise(() => undefined)));
    await clock.advance(9_000);
    expect(said()).toEqual(['card-inserted']);
    await clock.advance(2_000);
    expect(said()).toEqual(['card-inserted', 'card-failed card-unreadable']);
  });

  it('tries a card a second time that failed once', async () => {
    const { slot, said, clock } = await rig();
    let commands = 0;
    const failsOnce = (): Promise<void> => {
      commands += 1;
      return commands === 1 ? Promise.reject(new FaultError('card-unreadable')) : Promise.resolve();
    };
    slot.inserted(cardWith({ DG13, SOD }, failsOnce));
    await clock.advance(1_000);
    expect(said()).toEqual(['card-inserted', 'card-read']);
  });

  it.each<[string, PresentCard, string]>([
    ['the digests of the authority', wholeCard, 'no-trust-anchor'],
    ['no security object', cardWith({ DG13 }), 'invalid'],
    [
      'a security object that is none',
      cardWith({ DG13, SOD: Uint8Array.of(0x77, 0x00) }),
      'invalid',
    ],
  ])('judges a chip with %s', async (_name, card, authenticity) => {
    const { slot, claims, clock } = await rig();
    slot.inserted(card);
    await clock.advance(1_000);
    expect(claims().map(claim => claim.authenticity)).toEqual([authenticity]);
  });
});
