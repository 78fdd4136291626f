import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { EXAMPLE_CARD } from '../conformance/example-cards.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type CardSlot, type CardSlotListener, type PresentCard } from '../contract/chip-card.ts';
import { virtualChipProfileSchema } from '../contract/virtual-chip-profile.ts';
import { trustAnchorsOf } from '../emrtd/trust/trust-anchors.ts';
import { createVirtualChip } from '../simulators/chip/virtual-chip.ts';
import { readLaidCard, type ReadCardOptions } from './read-card.ts';

const { id, ...holder } = EXAMPLE_CARD;
const chip = createVirtualChip(
  virtualChipProfileSchema.parse({ id, holder, access: { open: true } }),
);

/** A slot whose hands are the test. */
const rig = (options: Partial<ReadCardOptions> = {}) => {
  const opened = Promise.withResolvers<CardSlotListener>();
  let closed = 0;
  let hints = 0;
  const slot: CardSlot = {
    open: listener => {
      opened.resolve(listener);
      return Promise.resolve();
    },
    close: () => {
      closed += 1;
      return Promise.resolve();
    },
  };
  const reading = readLaidCard({
    slot,
    keys: [],
    groups: ['DG1', 'SOD'],
    trust: trustAnchorsOf([chip.personalised.authority.csca]),
    timeoutMs: 10_000,
    today: Date.UTC(2026, 5, 1),
    onWaiting: () => {
      hints += 1;
    },
    onProgress: () => undefined,
    ...options,
  });
  reading.catch(() => undefined);
  return { reading, listener: opened.promise, closed: () => closed, hints: () => hints };
};

const cardWith = (transmit: PresentCard['transmit']): PresentCard => ({
  atr: chip.atr,
  reader: { model: 'test', extendedLength: true, maxShortResponse: 256 },
  transmit,
});
const never = (): Promise<never> => new Promise(() => undefined);

describe('reading one card by hand', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    chip.reset();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('takes the card that comes, and lets go of the reader', async () => {
    const { reading, listener, closed, hints } = rig();
    const slot = await listener;
    slot.condition(undefined);
    await vi.advanceTimersByTimeAsync(5_000);
    slot.inserted(cardWith(command => chip.transmit(command)));
    const { reader, access, verdict, content } = await reading;
    expect({ reader, access, authenticity: verdict.authenticity }).toEqual({
      reader: 'test',
      access: 'none',
      authenticity: 'valid',
    });
    expect([...content.keys()].sort()).toEqual(['DG1', 'SOD']);
    expect([closed(), hints()]).toEqual([1, 1]);
  });

  it('tries a card once more that failed once', async () => {
    const { reading, listener } = rig();
    let failures = 1;
    (await listener).inserted(
      cardWith(command =>
        failures-- > 0 ? Promise.reject(new FaultError('card-unreadable')) : chip.transmit(command),
      ),
    );
    expect((await reading).files).toHaveLength(2);
  });

  it.each<[string, string, (slot: CardSlotListener) => void]>([
    ['no card comes', 'not-possible-now', slot => slot.condition(undefined)],
    ['there is no reader', 'device-absent', slot => slot.condition('device-absent')],
    ['the chip is silent', 'card-too-slow', slot => slot.inserted(cardWith(never))],
    [
      'the card is taken away',
      'card-removed',
      slot => {
        slot.inserted(cardWith(never));
        slot.removed();
      },
    ],
  ])('ends where %s: %s', async (_what, code, happens) => {
    const { reading, listener, closed } = rig();
    happens(await listener);
    await vi.advanceTimersByTimeAsync(11_000);
    await expect(reading).rejects.toMatchObject({ code });
    expect(closed()).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('waits a moment for readers of a service that only just started', async () => {
    const { reading, listener } = rig();
    const slot = await listener;
    slot.condition('device-absent');
    await vi.advanceTimersByTimeAsync(1_000);
    slot.condition(undefined);
    await vi.advanceTimersByTimeAsync(5_000);
    slot.inserted(cardWith(command => chip.transmit(command)));
    expect((await reading).files).toHaveLength(2);
  });
});
