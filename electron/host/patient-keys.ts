import type { IdentityClaim } from '../../core/contract/identity.ts';

/**
 * Every number the patient is known by here, most telling first. Names the kind, so that equal
 * digits of different registers never meet. The store keeps keyed hashes only.
 */
export const patientKeysOf = (
  claim: IdentityClaim | undefined,
  hisPatientId?: string,
): readonly string[] => {
  const keys: readonly (readonly [string, string | undefined])[] = [
    ['citizen', claim?.citizenNumber],
    ['insurance', claim?.insurance?.cardNumber.slice(-10)],
    ['old', claim?.oldNumber],
    ['patient', claim?.patientCode],
    ['passport', passportOf(claim)],
    ['his', hisPatientId],
  ];
  return keys.flatMap(([kind, value]) => (value === undefined ? [] : [`${kind}:${value}`]));
};

/** Two states may give the same number. */
const passportOf = (claim: IdentityClaim | undefined): string | undefined =>
  claim?.passportNumber === undefined || claim.passportIssuer === undefined
    ? undefined
    : `${claim.passportIssuer} ${claim.passportNumber}`;
