import { describe, expect, it } from 'vitest';
import { type ChipCondition } from '../contract/synthetic-card.ts';
import { chipCardReaderSuite } from './chip-card-reader.suite.ts';
import { EXAMPLE_CARD } from './example-cards.ts';
import { hardwareOf } from './hardware.ts';
import { eventsOf, openHarness } from './harness.ts';

const BROKEN: readonly ChipCondition[] = ['unreadable', 'garbled', 'silent', 'loses-contact'];

const config = {
  id: 'reader',
  driver: 'simulated-card-reader',
  cards: [
    EXAMPLE_CARD,
    { ...EXAMPLE_CARD, id: 'expired', expiryDate: '2020-03-12' },
    { ...EXAMPLE_CARD, id: 'forged', chip: 'not-authentic' },
    ...BROKEN.map(chip => ({ ...EXAMPLE_CARD, id: chip, chip })),
  ],
} as const;

chipCardReaderSuite('simulated', {
  open: options => openHarness({ ...config, cards: [...config.cards] }, options),
  card: EXAMPLE_CARD.id,
  says: {
    citizenNumber: '001148999921',
    oldNumber: '010999921',
    name: 'Nguyễn Thị Hòa',
    birthDate: '1948-03-12',
    gender: 'female',
    address: '12 Ngõ Thử Nghiệm, Đống Đa, Hà Nội',
    issueDate: '2021-07-15',
    expiryDate: '2035-03-12',
    authenticity: 'no-trust-anchor',
    flags: [],
  },
  broken: BROKEN,
  quickHand: true,
});

describe('cards only the simulated reader has', () => {
  const claimOf = async (card: string) => {
    const harness = await openHarness({ ...config, cards: [...config.cards] });
    await harness.driver.start();
    harness.hand({ action: 'insert-card', card }, '');
    await harness.until('card-read', () => eventsOf(harness, 'card-read').length === 1);
    await harness.driver.stop();
    return eventsOf(harness, 'card-read')[0]?.claim;
  };

  it('says until when an expired card was good, and leaves the judgement to others', async () => {
    expect(await claimOf('expired')).toMatchObject({ expiryDate: '2020-03-12' });
  });

  it('finds data that are not the signed ones', async () => {
    expect(await claimOf('forged')).toMatchObject({ authenticity: 'invalid' });
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
    says: {},
  });
}
