import { describe, expect, it } from 'vitest';
import { identityClaimSchema, type IdentityClaim } from '../../core/contract/identity.ts';
import { eventsOf, statusOf, type DeviceHarness, type OpenHarness } from './harness.ts';

export interface ChipCardReaderRig {
  readonly open: OpenHarness;
  /** A card that can be read, and what the reader must say of it. */
  readonly card: string;
  readonly says: Partial<IdentityClaim>;
  /** Cards with faults, where the rig has them. */
  readonly broken?: readonly string[];
  /** The card can be taken away while it is being read. */
  readonly quickHand?: boolean;
}

/** What every driver of a chip card reader does, whatever it is made of. */
export const chipCardReaderSuite = (name: string, rig: ChipCardReaderRig): void => {
  const lay = (harness: DeviceHarness, card = rig.card): void =>
    harness.hand({ action: 'insert-card', card }, `lay card "${card}" on the reader`);
  const take = (harness: DeviceHarness): void =>
    harness.hand({ action: 'remove-card' }, 'take the card away');
  const read = (harness: DeviceHarness, times: number): Promise<void> =>
    harness.until('card-read', () => eventsOf(harness, 'card-read').length === times);
  const started = async (): Promise<DeviceHarness> => {
    const harness = await rig.open();
    await harness.driver.start();
    return harness;
  };

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
      await harness.until('card-removed', () => eventsOf(harness, 'card-removed').length === 1);
      const kinds = harness.events.filter(({ type }) => type !== 'status').map(({ type }) => type);
      expect(kinds).toEqual(['card-inserted', 'card-read', 'card-removed']);
      const claim = eventsOf(harness, 'card-read')[0]?.claim;
      expect(identityClaimSchema.parse(claim)).toMatchObject({ method: 'card-chip', ...rig.says });
      await harness.driver.stop();
    });

    it('reads the same card again when it is laid down again', async () => {
      const harness = await started();
      for (const times of [1, 2]) {
        lay(harness);
        await read(harness, times);
        take(harness);
        await harness.until('gone', () => eventsOf(harness, 'card-removed').length === times);
      }
      const [first, second] = eventsOf(harness, 'card-read');
      expect(second?.claim).toEqual(first?.claim);
      await harness.driver.stop();
    });

    it('does not read a card that was reported before the process was restarted', async () => {
      const harness = await rig.open({ cardReported: true });
      lay(harness);
      await harness.driver.start();
      await harness.pass(3_000);
      expect(eventsOf(harness, 'card-inserted')).toEqual([]);
      take(harness);
      await harness.until('card-removed', () => eventsOf(harness, 'card-removed').length === 1);
      lay(harness);
      await read(harness, 1);
      await harness.driver.stop();
    });

    it('is silent once it was stopped', async () => {
      const harness = await started();
      await harness.driver.stop();
      const before = harness.events.length;
      lay(harness);
      await harness.pass(3_000);
      expect(harness.events).toHaveLength(before);
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
        lay(harness);
        await read(harness, 1);
        await harness.driver.stop();
      });
    }

    if (rig.quickHand === true) {
      it('tells a card that was pulled away from one that cannot be read', async () => {
        const harness = await started();
        lay(harness);
        await harness.until('reading', () => eventsOf(harness, 'card-inserted').length === 1);
        take(harness);
        await harness.pass(3_000);
        const kinds = harness.events.filter(({ type }) => type !== 'status');
        expect(kinds.map(({ type }) => type)).toEqual([
          'card-inserted',
          'card-failed',
          'card-removed',
        ]);
        expect(eventsOf(harness, 'card-failed')[0]?.code).toBe('card-removed');
        await harness.driver.stop();
      });
    }
  });
};
