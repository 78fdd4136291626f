import { createHash } from 'node:crypto';
import { type IntakeEvent } from '../../core/contract/hub.ts';
import { type IdentityClaim } from '../../core/contract/identity.ts';

/** The BHXH number is the last ten digits of a card number: it outlives a re-issued card. */
const socialInsuranceNumber = (cardNumber: string): string => cardNumber.slice(-10);

/** Two states may give the same number. */
const passportOf = (claim: Partial<IdentityClaim> | undefined): string | undefined =>
  claim?.passportNumber === undefined || claim.passportIssuer === undefined
    ? undefined
    : `${claim.passportIssuer} ${claim.passportNumber}`;

const namesOf = (
  claim: Partial<IdentityClaim> | undefined,
  hisPatientId: string | undefined,
): readonly string[] => {
  const named: readonly (readonly [string, string | undefined])[] = [
    ['his', hisPatientId],
    ['citizen', claim?.citizenNumber],
    ['old', claim?.oldNumber],
    ['patient-code', claim?.patientCode],
    ['passport', passportOf(claim)],
    [
      'insurance',
      claim?.insurance === undefined
        ? undefined
        : socialInsuranceNumber(claim.insurance.cardNumber),
    ],
  ];
  return named.flatMap(([kind, value]) => (value === undefined ? [] : [`${kind} ${value}`]));
};

const hashed = (name: string): string =>
  createHash('sha256').update(`patient alias ${name}`).digest('hex');

/**
 * Everything that says who a claim is about, as hashes in a fixed order, so that concurrent
 * transactions lock them alike.
 */
export const aliasesOfClaim = (
  claim: Partial<IdentityClaim> | undefined,
  hisPatientId?: string,
): readonly string[] => namesOf(claim, hisPatientId).map(hashed).sort();

/**
 * The same for an event. One that names nobody is ordered by the kiosk's own aggregate only, which
 * is never mixed with real identifiers: it says nothing about who somebody is.
 */
export const aliasesOfEvent = (event: IntakeEvent): readonly string[] => {
  const hisPatientId = event.type === 'check-in' ? event.hisPatientId : undefined;
  const aliases = aliasesOfClaim(event.identity, hisPatientId);
  return aliases.length > 0 ? aliases : [hashed(`kiosk ${event.kioskId} ${event.aggregate}`)];
};
