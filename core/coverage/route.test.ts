import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Coverage,
  type RouteBasis,
  type RouteGrounds,
  coverageReasonSchema,
  coverageSchema,
  routeReasonSchema,
  slipStateSchema,
} from '../contract/coverage.ts';
import { insuranceOffered } from './coverage.ts';
import { NO_GROUNDS, decideRoute, paidByChoice, withRoute } from './route.ts';

const HALF = { percent: 50, objectCode: '1.14', flat: false } as const;
const FULL = { percent: 100, objectCode: '1.12', flat: false } as const;
const NOTHING = { percent: 0, objectCode: '3.1', flat: false } as const;
const FLAT = { percent: 100, objectCode: '1.2', flat: true } as const;

const basis = (changes: Partial<RouteBasis> = {}): RouteBasis => ({
  registration: 'elsewhere',
  cardPercent: 80,
  walkIn: HALF,
  referral: 'none',
  paysAllBelow: 379_500,
  ...changes,
});

const LINES: readonly (readonly [string, Partial<RouteBasis>, Partial<RouteGrounds>, object])[] = [
  [
    'emergency, elsewhere',
    {},
    { emergency: true },
    { route: 'emergency', reason: 'emergency', objectCode: '2', benefitPercent: 80 },
  ],
  [
    'emergency with a card of the forces',
    { clerk: 'forces-card' },
    { emergency: true },
    { route: 'emergency', reason: 'emergency' },
  ],
  [
    'card of the forces, registered here',
    { registration: 'here', clerk: 'forces-card' },
    {},
    { route: 'ask-clerk', reason: 'forces-card' },
  ],
  [
    'child without a card',
    { clerk: 'child-without-card' },
    {},
    { route: 'ask-clerk', reason: 'child-without-card' },
  ],
  [
    'half an answer',
    { registration: 'here', clerk: 'record-unclear' },
    {},
    { route: 'ask-clerk', reason: 'record-unclear' },
  ],
  [
    'health station, registered there',
    { registration: 'here', walkIn: FLAT },
    {},
    { route: 'in-network', reason: 'initial-level', objectCode: '1.2', benefitPercent: 100 },
  ],
  [
    'health station, registered elsewhere',
    { walkIn: FLAT },
    {},
    { route: 'direct-access', reason: 'initial-level', objectCode: '1.2', benefitPercent: 100 },
  ],
  [
    'registered here',
    { registration: 'here' },
    {},
    {
      route: 'in-network',
      reason: 'registered-here',
      objectCode: '1.1',
      benefitPercent: 80,
      paysAllBelow: 379_500,
    },
  ],
  [
    'registered here, with every slip',
    { registration: 'here', referral: 'good' },
    { reExamination: 'good' },
    { route: 'in-network', objectCode: '1.1' },
  ],
  [
    'referred, as the hospital knows',
    { referral: 'good' },
    {},
    { route: 'referral', reason: 'referral-slip', objectCode: '1.3', benefitPercent: 80 },
  ],
  [
    'referred, as confirmed at the kiosk',
    {},
    { referral: 'good' },
    { route: 'referral', objectCode: '1.3' },
  ],
  [
    'referred and re-examined: the first code',
    { referral: 'good' },
    { reExamination: 'good' },
    { route: 'referral', objectCode: '1.3' },
  ],
  [
    're-examined',
    {},
    { reExamination: 'good' },
    {
      route: 're-examination',
      reason: 're-examination-slip',
      objectCode: '1.5',
      benefitPercent: 80,
    },
  ],
  [
    'comes by themselves, paid in full',
    { walkIn: FULL },
    {},
    { route: 'direct-access', reason: 'walk-in-full', objectCode: '1.12', benefitPercent: 80 },
  ],
  [
    'comes by themselves with a doubtful slip, paid in full anyhow',
    { walkIn: FULL },
    { referral: 'unconfirmed' },
    { reason: 'walk-in-full' },
  ],
  [
    'paid in full wherever registered',
    { walkIn: FULL, registration: 'unknown' },
    {},
    { route: 'direct-access', reason: 'walk-in-full' },
  ],
  [
    'a referral only the patient knows of',
    {},
    { referral: 'unconfirmed' },
    { route: 'ask-clerk', reason: 'slip-unconfirmed' },
  ],
  [
    'a slip only the patient knows of',
    {},
    { reExamination: 'unconfirmed' },
    { route: 'ask-clerk', reason: 'slip-unconfirmed' },
  ],
  [
    'a referral that is over',
    {},
    { referral: 'not-good' },
    { route: 'direct-access', reason: 'walk-in-part' },
  ],
  [
    'nobody tells where registered',
    { registration: 'unknown' },
    {},
    { route: 'ask-clerk', reason: 'registration-unknown' },
  ],
  [
    'nobody tells what this hospital is',
    { walkIn: { open: 'standing-unknown' } },
    {},
    { route: 'ask-clerk', reason: 'standing-unknown' },
  ],
  [
    'the rule is open',
    { walkIn: { open: 'rule-open' } },
    {},
    { route: 'ask-clerk', reason: 'rule-open' },
  ],
  [
    'registered here, whatever is open',
    { registration: 'here', walkIn: { open: 'rule-open' } },
    {},
    { route: 'in-network' },
  ],
  [
    'comes by themselves, paid by half',
    {},
    {},
    { route: 'direct-access', reason: 'walk-in-part', objectCode: '1.14', benefitPercent: 40 },
  ],
  ['half of 95 percent', { cardPercent: 95 }, {}, { benefitPercent: 47.5 }],
  [
    'comes by themselves, not paid',
    { walkIn: NOTHING },
    {},
    { route: 'out-of-network', reason: 'walk-in-unpaid', objectCode: '3.1', benefitPercent: 0 },
  ],
];

