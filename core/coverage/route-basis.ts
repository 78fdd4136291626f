import type { Coverage, RouteBasis, SlipState } from '../contract/coverage.ts';
import type { BusinessDay } from '../contract/primitives.ts';
import { type BenefitRules, cardPercentOf, exemptionOf, paidInFullBelow } from './benefit-rules.ts';
import { type ConfirmedWalkIn, type FacilityStanding, walkInOf } from './facility-standing.ts';

/** What a hospital is to the insurer. */
export interface InsuranceFacility {
  /** 5-digit code (MA_CSKCB). */
  readonly facilityCode: string;
  /** Further facilities whose patients count as ours: branches, contracted stations. */
  readonly networkFacilities: readonly string[];
  readonly standing: FacilityStanding;
  readonly confirmedWalkIn: readonly ConfirmedWalkIn[];
  readonly rules: BenefitRules;
}

export interface BasisQuestion {
  readonly day: BusinessDay;
  readonly facility: InsuranceFacility;
  readonly coverage: Coverage;
  readonly referral: SlipState;
  readonly clerk?: RouteBasis['clerk'];
  /** Co-payment of this year in đồng, where the insurer told it. */
  readonly coPaid?: number | undefined;
}

const registrationOf = (
  { registeredFacility }: Coverage,
  { facilityCode, networkFacilities }: InsuranceFacility,
): RouteBasis['registration'] => {
  if (registeredFacility === undefined) return 'unknown';
  return [facilityCode, ...networkFacilities].includes(registeredFacility) ? 'here' : 'elsewhere';
};

/** Cards that the insurer's record holds and whose period is not over. */
const isUsable = ({ reason }: Coverage): boolean => reason.startsWith('valid-');

/** What a route can be decided on; undefined where the card is unverified or may not be used. */
export const routeBasisOf = (question: BasisQuestion): RouteBasis | undefined => {
  const { day, facility, coverage, referral, clerk, coPaid } = question;
  if (!isUsable(coverage)) return undefined;
  const { rules } = facility;
  const cardPercent =
    coverage.cardNumber === undefined ? undefined : cardPercentOf(coverage.cardNumber, day);
  const paysAllBelow = paidInFullBelow(rules, day);
  const { fiveYearsFrom } = coverage;
  return {
    registration: registrationOf(coverage, facility),
    walkIn: walkInOf(facility.standing, day, facility.confirmedWalkIn),
    referral,
    exemption: exemptionOf(rules, { day, fiveYearsFrom, coPaid }),
    ...(cardPercent === undefined ? {} : { cardPercent }),
    ...(clerk === undefined ? {} : { clerk }),
    ...(paysAllBelow === undefined ? {} : { paysAllBelow }),
  };
};
