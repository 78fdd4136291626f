import { describe, expect, it } from 'vitest';
import { type DeviceConfig } from '../contract/bridge.ts';
import {
  BROKEN,
  CARDS,
  FALSE,
  RIGHT_KEY,
  SAYS_EXAMPLE,
  trustFolderOfNobody,
  WRONG_KEY,
} from './card-reader-cards.ts';
import { chipCardReaderSuite } from './chip-card-reader.suite.ts';
import { EXAMPLE_CARD } from './example-cards.ts';
import { hardwareKeys, hardwareOf } from './hardware.ts';
import { eventsOf, openHarness } from './harness.ts';

const config: DeviceConfig = {
  id: 'reader',
  driver: 'simulated-card-reader',
  cards: [...CARDS],
  trustFolder: trustFolderOfNobody(),
};

chipCardReaderSuite('simulated', {
  open: options => openHarness(config, options),
  card: EXAMPLE_CARD.id,
  says: { ...SAYS_EXAMPLE, flags: [], authenticity: 'valid', authenticityReasons: [] },
  broken: BROKEN,
  counterfeit: FALSE,
  slow: 'slow',
  locked: {
    cards: ['locked', 'locked-pace'],
    blocks: 'blocks',
    right: RIGHT_KEY,
    wrong: WRONG_KEY,
  },
  quickHand: true,
});

describe('cards only the simulated reader has', () => {
  it('says until when an expired card was good, and leaves the judgement to others', async () => {
    const harness = await openHarness(config);
    await harness.driver.start();
    harness.hand({ action: 'insert-card', card: 'expired' }, '');
    await harness.until('card-read', () => eventsOf(harness, 'card-read').length === 1);
    await harness.driver.stop();
    expect(eventsOf(harness, 'card-read')[0]?.claim).toMatchObject({ expiryDate: '2020-03-12' });
  });

  it('refuses a card nobody has', async () => {
    const harness = await openHarness({ ...config, cards: [] });
    expect(() => harness.hand({ action: 'insert-card', card: 'nobody' }, '')).toThrow(
      'no such card',
    );
  });
});

for (const device of hardwareOf('chip-card-reader')) {
  chipCardReaderSuite(device.id, {
    open: options => openHarness(device, options),
    card: 'any readable card',
    keys: hardwareKeys(),
    says: {},
  });
}
