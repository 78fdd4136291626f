import { describe, expect, it } from 'vitest';
import { type CardAccessKey } from '../../core/contract/device.ts';
import { identityClaimSchema, type IdentityClaim } from '../../core/contract/identity.ts';
import { type ChipCardReaderDriver } from '../contract/driver.ts';
import { eventsOf, statusOf, type DeviceHarness, type OpenHarness } from './harness.ts';

export interface ChipCardReaderRig {
  readonly open: OpenHarness;
  /** A card that can be read, and what the reader must say of it. */
  readonly card: string;
  readonly says: Partial<IdentityClaim>;
  /** Keys offered from the start, where the card needs one. */
  readonly keys?: readonly CardAccessKey[];
  /** Cards with faults, where the rig has them. */
  readonly broken?: readonly string[];
  /** Cards whose data or chips are not the authority's. */
  readonly counterfeit?: readonly string[];
  /** A card that answers too slowly to wait for. */
  readonly slow?: string;
  /** Cards that open with a key. */
  readonly locked?: {
    readonly cards: readonly string[];
    /** One that takes no more keys after the first wrong one. */
    readonly blocks: string;
    readonly right: CardAccessKey;
    readonly wrong: CardAccessKey;
  };
  /** The card can be taken away while it is being read. */
  readonly quickHand?: boolean;
  /** In which nothing may happen that should not. Absent: three seconds. */
  readonly quietMs?: number;
}

