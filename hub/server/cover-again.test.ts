import { describe, expect, it } from 'vitest';
import { FaultError } from '../../core/contract/errors.ts';
import { hubConfigSchema } from '../configuration/hub-config.ts';
import { insuranceFacilityOf } from '../insurance/insurance-settings.ts';
import { checkInEvent } from '../intake/testing/synthetic-events.ts';
import { fakeClock } from '../ports/testing/fake-clock.ts';
import { type CoverAgainParts, createCoverAgain } from './cover-again.ts';

const CONFIG = hubConfigSchema.parse({});
const EVENT = checkInEvent({
  payer: { mode: 'insured', coverage: { reason: 'unverified-hub-away' } },
});

/** Nothing was read that the insurer could be asked with. */
const lookedUp = (lookup: CoverAgainParts['his']['lookup']) =>
  createCoverAgain({
    his: { lookup },
    lookUp: { isReady: () => false, ask: () => Promise.resolve(undefined) },
    rules: {
      facility: insuranceFacilityOf('01999', CONFIG.insurance),
      slips: { calendar: CONFIG.calendar, rules: CONFIG.slips },
    },
    clock: fakeClock(),
    hisTimeoutMs: 1_000,
    timeoutMs: 1_000,
  })(EVENT);

describe('a visit with nothing to ask the insurer with', () => {
  it('stays unverified while the hospital system, which may know more, is away', async () => {
    const away = lookedUp(() => Promise.reject(new FaultError('his-unreachable')));
    expect(await away).toEqual({ reason: 'unverified-portal-away' });
  });

  it('is for the clerk where the hospital system knows no more', async () => {
    const answer = { bookings: [], coverage: { reason: 'not-found' as const }, visitsToday: [] };
    expect(
      await lookedUp(() => Promise.resolve({ ...answer, patient: undefined })),
    ).toBeUndefined();
  });
});
