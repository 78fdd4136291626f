import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatorAction } from '../../core/contract/device.ts';
import { type DeviceConfig } from '../contract/bridge.ts';
import { profileOf } from '../simulators/chip/synthetic-profile.ts';
import { createVirtualChip } from '../simulators/chip/virtual-chip.ts';
import {
  hasVirtualReader,
  PCSCD_TURN_MS,
  type RunningPcscd,
  startPcscd,
} from '../simulators/vpcd/pcscd.ts';
import {
  type InsertedCard,
  insertVirtualCard,
  VPCD_PORT,
} from '../simulators/vpcd/virtual-card.ts';
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
import { eventsOf, openHarness, statusOf, type OpenHarness } from './harness.ts';

const title = hasVirtualReader()
  ? 'the real PC/SC stack'
  : 'the real PC/SC stack: not run, pcscd and vsmartcard-vpcd are not installed here';

/** The service, which is the cable of its built-in readers. */
const createCable = () => {
  let service: RunningPcscd | undefined;
  return {
    plug: async (): Promise<void> => {
      if (service === undefined) service = await startPcscd();
      else await service.resume();
    },
    unplug: async (): Promise<void> => service?.halt(),
    putAway: async (): Promise<void> => service?.stop(),
  };
};

/** The hand at the virtual readers: what it is told, it does one after the other. */
const createHand = (cable: ReturnType<typeof createCable>) => {
  const slots = new Map<number, InsertedCard>();
  let done: Promise<void> = Promise.resolve();
  const lay = async (cardId: string, port: number): Promise<void> => {
    const card = CARDS.find(({ id }) => id === cardId);
    if (card === undefined) throw new Error(`no card ${cardId}`);
    await slots.get(port)?.remove();
    slots.set(port, await insertVirtualCard({ chip: createVirtualChip(profileOf(card)), port }));
  };
  const take = async (port: number): Promise<void> => {
    await slots.get(port)?.remove();
    slots.delete(port);
  };
  const act = async (action: SimulatorAction, port: number): Promise<void> => {
    if (action.action === 'insert-card') return lay(action.card, port);
    if (action.action === 'remove-card') return take(port);
    if (action.action !== 'plug') throw new Error(`no hand for ${action.action}`);
    return action.connected ? cable.plug() : cable.unplug();
  };
  return {
    act: (action: SimulatorAction, port = VPCD_PORT): void => {
      done = done.then(() => act(action, port));
    },
    settled: () => done,
  };
};

describe.runIf(hasVirtualReader())(title, () => {
  const cable = createCable();
  const hand = createHand(cable);
  const config: DeviceConfig = {
    id: 'reader',
    driver: 'pcsc-card-reader',
    reader: 'virtual pcd',
    trustFolder: trustFolderOfNobody(),
  };
  const open: OpenHarness = async options => {
    // What the test before left behind is taken away before the reader looks.
    for (const port of [VPCD_PORT, VPCD_PORT + 1]) hand.act({ action: 'remove-card' }, port);
    await hand.settled();
    return openHarness(config, { ...options, hand: action => hand.act(action) });
  };

  beforeAll(() => cable.plug(), PCSCD_TURN_MS);
  afterAll(async () => {
    await hand.settled();
    await cable.putAway();
  });

  chipCardReaderSuite('PC/SC', {
    open,
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
    quietMs: 1_000,
  });

  it('is read by whichever reader the card lies on, one card at a time', async () => {
    const harness = await open();
    await harness.driver.start();
    hand.act({ action: 'insert-card', card: EXAMPLE_CARD.id }, VPCD_PORT + 1);
    await harness.until('the first', () => eventsOf(harness, 'card-read').length === 1);
    hand.act({ action: 'insert-card', card: 'expired' }, VPCD_PORT);
    await harness.pass(1_500);
    expect(eventsOf(harness, 'card-inserted')).toHaveLength(1);
    hand.act({ action: 'remove-card' }, VPCD_PORT + 1);
    await harness.until('the second', () => eventsOf(harness, 'card-read').length === 2);
    expect(eventsOf(harness, 'card-read')[1]?.claim.expiryDate).toBe('2020-03-12');
    await harness.driver.stop();
  });

  it('has no reader whose name is another', async () => {
    const harness = await openHarness({ ...config, reader: 'Maker of nothing' });
    await harness.driver.start();
    expect(statusOf(harness)).toMatchObject({ state: 'unavailable', fault: 'device-absent' });
    await harness.driver.stop();
  });
});
