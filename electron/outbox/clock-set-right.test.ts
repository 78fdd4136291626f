import { expect, test } from 'vitest';
import { FaultError } from '../../core/contract/errors.ts';
import { watched } from '../hub-client/watched.ts';
import { createManualClock } from '../storage/testing/manual-clock.ts';
import { checkIn, fromHub } from '../storage/testing/sample-visits.ts';
import { openTemporaryStore } from '../storage/testing/temporary-store.ts';
import { createOutboxDrain } from './outbox-drain.ts';
import { createFaultyHub } from './testing/faulty-hub.ts';

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

test('a wait that was begun under a clock days ahead ends when it would have, once the clock is right', async () => {
  const right = createManualClock();
  let aheadMs = 2 * 86_400_000;
  const clock = { ...right, now: () => right.now() + aheadMs };
  const data = await openTemporaryStore(clock);
  const hub = createFaultyHub();
  let isBroken = true;
  const drain = createOutboxDrain({
    outbox: data.store.outbox,
    hub: {
      intake: input =>
        isBroken ? Promise.reject(new FaultError('hub-overloaded')) : hub.intake(input),
    },
    reachable: watched(true),
    clock,
    random: () => 0.9,
    log: SILENT,
  });
  drain.start();
  const { eventId } = data.store.visits.recordCheckIn(checkIn(fromHub(1), { person: 1 }));
  await clock.advance(100);
  aheadMs = 0;
  isBroken = false;
  const later = data.store.visits.recordCheckIn(checkIn(fromHub(2), { person: 2 }));
  await clock.advance(60_000);
  expect(data.store.outbox.show(eventId)).toMatchObject({ state: 'delivered' });
  expect(data.store.outbox.show(later.eventId)).toMatchObject({ state: 'delivered' });
  await drain.stop();
  data.remove();
});