describe('the route table', () => {
  test.each(LINES)('%s', (_, changes, grounds, expected) => {
    expect(decideRoute(basis(changes), { ...NO_GROUNDS, ...grounds })).toMatchObject(expected);
  });

  test('every reason has a row here', () => {
    const seen = LINES.map(
      ([, changes, grounds]) => decideRoute(basis(changes), { ...NO_GROUNDS, ...grounds }).reason,
    );
    const all = routeReasonSchema.options.filter(
      reason => reason !== 'no-insurance' && reason !== 'own-choice',
    );
    expect(new Set(seen)).toEqual(new Set(all));
  });
});

describe('how much', () => {
  const here = (changes: Partial<RouteBasis>) =>
    decideRoute(basis({ registration: 'here', ...changes }), NO_GROUNDS);

  test('of ten digits nobody says how much', () => {
    const { cardPercent: _, ...silent } = basis({ registration: 'here' });
    expect(decideRoute(silent, NO_GROUNDS)).not.toHaveProperty('benefitPercent');
    expect(decideRoute({ ...silent, registration: 'elsewhere' }, NO_GROUNDS)).not.toHaveProperty(
      'benefitPercent',
    );
  });

  test('somebody exempt after five years pays nothing', () => {
    expect(here({ exemption: 'yes' })).toMatchObject({ benefitPercent: 100 });
    expect(here({ exemption: 'yes' })).not.toHaveProperty('paysAllBelow');
  });

  test('an exemption that is not known for certain is for the cashier', () => {
    expect(here({ exemption: 'amount-unknown' })).toMatchObject({
      benefitPercent: 80,
      exemption: 'amount-unknown',
    });
    expect(here({ exemption: 'no' })).not.toHaveProperty('exemption');
  });

  test('the rules of the small sum and the five years are not for a part', () => {
    const route = decideRoute(basis({ exemption: 'yes' }), NO_GROUNDS);
    expect(route.benefitPercent).toBe(40);
    expect(route).not.toHaveProperty('paysAllBelow');
  });
});

