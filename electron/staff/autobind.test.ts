import { beforeEach, describe, expect, it } from 'vitest';
import { FaultError } from '../../core/contract/errors.ts';
import type { FoundDeviceOffer } from '../../core/contract/staff.ts';
import { createManualClock } from '../storage/testing/manual-clock.ts';
import { startAutobind } from './autobind.ts';

const printer: FoundDeviceOffer = {
  usbPort: '1-1.2',
  name: 'Epson TM-T20',
  kind: 'receipt-printer',
  driver: 'usblp-receipt-printer',
  certain: true,
};

let offers: FoundDeviceOffer[];
let configured: string[];
let used: string[];
let atRest: boolean;
let refuses: boolean;
let pass: (ms: number) => Promise<void>;
let stop: () => void;

beforeEach(() => {
  [offers, configured, used, atRest, refuses] = [[], [], [], true, false];
  const clock = createManualClock();
  pass = clock.advance;
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  stop = startAutobind({
    offers: () => offers,
    isKindConfigured: kind => configured.includes(kind),
    isAtRest: () => atRest,
    use: offer => {
      used.push(offer.driver);
      if (refuses) return Promise.reject(new FaultError('storage-failed'));
      configured.push(offer.kind);
      return Promise.resolve();
    },
    clock,
    log: quiet,
  });
});

describe('what is plugged in', () => {
  it('is taken by itself where there is no doubt and nothing of its kind is configured', async () => {
    offers = [printer];
    await pass(3_000);
    await pass(30_000);
    expect(used).toEqual(['usblp-receipt-printer']);
  });

  it('waits until nobody is at the screen', async () => {
    [offers, atRest] = [[printer], false];
    await pass(30_000);
    expect(used).toEqual([]);
    atRest = true;
    await pass(3_000);
    expect(used).toHaveLength(1);
  });

  it('is left to IT where it could be something else, or one of its kind is configured', async () => {
    offers = [{ ...printer, certain: false }];
    await pass(10_000);
    configured = ['receipt-printer'];
    offers = [printer];
    await pass(10_000);
    expect(used).toEqual([]);
  });

  it('is not tried again and again where it cannot be taken', async () => {
    [offers, refuses] = [[printer], true];
    await pass(60_000);
    expect(used).toHaveLength(1);
  });

  it('is left alone once the kiosk ends', async () => {
    stop();
    offers = [printer];
    await pass(30_000);
    expect(used).toEqual([]);
  });
});
