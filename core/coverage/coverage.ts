import type { Coverage, CoverageReason } from '../contract/coverage.ts';
import type { InsuranceClaim } from '../contract/identity.ts';
import type { BusinessDay, PartialDate } from '../contract/primitives.ts';
import { isAfterDay, isBeforeDay } from '../identity/partial-date.ts';

/** What the insurer's record says, or that nobody could be asked. */
export type CoverageRecord =
  | { readonly outcome: 'hub-away' | 'portal-away' }
  | { readonly outcome: 'not-found' | 'details-differ' | 'revoked' }
  | {
      readonly outcome: 'found';
      /** The card now in force, which may be newer than the one shown. */
      readonly cardNumber: string;
      readonly registeredFacility?: string | undefined;
      readonly validFrom?: PartialDate | undefined;
      readonly validTo?: PartialDate | undefined;
      /** The card it replaces. */
      readonly previousCardNumber?: string | undefined;
      readonly fiveYearsFrom?: PartialDate | undefined;
    };

/** Everything a decision about today needs. */
export interface CoverageQuestion {
  readonly day: BusinessDay;
  /** Facility code of this hospital. */
  readonly facilityCode: string;
  /** Further facilities whose patients count as ours: branches, contracted stations. */
  readonly networkFacilities?: readonly string[];
  /** What the patient's card or code says; absent where none was shown. */
  readonly claim?: InsuranceClaim | undefined;
  readonly record: CoverageRecord;
  /** A re-examination slip for today is known. */
  readonly reExamination: boolean;
  /** A referral to this hospital that is still good is known. */
  readonly referral: boolean;
}

type Found = Extract<CoverageRecord, { outcome: 'found' }>;

/** First line that holds decides. A date known to the year covers every day of that year. */
const DECISIONS: readonly (readonly [
  CoverageReason,
  (found: Found, question: CoverageQuestion) => boolean,
])[] = [
  ['expired', ({ validTo }, { day }) => validTo !== undefined && isBeforeDay(validTo, day)],
  [
    'not-yet-valid',
    ({ validFrom }, { day }) => validFrom !== undefined && isAfterDay(validFrom, day),
  ],
  [
    'valid-in-network',
    ({ registeredFacility }, { facilityCode, networkFacilities = [] }) =>
      registeredFacility !== undefined &&
      [facilityCode, ...networkFacilities].includes(registeredFacility),
  ],
  // In the order of the route table.
  ['valid-referral', (_, { referral }) => referral],
  ['valid-re-examination', (_, { reExamination }) => reExamination],
  ['valid-out-of-network', () => true],
];

const ANSWERS = {
  'hub-away': 'unverified-hub-away',
  'portal-away': 'unverified-portal-away',
  'not-found': 'not-found',
  'details-differ': 'details-differ',
  revoked: 'revoked',
} as const satisfies Record<Exclude<CoverageRecord['outcome'], 'found'>, CoverageReason>;

const PARTICULARS = [
  'registeredFacility',
  'validFrom',
  'validTo',
  'previousCardNumber',
  'fiveYearsFrom',
] as const;

type Particulars = Partial<Record<(typeof PARTICULARS)[number], string | undefined>>;

const particulars = (
  source: (Particulars & Pick<Found, 'cardNumber'>) | undefined,
): Omit<Coverage, 'reason'> => {
  if (source === undefined) return {};
  const known = PARTICULARS.flatMap(name =>
    source[name] === undefined ? [] : [[name, source[name]] as const],
  );
  return { cardNumber: source.cardNumber, ...Object.fromEntries(known) };
};

/**
 * Whether and why insurance applies on a day. The record outranks the card: a printed end may have
 * been prolonged since. While nobody can be asked the patient is received all the same and the
 * look-up follows (Decree 188/2025, Art. 37-38), even with a card whose printed end has passed.
 */
export const decideCoverage = (question: CoverageQuestion): Coverage => {
  const { record, claim } = question;
  if (record.outcome !== 'found') {
    return { reason: ANSWERS[record.outcome], ...particulars(claim) };
  }
  const [reason] = DECISIONS.find(([, holds]) => holds(record, question)) ?? ['details-differ'];
  return { reason, ...particulars(record) };
};

/** What a kiosk can say by itself: nothing is verified, nothing is refused. */
export const coverageWhenHubAway = (
  claim: InsuranceClaim | undefined,
  day: BusinessDay,
): Coverage =>
  decideCoverage({
    day,
    facilityCode: '',
    claim,
    record: { outcome: 'hub-away' },
    reExamination: false,
    referral: false,
  });

/**
 * Whether the patient may choose to go on as insured. What is unverified is settled afterwards; a
 * route by which the insurer pays nothing, or that a clerk must look at, is not offered.
 */
const OFFERED = {
  'valid-in-network': true,
  'valid-re-examination': true,
  'valid-referral': true,
  'valid-out-of-network': true,
  'child-without-card': true,
  'unverified-hub-away': true,
  'unverified-portal-away': true,
  expired: false,
  'not-yet-valid': false,
  'not-found': false,
  'details-differ': false,
  revoked: false,
} as const satisfies Record<CoverageReason, boolean>;

export const insuranceOffered = ({ reason, route }: Coverage): boolean => {
  if (!OFFERED[reason]) return false;
  if (route === undefined) return true;
  return route.route !== 'ask-clerk' && route.benefitPercent !== 0;
};