/** What every driver of a chip card reader does, whatever it is made of. */
export const chipCardReaderSuite = (name: string, rig: ChipCardReaderRig): void => {
  const lay = (harness: DeviceHarness, card = rig.card): void =>
    harness.hand({ action: 'insert-card', card }, `lay card "${card}" on the reader`);
  const take = (harness: DeviceHarness): void =>
    harness.hand({ action: 'remove-card' }, 'take the card away');
  const read = (harness: DeviceHarness, times: number): Promise<void> =>
    harness.until('card-read', () => eventsOf(harness, 'card-read').length === times);
  const gone = (harness: DeviceHarness, times = 1): Promise<void> =>
    harness.until('card-removed', () => eventsOf(harness, 'card-removed').length === times);
  const started = async (options?: Parameters<OpenHarness>[0]): Promise<DeviceHarness> => {
    const harness = await rig.open(options);
    if (rig.keys !== undefined) keysOf(harness).offerKeys(rig.keys);
    await harness.driver.start();
    return harness;
  };

  const { quietMs = 3_000 } = rig;

  describe(`chip card reader: ${name}`, () => {
    it('has said that it is ready when it has started', async () => {
      const harness = await started();
      expect(statusOf(harness)).toMatchObject({ kind: 'chip-card-reader', state: 'ready' });
      await harness.driver.stop();
    });

    it('announces a card, says whose it is, and notices that it is gone', async () => {
      const harness = await started();
      lay(harness);
      await read(harness, 1);
      take(harness);
      await gone(harness);
      expect(storyOf(harness)).toEqual(['card-inserted', 'card-read', 'card-removed']);
      const claim = eventsOf(harness, 'card-read')[0]?.claim;
      expect(identityClaimSchema.parse(claim)).toMatchObject({ method: 'card-chip', ...rig.says });
      await harness.driver.stop();
    });

    it('shows how far the reading is, up to the end', async () => {
      const harness = await started();
      lay(harness);
      await read(harness, 1);
      const shares = eventsOf(harness, 'card-progress').map(({ share }) => share);
      expect(shares.length).toBeGreaterThan(1);
      expect(shares).toEqual(shares.toSorted((one, other) => one - other));
      expect(shares.at(-1)).toBe(1);
      take(harness);
      await gone(harness);
      await harness.driver.stop();
    });

    it('reads the same card again when it is laid down again', async () => {
      const harness = await started();
      for (const times of [1, 2]) {
        lay(harness);
        await read(harness, times);
        take(harness);
        await gone(harness, times);
      }
      const [first, second] = eventsOf(harness, 'card-read');
      expect(second?.claim).toEqual(first?.claim);
      await harness.driver.stop();
    });

    it('does not read a card that was reported before the process was restarted', async () => {
      const harness = await rig.open({ cardReported: true });
      if (rig.keys !== undefined) keysOf(harness).offerKeys(rig.keys);
      lay(harness);
      await harness.pass(1_000);
      await harness.driver.start();
      await harness.pass(quietMs);
      expect(eventsOf(harness, 'card-inserted')).toEqual([]);
      take(harness);
      await gone(harness);
      lay(harness);
      await read(harness, 1);
      take(harness);
      await gone(harness, 2);
      await harness.driver.stop();
    });

    it('is silent once it was stopped', async () => {
      const harness = await started();
      await harness.driver.stop();
      const before = harness.events.length;
      lay(harness);
      await harness.pass(quietMs);
      expect(harness.events).toHaveLength(before);
      take(harness);
    });

    it('says when it was unplugged and reads again once it is back', async () => {
      const harness = await started();
      harness.hand({ action: 'plug', connected: false }, 'unplug the reader');
      await harness.until('unavailable', () => statusOf(harness).state === 'unavailable');
      expect(statusOf(harness).fault).toBe('device-absent');
      harness.hand({ action: 'plug', connected: true }, 'plug the reader in');
      await harness.until('ready', () => statusOf(harness).state === 'ready');
      lay(harness);
      await read(harness, 1);
      take(harness);
      await gone(harness);
      await harness.driver.stop();
    });

    for (const broken of rig.broken ?? []) {
      it(`calls a card unreadable and goes on with the next: ${broken}`, async () => {
        const harness = await started();
        lay(harness, broken);
        await harness.until('card-failed', () => eventsOf(harness, 'card-failed').length === 1);
        expect(['card-unreadable', 'card-removed']).toContain(
          eventsOf(harness, 'card-failed')[0]?.code,
        );
        expect(eventsOf(harness, 'card-read')).toEqual([]);
        take(harness);
        await gone(harness);
        lay(harness);
        await read(harness, 1);
        take(harness);
        await gone(harness, 2);
        await harness.driver.stop();
      });
    }

    for (const counterfeit of rig.counterfeit ?? []) {
      it(`finds that a card is not what it says: ${counterfeit}`, async () => {
        const harness = await started();
        lay(harness, counterfeit);
        await read(harness, 1);
        const claim = eventsOf(harness, 'card-read')[0]?.claim;
        expect(claim?.authenticity).toBe('invalid');
        expect(claim?.authenticityReasons).not.toEqual([]);
        take(harness);
        await gone(harness);
        await harness.driver.stop();
      });
    }

    if (rig.slow !== undefined) {
      it('gives up on a card that answers too slowly', async () => {
        const harness = await started();
        lay(harness, rig.slow);
        await harness.until('the end', () => eventsOf(harness, 'card-failed').length === 1, 30_000);
        expect(eventsOf(harness, 'card-failed')[0]?.code).toBe('card-too-slow');
        take(harness);
        await gone(harness);
        await harness.driver.stop();
      });
    }

    if (rig.locked !== undefined) lockedCards(rig.locked);

    if (rig.quickHand === true) {
      it('tells a card that was pulled away from one that cannot be read', async () => {
        const harness = await started();
        lay(harness);
        await harness.until('reading', () => eventsOf(harness, 'card-inserted').length === 1);
        take(harness);
        await gone(harness);
        await harness.pass(quietMs);
        expect(storyOf(harness)).toEqual([
          'card-inserted',
          'card-failed card-removed',
          'card-removed',
        ]);
        await harness.driver.stop();
      });
    }
  });

  const lockedCards = ({ cards, blocks, right, wrong }: NonNullable<typeof rig.locked>): void => {
    const wanted = (harness: DeviceHarness, times: number): Promise<void> =>
      harness.until('the question', () => eventsOf(harness, 'card-key-wanted').length === times);

    for (const card of cards) {
      it(`asks for the key of a card, and again after a wrong one: ${card}`, async () => {
        const harness = await started();
        lay(harness, card);
        await wanted(harness, 1);
        keysOf(harness).offerKeys([wrong]);
        await wanted(harness, 2);
        keysOf(harness).offerKeys([right]);
        await read(harness, 1);
        take(harness);
        await gone(harness);
        expect(storyOf(harness)).toEqual([
          'card-inserted',
          'card-key-wanted none-offered',
          'card-key-wanted refused',
          'card-read',
          'card-removed',
        ]);
        await harness.driver.stop();
      });

      it(`opens a card with the one of several keys that fits: ${card}`, async () => {
        const harness = await started();
        keysOf(harness).offerKeys([wrong, right]);
        lay(harness, card);
        await read(harness, 1);
        take(harness);
        await gone(harness);
        expect(storyOf(harness)).toEqual(['card-inserted', 'card-read', 'card-removed']);
        await harness.driver.stop();
      });
    }

    it('says that a card takes no more keys', async () => {
      const harness = await started();
      keysOf(harness).offerKeys([wrong, right]);
      lay(harness, blocks);
      await harness.until('card-failed', () => eventsOf(harness, 'card-failed').length === 1);
      expect(storyOf(harness)).toEqual(['card-inserted', 'card-failed card-blocked']);
      take(harness);
      await gone(harness);
      await harness.driver.stop();
    });

    it('stops waiting for a key when the card is taken away, and forgets the keys it had', async () => {
      const harness = await started();
      const [card = ''] = cards;
      lay(harness, card);
      await wanted(harness, 1);
      take(harness);
      await gone(harness);
      keysOf(harness).offerKeys([right]);
      keysOf(harness).forgetKeys();
      lay(harness, card);
      await wanted(harness, 2);
      take(harness);
      await gone(harness, 2);
      await harness.driver.stop();
    });
  };
};

const keysOf = (harness: DeviceHarness): Pick<ChipCardReaderDriver, 'offerKeys' | 'forgetKeys'> => {
  if (harness.driver.kind !== 'chip-card-reader') throw new Error('not a reader of cards');
  return harness.driver;
};

/** Everything that happened but status and progress. */
const storyOf = ({ events }: DeviceHarness): string[] =>
  events.flatMap(event => {
    switch (event.type) {
      case 'status':
      case 'card-progress':
        return [];
      case 'card-failed':
        return [`${event.type} ${event.code}`];
      case 'card-key-wanted':
        return [`${event.type} ${event.reason}`];
      default:
        return [event.type];
    }
  });
