import type { StepView } from '../../core/contract/kiosk.ts';
import { placeOf, page, FIRST_PAGE, ELDER, ADULT, CHILD, named } from './snapshot-parts.ts';
import { COUNTER_TICKET } from './ticket-snapshots.ts';

/** Pages of who pays: insurance, and papers that change it. */

const coverage = (insured: Extract<StepView, { name: 'coverage' }>['insured']): StepView => ({
  name: 'coverage',
  place: placeOf('clinic-cardiology'),
  insured,
  price: 200_000,
  slipHelps: insured.reason === 'valid-out-of-network' || insured.reason === 'unverified-hub-away',
});

export const COVERAGE_PAGES = named({
  'coverage-insured': page(
    coverage({
      offered: true,
      reason: 'valid-in-network',
      cardNumber: 'HT**********21',
      route: {
        route: 'in-network',
        reason: 'registered-here',
        benefitPercent: 95,
        paysAllBelow: 379_500,
      },
    }),
    ELDER,
  ),
  'coverage-new-card': page(
    coverage({
      offered: true,
      reason: 'valid-in-network',
      cardNumber: 'GD**********07',
      validTo: '2027-12-31',
      finding: 'renewed',
      route: {
        route: 'in-network',
        reason: 'registered-here',
        benefitPercent: 80,
        paysAllBelow: 379_500,
      },
    }),
    ADULT,
  ),
  'coverage-walk-in-part': page(
    coverage({
      offered: true,
      reason: 'valid-out-of-network',
      cardNumber: 'DN**********06',
      validTo: '2035-12-31',
      route: { route: 'direct-access', reason: 'walk-in-part', benefitPercent: 47.5 },
    }),
    ADULT,
  ),
  'coverage-walk-in-unpaid': page(
    coverage({
      offered: false,
      reason: 'valid-out-of-network',
      cardNumber: 'DN**********06',
      validTo: '2035-12-31',
      route: { route: 'out-of-network', reason: 'walk-in-unpaid', benefitPercent: 0 },
    }),
    ADULT,
  ),
  'coverage-ask-clerk': page(
    coverage({
      offered: false,
      reason: 'details-differ',
      cardNumber: 'GD**********19',
      finding: 'name-differs',
      route: { route: 'ask-clerk', reason: 'record-unclear' },
    }),
    ELDER,
  ),
  'coverage-forces': page(
    coverage({
      offered: false,
      reason: 'valid-in-network',
      cardNumber: 'QN**********11',
      finding: 'defence-card',
      route: { route: 'ask-clerk', reason: 'forces-card' },
    }),
  ),
  'coverage-out-of-network': page(
    coverage({
      offered: true,
      reason: 'valid-out-of-network',
      cardNumber: 'DN**********06',
      validTo: '2035-12-31',
    }),
    ADULT,
  ),
  'coverage-unverified': page(coverage({ offered: true, reason: 'unverified-hub-away' }), ADULT),
  'coverage-expired': page(
    coverage({
      offered: false,
      reason: 'expired',
      cardNumber: 'GD**********07',
      validTo: '2024-12-31',
    }),
    ADULT,
  ),
  'coverage-not-found': page(coverage({ offered: false, reason: 'not-found' }), CHILD),
  'coverage-child': page(coverage({ offered: true, reason: 'child-without-card' }), CHILD),
  'coverage-referral': page(
    {
      name: 'coverage',
      place: placeOf('clinic-cardiology'),
      insured: { offered: true, reason: 'valid-referral', cardNumber: 'DN**********06' },
      price: 200_000,
      slipHelps: false,
      slip: 'referral',
    },
    ADULT,
  ),
  'coverage-slip-unverified': page(
    {
      name: 'coverage',
      place: placeOf('clinic-cardiology'),
      insured: { offered: true, reason: 'unverified-hub-away' },
      price: 200_000,
      slipHelps: true,
      slip: 're-examination',
    },
    ELDER,
  ),
  slip: page({ name: 'slip' }, ELDER),
  'type-slip': page({ name: 'type-slip', kind: 'referral' }, ELDER),
  'type-slip-expired': page({ name: 'type-slip', kind: 'referral', refused: 'expired' }, ELDER),
  'type-slip-used': page({ name: 'type-slip', kind: 're-examination', refused: 'used' }, ADULT),
  'type-slip-unknown': page({ name: 'type-slip', kind: 'referral', refused: 'unknown' }),
  'counter-referral-expired': page(
    { name: 'counter', reason: 'referral-expired', ticket: COUNTER_TICKET },
    { ...ELDER, ...FIRST_PAGE },
  ),
});
