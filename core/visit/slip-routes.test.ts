import { describe, expect, test } from 'vitest';
import type { RouteBasis, SlipState } from '../contract/coverage.ts';
import type { LookupResult } from '../contract/hub.ts';
import type { Snapshot } from '../contract/kiosk.ts';
import type { SlipStanding } from '../contract/slip.ts';
import { chipClaim, nobodyKnown, NOW, slipIs, visitWorld } from './testing/visit-world.ts';

const elsewhere = (changes: Partial<RouteBasis>): LookupResult => ({
  ...nobodyKnown,
  outcome: 'found',
  patient: { hisPatientId: 'p-1', name: 'NGUYỄN THỊ HOA', claim: {} },
  coverage: { reason: 'valid-out-of-network', cardNumber: 'GD4010199999921' },
  bookings: [
    { id: 'bk-1', code: 'TK7', kind: 're-examination', servicePointId: 'clinic-eye', start: NOW },
  ],
  routeBasis: {
    registration: 'elsewhere',
    cardPercent: 80,
    walkIn: { percent: 50, objectCode: '1.14', flat: false },
    referral: 'none',
    ...changes,
  },
});

interface Comes {
  readonly hospitalKnows?: SlipState;
  readonly with?: 're-examination booking';
  readonly types?: SlipStanding;
}

const coverageStep = ({ step }: Snapshot) => {
  if (step.name !== 'coverage') throw new Error(`on ${step.name}`);
  return step;
};

const comes = async ({ hospitalKnows = 'none', types, ...come }: Comes) => {
  const lookUp = elsewhere({ referral: hospitalKnows });
  const world = visitWorld({
    lookUp,
    ...(types === undefined ? {} : { checkSlip: slipIs(types) }),
  });
  world.send({ type: 'card.read', claim: chipClaim() });
  await world.settle();
  world.send({ type: 'confirmIdentity' });
  if (come.with === undefined) {
    world.send({ type: 'chooseWalkIn' });
    world.send({ type: 'chooseClinic', servicePointId: 'clinic-eye' });
  } else world.send({ type: 'chooseBooking', bookingId: 'bk-1' });
  if (types !== undefined) {
    // Where a referral could change nothing nobody is asked for one.
    world.send({ type: 'openSlips' });
    world.send({ type: 'chooseSlip', kind: 'referral' });
    world.send({ type: 'submitSlip', number: 'GCT26-999906' });
  }
  return { world, step: coverageStep(await world.settle()) };
};

describe('the route of somebody registered elsewhere', () => {
  test.each<[string, Comes, string, number | undefined]>([
    ['with nothing but the card', {}, 'walk-in-part', 40],
    ['with a referral typed, which is good', { types: 'valid' }, 'referral-slip', 80],
    [
      'with a referral typed that nobody could look up',
      { types: 'unverified' },
      'slip-unconfirmed',
      undefined,
    ],
    ['with a referral the hospital holds', { hospitalKnows: 'good' }, 'referral-slip', 80],
    [
      'with one the hospital holds without a date',
      { hospitalKnows: 'unconfirmed' },
      'slip-unconfirmed',
      undefined,
    ],
    [
      'with one whose days are over at the hospital, and a good one typed',
      { hospitalKnows: 'not-good', types: 'valid' },
      'referral-slip',
      80,
    ],
    ['for a re-examination', { with: 're-examination booking' }, 're-examination-slip', 80],
    [
      'for a re-examination, referred too: the first code of the list',
      { hospitalKnows: 'good', with: 're-examination booking' },
      'referral-slip',
      80,
    ],
    [
      'for a re-examination, with an undated referral at the hospital',
      { hospitalKnows: 'unconfirmed', with: 're-examination booking' },
      're-examination-slip',
      80,
    ],
  ])('%s', async (_, come, reason, benefitPercent) => {
    const { step } = await comes(come);
    expect(step.insured.route).toMatchObject({
      reason,
      ...(benefitPercent === undefined ? {} : { benefitPercent }),
    });
    expect(step.insured.offered).toBe(reason !== 'slip-unconfirmed');
  });

  test('is recorded with what the patient came with', async () => {
    const { world } = await comes({ types: 'valid' });
    world.send({ type: 'choosePayer', mode: 'insured' });
    await world.settle();
    expect(world.orders[0]).toMatchObject({
      slip: { kind: 'referral', number: 'GCT26-999906', standing: 'valid' },
      coverage: {
        reason: 'valid-referral',
        route: { route: 'referral', objectCode: '1.3', grounds: { referral: 'good' } },
      },
    });
  });

  test('is asked for again where the number could not be looked up: it may be mistyped', async () => {
    const { step } = await comes({ types: 'unverified' });
    expect(step).toMatchObject({ slipHelps: true, slip: 'referral' });
  });
});
