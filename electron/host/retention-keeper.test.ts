import { expect, test } from 'vitest';
import { FaultError } from '../../core/contract/errors.ts';
import { createManualClock } from '../storage/testing/manual-clock.ts';
import { keepRetention } from './retention-keeper.ts';

const NOTHING = { visits: 0, keysDestroyed: [], undelivered: 0 };
const HOUR_MS = 3_600_000;

test('a purge that the full disk refuses is told and tried again an hour later', async () => {
  const clock = createManualClock();
  const told: string[] = [];
  const log = {
    info: () => undefined,
    warn: (_: object, message: string) => told.push(message),
    error: () => undefined,
  };
  let purges = 0;
  const store = {
    purge: () => {
      purges += 1;
      if (purges < 3) throw new FaultError('storage-failed', 'the disk is full');
      return NOTHING;
    },
  };
  const keeper = keepRetention({ store, days: 7, clock, log });
  expect(purges).toBe(1);
  await clock.advance(HOUR_MS);
  await clock.advance(HOUR_MS);
  expect(purges).toBe(3);
  expect(told).toHaveLength(2);
  keeper.stop();
});
