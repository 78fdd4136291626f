import { type IdentityClaim } from '../../../../core/contract/identity.ts';
import { type Repetition, componentOf } from '../message/message.ts';
import { type Wire, composite } from '../message/compose.ts';
import { type Hl7v2Settings } from '../settings.ts';

type IdentifierKinds = Hl7v2Settings['identifiers'];

/** A patient identifier as CX carries it (2.A.14). */
export interface PatientIdentifier {
  readonly value: string;
  /** CX.4, assigning authority. */
  readonly authority: string;
  /** CX.5, HL7 table 0203. */
  readonly type: string;
}

const identifier = (value: string, kind: string): PatientIdentifier => {
  const [authority = '', type = ''] = kind.split('^');
  return { value, authority, type };
};

/** The hospital's own number of a patient. */
export const patientNumber = (value: string, kinds: IdentifierKinds): PatientIdentifier =>
  identifier(value, kinds.patientCode);

/**
 * What a claim says about who somebody is, strongest first. A ten-digit BHXH number is no card
 * number, and every card number ends with one.
 */
export const identifiersOf = (
  claim: Partial<IdentityClaim>,
  kinds: IdentifierKinds,
): readonly PatientIdentifier[] => {
  const card = claim.insurance?.cardNumber;
  const candidates: readonly (readonly [string, string | undefined])[] = [
    [kinds.patientCode, claim.patientCode],
    [kinds.citizenNumber, claim.citizenNumber],
    [kinds.oldNumber, claim.oldNumber],
    [kinds.insuranceCard, card?.length === 15 ? card : undefined],
    [kinds.socialInsurance, card?.slice(-10)],
  ];
  return candidates.flatMap(([kind, value]) =>
    value === undefined ? [] : [identifier(value, kind)],
  );
};

export const identifierField = ({ value, authority, type }: PatientIdentifier): Wire =>
  composite(value, undefined, undefined, authority, type);

/** One repetition of PID-3; undefined where it has no value. */
export const identifierFrom = (repetition: Repetition): PatientIdentifier | undefined => {
  const value = componentOf(repetition, 1);
  return value === undefined
    ? undefined
    : {
        value,
        authority: componentOf(repetition, 4) ?? '',
        type: componentOf(repetition, 5) ?? '',
      };
};

/** The same number of the same kind. A sender that names no authority means its own. */
export const isSameIdentifier = (one: PatientIdentifier, other: PatientIdentifier): boolean =>
  one.value === other.value &&
  one.type === other.type &&
  (one.authority === other.authority || one.authority === '' || other.authority === '');
