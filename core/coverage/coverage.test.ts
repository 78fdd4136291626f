import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CoverageReason, coverageReasonSchema, coverageSchema } from '../contract/coverage.ts';
import {
  type CoverageQuestion,
  type CoverageRecord,
  coverageWhenHubAway,
  decideCoverage,
  insuranceOffered,
} from './coverage.ts';

const OURS = '01999';
const TODAY = '2026-11-23';
const CLAIM = { cardNumber: 'HT3010199999921', validTo: '2024-12-31' };

const found = (changes: Partial<Extract<CoverageRecord, { outcome: 'found' }>> = {}) => ({
  outcome: 'found' as const,
  cardNumber: 'HT3010199999921',
  registeredFacility: OURS,
  validFrom: '2025-01-01',
  validTo: '2026-12-31',
  ...changes,
});

const ask = (record: CoverageRecord, changes: Partial<CoverageQuestion> = {}) =>
  decideCoverage({
    day: TODAY,
    facilityCode: OURS,
    record,
    reExamination: false,
    referral: false,
    ...changes,
  });

describe('the reason of today', () => {
  const elsewhere = found({ registeredFacility: '79999' });

  test.each<[string, CoverageReason, CoverageRecord, Partial<CoverageQuestion>]>([
    ['registered here', 'valid-in-network', found(), {}],
    [
      'registered at a branch of ours',
      'valid-in-network',
      elsewhere,
      { networkFacilities: ['79999'] },
    ],
    ['registered here, with a slip too', 'valid-in-network', found(), { reExamination: true }],
    ['elsewhere, with a slip', 'valid-re-examination', elsewhere, { reExamination: true }],
    ['elsewhere, referred', 'valid-referral', elsewhere, { referral: true }],
    [
      'elsewhere, slip and referral',
      'valid-referral',
      elsewhere,
      { reExamination: true, referral: true },
    ],
    ['elsewhere', 'valid-out-of-network', elsewhere, {}],
    ['facility not told', 'valid-out-of-network', found({ registeredFacility: undefined }), {}],
    ['ends today', 'valid-in-network', found({ validTo: TODAY }), {}],
    ['ended yesterday', 'expired', found({ validTo: '2026-11-22' }), {}],
    ['ends some day this month', 'valid-in-network', found({ validTo: '2026-11' }), {}],
    ['ended some day last month', 'expired', found({ validTo: '2026-10' }), {}],
    ['no end', 'valid-in-network', found({ validTo: undefined }), {}],
    ['begins today', 'valid-in-network', found({ validFrom: TODAY }), {}],
    ['begins tomorrow', 'not-yet-valid', found({ validFrom: '2026-11-24' }), {}],
    [
      'ended, registered here and referred',
      'expired',
      found({ validTo: '2025-12-31' }),
      { referral: true },
    ],
    ['not on record', 'not-found', { outcome: 'not-found' }, {}],
    ['another person on record', 'details-differ', { outcome: 'details-differ' }, {}],
    ['taken back', 'revoked', { outcome: 'revoked' }, {}],
    ['hub away', 'unverified-hub-away', { outcome: 'hub-away' }, {}],
    ['portal away', 'unverified-portal-away', { outcome: 'portal-away' }, {}],
    [
      'hub away, printed end passed',
      'unverified-hub-away',
      { outcome: 'hub-away' },
      { claim: CLAIM },
    ],
  ])('%s: %s', (_, reason, record, changes) => {
    expect(ask(record, changes).reason).toBe(reason);
  });
});

test('the record outranks the card, which may have been prolonged or replaced', () => {
  const record = found({ cardNumber: 'GD4010199999921' });
  expect(ask(record, { claim: CLAIM })).toEqual({
    reason: 'valid-in-network',
    cardNumber: 'GD4010199999921',
    registeredFacility: OURS,
    validFrom: '2025-01-01',
    validTo: '2026-12-31',
  });
});

test('without a record the card is what is known', () => {
  expect(coverageWhenHubAway(CLAIM, TODAY)).toEqual({ reason: 'unverified-hub-away', ...CLAIM });
  expect(coverageWhenHubAway(undefined, TODAY)).toEqual({ reason: 'unverified-hub-away' });
});

test('insurance is offered where it pays or cannot be asked about', () => {
  const offered = coverageReasonSchema.options.filter(reason => insuranceOffered({ reason }));
  expect(offered).toEqual([
    'valid-in-network',
    'valid-re-examination',
    'valid-referral',
    'valid-out-of-network',
    'child-without-card',
    'unverified-hub-away',
    'unverified-portal-away',
  ]);
});

test('every question has an answer of the contract, and a valid one only within its period', () => {
  const date = fc.constantFrom(
    undefined,
    '2025',
    '2026',
    '2026-11',
    '2026-11-22',
    TODAY,
    '2026-11-24',
    '2027',
  );
  fc.assert(
    fc.property(
      date,
      date,
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
      (from, to, ours, slip, referral) => {
        const answer = ask(
          found({ validFrom: from, validTo: to, registeredFacility: ours ? OURS : '79999' }),
          { reExamination: slip, referral },
        );
        expect(coverageSchema.safeParse(answer).success).toBe(true);
        const over = to === '2025' || to === '2026-11-22';
        const ahead = from === '2026-11-24' || from === '2027';
        expect(answer.reason.startsWith('valid')).toBe(!over && !ahead);
      },
    ),
  );
});
