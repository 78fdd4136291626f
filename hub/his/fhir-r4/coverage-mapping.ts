import { type CoverageRecord } from '../../../core/coverage/coverage.ts';
import { partialDateSchema } from '../../../core/contract/primitives.ts';
import { outcomeOfPortalResult } from '../../insurance/portal-result.ts';
import { type CoverageEligibilityResponse, type FhirCoverage } from './resources.ts';
import { CODES, type IdentifierSystems } from './systems.ts';

/** FHIR dateTime cut to its date, at the precision it has. */
const dateOf = (dateTime: string | undefined): string | undefined =>
  partialDateSchema.safeParse(dateTime?.slice(0, 10)).data;

const cardOf = (coverage: FhirCoverage, systems: IdentifierSystems): string | undefined =>
  coverage.subscriberId ??
  coverage.identifier?.find(({ system }) => system === systems.insuranceCard)?.value;

const recordOfCoverage = (coverage: FhirCoverage, cardNumber: string): CoverageRecord => ({
  outcome: 'found',
  cardNumber,
  registeredFacility: coverage.class?.find(({ type }) =>
    (type.coding ?? []).some(({ code }) => code === 'plan'),
  )?.value,
  validFrom: dateOf(coverage.period?.start),
  validTo: dateOf(coverage.period?.end),
});

/** Later end first; a card without an end never ends. */
const byEnd = (one: FhirCoverage, other: FhirCoverage): number => {
  const [a = '9999', b = '9999'] = [one.period?.end, other.period?.end];
  return a < b ? 1 : a > b ? -1 : 0;
};

/**
 * What the HIS says about cover: the newest answer of the insurer's portal where it keeps one,
 * else the cards it holds. A HIS that holds neither does not know the card.
 */
export const coverageRecordOf = (
  coverages: readonly FhirCoverage[],
  responses: readonly CoverageEligibilityResponse[],
  systems: IdentifierSystems,
): CoverageRecord => {
  const [newest] = [...responses].sort((a, b) => (a.created < b.created ? 1 : -1));
  const result = (newest?.error ?? [])
    .flatMap(({ code }) => code.coding ?? [])
    .find(({ system }) => system === CODES.portalResult)?.code;
  const outcome = result === undefined ? 'found' : outcomeOfPortalResult(result);
  if (outcome !== 'found') return { outcome };
  const [current] = coverages.filter(({ status }) => status === 'active').sort(byEnd);
  const cardNumber = current === undefined ? undefined : cardOf(current, systems);
  if (current !== undefined && cardNumber !== undefined)
    return recordOfCoverage(current, cardNumber);
  const withdrawn = coverages.some(({ status }) => status === 'cancelled');
  return { outcome: withdrawn ? 'revoked' : 'not-found' };
};
