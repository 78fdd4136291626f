import { decideCoverage } from '../../core/coverage/coverage.ts';
import { type InsuranceFacility, routeBasisOf } from '../../core/coverage/route-basis.ts';
import { type Coverage, type SlipState } from '../../core/contract/coverage.ts';
import { type LookupResult } from '../../core/contract/hub.ts';
import {
  type IdentityClaim,
  type InsuranceClaim,
  insuranceClaimSchema,
} from '../../core/contract/identity.ts';
import { type BusinessDay } from '../../core/contract/primitives.ts';
import { type HisAnswer } from '../his/his.ts';
import { type InsuranceAnswer } from '../insurance/card-answer.ts';
import { type SlipSettings, referralStateOf } from './slip-judgement.ts';

/** The card the HIS remembers, for as long as the insurer cannot be asked. */
const rememberedCard = (coverage: Coverage | undefined): InsuranceClaim | undefined => {
  const { cardNumber, registeredFacility, validFrom, validTo } = coverage ?? {};
  return insuranceClaimSchema.safeParse({ cardNumber, registeredFacility, validFrom, validTo })
    .data;
};

/** What the HIS says of the card, with a referral that is good. */
const referredCover = (coverage: Coverage, referral: SlipState): Coverage =>
  referral === 'good' &&
  (coverage.reason === 'valid-out-of-network' || coverage.reason === 'valid-re-examination')
    ? { ...coverage, reason: 'valid-referral' }
    : coverage;

/** What stands between a card and its cover at this hospital. */
export interface CoverRules {
  readonly facility: InsuranceFacility;
  readonly slips: SlipSettings;
}

/** The insurer's word outranks what the HIS remembers; without it the HIS's stands. */
export const coveredBy = (
  said: InsuranceAnswer | undefined,
  his: Pick<HisAnswer, 'coverage' | 'bookings' | 'referrals'> | undefined,
  { claim, day }: { readonly claim: IdentityClaim; readonly day: BusinessDay },
  { facility, slips }: CoverRules,
): Pick<LookupResult, 'coverage' | 'routeBasis'> => {
  const referral = referralStateOf(his?.referrals ?? [], day, slips);
  const decided = (record: InsuranceAnswer['record']): Coverage =>
    decideCoverage({
      day,
      facilityCode: facility.facilityCode,
      networkFacilities: facility.networkFacilities,
      claim: claim.insurance ?? rememberedCard(his?.coverage),
      record,
      reExamination: his?.bookings.some(({ kind }) => kind === 're-examination') ?? false,
      referral: referral === 'good',
    });
  const coverage: Coverage =
    said === undefined
      ? his === undefined
        ? decided({ outcome: 'portal-away' })
        : referredCover(his.coverage, referral)
      : { ...decided(said.record), ...said.extras };
  const clerk = said?.clerk === undefined ? {} : { clerk: said.clerk };
  const routeBasis = routeBasisOf({ day, facility, coverage, referral, ...clerk });
  return { coverage, ...(routeBasis === undefined ? {} : { routeBasis }) };
};

/** What the HIS can add to a question to the insurer. */
export const knownOf = ({ patient, coverage }: Pick<HisAnswer, 'patient' | 'coverage'>) => ({
  ...(patient === undefined ? {} : { name: patient.name }),
  birthDate: patient?.claim.birthDate,
  citizenNumber: patient?.claim.citizenNumber,
  cardNumber: rememberedCard(coverage)?.cardNumber,
});
