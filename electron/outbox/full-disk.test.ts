import { expect, test } from 'vitest';
import { FaultError } from '../../core/contract/errors.ts';
import { watched } from '../hub-client/watched.ts';
import { createManualClock, settled } from '../storage/testing/manual-clock.ts';
import { checkIn, fromHub } from '../storage/testing/sample-visits.ts';
import { openTemporaryStore } from '../storage/testing/temporary-store.ts';
import type { OutboxTable } from '../storage/kiosk-store.ts';
import { createOutboxDrain } from './outbox-drain.ts';
import { createFaultyHub } from './testing/faulty-hub.ts';

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** An outbox on a disk that refuses every write while it is full. */
const openWorld = async () => {
  const data = await openTemporaryStore(createManualClock());
  const hub = createFaultyHub();
  const disk = { isFull: false, fillsUpAtAnswer: false, refusals: 0 };
  const refuseWhileFull = (): void => {
    if (!disk.isFull) return;
    disk.refusals += 1;
    throw new FaultError('storage-failed', 'the disk is full');
  };
  const { outbox } = data.store;
  const refusing: OutboxTable = {
    ...outbox,
    claim: limit => {
      refuseWhileFull();
      return outbox.claim(limit);
    },
    settle: settlements => {
      refuseWhileFull();
      outbox.settle(settlements);
    },
  };
  const drain = createOutboxDrain({
    outbox: refusing,
    hub: {
      intake: input => {
        if (disk.fillsUpAtAnswer) disk.isFull = true;
        return hub.intake(input);
      },
    },
    reachable: watched(true),
    clock: data.clock,
    random: () => 0.5,
    log: SILENT,
  });
  drain.start();
  await settled();
  let count = 0;
  return {
    data,
    hub,
    disk,
    visit: (person: number) => {
      count += 1;
      return data.store.visits.recordCheckIn(checkIn(fromHub(count), { person })).eventId;
    },
    close: async () => {
      const stopping = drain.stop();
      await data.clock.advance(5000);
      await stopping;
      data.remove();
    },
  };
};

test('a full disk is asked now and then, not all the time, and goes on once there is room', async () => {
  const { data, hub, disk, visit, close } = await openWorld();
  disk.isFull = true;
  const eventId = visit(1);
  await data.clock.advance(60_000);
  expect(disk.refusals).toBeGreaterThan(1);
  expect(disk.refusals).toBeLessThan(60);
  disk.isFull = false;
  await data.clock.advance(30_000);
  expect(hub.effects.map(event => event.eventId)).toEqual([eventId]);
  await close();
});

test('an answer of the hub that could not be written down is written down later', async () => {
  const { data, disk, visit, close } = await openWorld();
  const claimed = visit(1);
  disk.fillsUpAtAnswer = true;
  await settled();
  expect(data.store.outbox.counts()).toMatchObject({ inFlight: 1 });
  disk.fillsUpAtAnswer = false;
  disk.isFull = false;
  await data.clock.advance(60_000);
  expect(data.store.outbox.show(claimed)).toMatchObject({ state: 'delivered' });
  const next = visit(1);
  await data.clock.advance(1000);
  expect(data.store.outbox.show(next)).toMatchObject({ state: 'delivered' });
  await close();
});