describe('cover with its route', () => {
  const VALID: Coverage = { reason: 'valid-out-of-network', cardNumber: 'GD4010199999902' };

  test.each([
    [{ registration: 'here' }, {}, 'valid-in-network', true],
    [{ referral: 'good' }, {}, 'valid-referral', true],
    [{}, { reExamination: 'good' }, 'valid-re-examination', true],
    [{ walkIn: FULL }, {}, 'valid-in-network', true],
    [{}, {}, 'valid-out-of-network', true],
    [{ walkIn: NOTHING }, {}, 'valid-out-of-network', false],
    [{ registration: 'unknown' }, {}, 'valid-out-of-network', false],
  ] as const)('%j, %j: %s, offered %s', (changes, grounds, reason, offered) => {
    const cover = withRoute(VALID, basis(changes), { ...NO_GROUNDS, ...grounds });
    expect([cover.reason, insuranceOffered(cover)]).toEqual([reason, offered]);
  });

  test('of a child whose card is still to come is left to the visit', () => {
    const cover = withRoute({ reason: 'child-without-card' }, undefined, NO_GROUNDS);
    expect(cover).toEqual({ reason: 'child-without-card' });
    expect(insuranceOffered(cover)).toBe(true);
  });

  const others = coverageReasonSchema.options.filter(
    one => !one.startsWith('valid') && one !== 'child-without-card',
  );
  test.each(others)('%s', reason => {
    const cover = withRoute({ reason }, undefined, NO_GROUNDS);
    if (reason.startsWith('unverified')) {
      expect(cover).toEqual({ reason });
      expect(insuranceOffered(cover)).toBe(true);
    } else {
      const expected = reason === 'details-differ' ? 'ask-clerk' : 'fee-paying';
      expect([cover.route?.route, insuranceOffered(cover)]).toEqual([expected, false]);
    }
  });

  test.each([
    ['child-without-card', 'child-without-card'],
    ['police-card', 'forces-card'],
  ] as const)('%s without any card told of is for the clerk', (finding, reason) => {
    const portal = { at: '2026-11-23T01:00:00.000Z', code: '130', finding };
    const cover = withRoute({ reason: 'not-found', portal }, undefined, NO_GROUNDS);
    expect(cover.route).toMatchObject({ route: 'ask-clerk', reason });
  });

  test('an unverified card keeps what else the patient came with', () => {
    const grounds = { ...NO_GROUNDS, reExamination: 'good' as const };
    const cover = withRoute({ reason: 'unverified-portal-away' }, undefined, grounds);
    expect(cover).toEqual({ reason: 'unverified-portal-away', grounds });
  });

  test('without a basis of an older hub the cover stays as it came', () => {
    expect(withRoute(VALID, undefined, NO_GROUNDS)).toEqual(VALID);
  });

  test('whoever chooses to pay is on the route of those who pay', () => {
    const cover = withRoute(VALID, basis({ registration: 'here' }), NO_GROUNDS);
    expect(paidByChoice(cover, NO_GROUNDS).route).toEqual({
      route: 'fee-paying',
      reason: 'own-choice',
      objectCode: '9',
      benefitPercent: 0,
      grounds: NO_GROUNDS,
    });
    const expired = withRoute({ reason: 'expired' }, undefined, NO_GROUNDS);
    expect(paidByChoice(expired, NO_GROUNDS)).toBe(expired);
  });
});

test('every situation has an answer of the contract, and nothing is paid on a guess', () => {
  const slips = fc.constantFrom(...slipStateSchema.options);
  const situations = fc.record({
    registration: fc.constantFrom('here' as const, 'elsewhere' as const, 'unknown' as const),
    walkIn: fc.constantFrom<RouteBasis['walkIn']>(
      HALF,
      FULL,
      NOTHING,
      FLAT,
      { open: 'rule-open' },
      { open: 'standing-unknown' },
    ),
    referral: slips,
    cardPercent: fc.constantFrom(80, 95, 100),
  });
  const grounds = fc.record({ emergency: fc.boolean(), referral: slips, reExamination: slips });
  fc.assert(
    fc.property(situations, grounds, (given, come) => {
      const cover = coverageSchema.parse(withRoute({ reason: 'valid-in-network' }, given, come));
      if (cover.route?.route === 'ask-clerk') {
        expect(cover.route).not.toHaveProperty('benefitPercent');
        expect(insuranceOffered(cover)).toBe(false);
      }
    }),
  );
});
