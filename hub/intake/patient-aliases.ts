import { createHmac, createSecretKey, hash } from 'node:crypto';
import { type IntakeEvent } from '../../core/contract/hub.ts';
import { type IdentityClaim } from '../../core/contract/identity.ts';

/** The key that patients' numbers are hashed under; without it nobody can try numbers out. */
export const PATIENT_SECRET = { name: 'hub-patients', bytes: 32 } as const;

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

const plainHash = (name: string): string => hash('sha256', `patient alias ${name}`, 'hex');

export interface PatientAliases {
  /**
   * Everything that says who a claim is about, as keyed hashes in a fixed order, so that concurrent
   * transactions lock them alike.
   */
  ofClaim(claim: Partial<IdentityClaim> | undefined, hisPatientId?: string): readonly string[];
  /**
   * The same for an event. One that names nobody is ordered by the kiosk's own aggregate only, which
   * is never mixed with real identifiers: it says nothing about who somebody is.
   */
  ofEvent(event: IntakeEvent): readonly string[];
  /** HMAC-SHA256 of a plain hash, as the tables of older programs have them. */
  readonly keyed: (plain: string) => string;
}

/** Numbers of twelve digits can all be tried: only a key that is not in the database hides them. */
export const patientAliases = (key: Uint8Array): PatientAliases => {
  // A key object is prepared once; bytes would be for every hash.
  const secret = createSecretKey(key);
  const keyed = (plain: string): string => createHmac('sha256', secret).update(plain).digest('hex');
  const ofClaim: PatientAliases['ofClaim'] = (claim, hisPatientId) =>
    namesOf(claim, hisPatientId)
      .map(name => keyed(plainHash(name)))
      .sort();
  return {
    keyed,
    ofClaim,
    ofEvent: event => {
      const hisPatientId = event.type === 'check-in' ? event.hisPatientId : undefined;
      const aliases = ofClaim(event.identity, hisPatientId);
      return aliases.length > 0
        ? aliases
        : [keyed(plainHash(`kiosk ${event.kioskId} ${event.aggregate}`))];
    },
  };
};
