import type { LookupResult } from '../contract/hub.ts';
import type { IdentityClaim, IdentityFlag } from '../contract/identity.ts';
import type { PersonRow } from '../contract/kiosk.ts';
import { maskInsuranceNumber, maskNumber } from '../identity/masking.ts';
import { birthDatesAgree } from '../identity/partial-date.ts';
import { namesAgree } from '../identity/person-name.ts';

type Source = PersonRow['source'];

/** A passport has a chip and lines like a card, and is none. */
const sourceOf = ({ method, passportNumber }: IdentityClaim): Source =>
  passportNumber !== undefined && (method === 'card-chip' || method === 'card-mrz')
    ? 'passport'
    : SOURCE_OF_METHOD[method];

const SOURCE_OF_METHOD: Readonly<Record<IdentityClaim['method'], Source>> = {
  'card-chip': 'card-chip',
  'card-qr': 'card-qr',
  'card-mrz': 'card-mrz',
  'insurance-qr': 'insurance-qr',
  typed: 'typed',
  'patient-code': 'hospital-record',
  'booking-code': 'hospital-record',
  'opaque-token': 'hospital-record',
};

/** Where a doubt belongs: the line that the clerk looks at. */
const FLAG_FIELD: Partial<Record<IdentityFlag, PersonRow['field']>> = {
  'gender-differs-from-number': 'gender',
  'birth-year-differs-from-number': 'birthDate',
  'birth-date-partial': 'birthDate',
  'name-not-decoded': 'name',
  'name-differs-from-record': 'name',
  'birth-date-differs-from-record': 'birthDate',
  'unknown-province-code': 'citizenNumber',
  'number-shape-unknown': 'citizenNumber',
};

/** Flags of the claim, and what the hospital's record says differently. */
const allFlags = (claim: IdentityClaim, lookup: LookupResult | undefined): IdentityFlag[] => {
  const record = lookup?.patient;
  const recordBirth = record?.claim.birthDate;
  return [
    ...claim.flags,
    ...(record !== undefined && claim.name !== undefined && !namesAgree(claim.name, record.name)
      ? (['name-differs-from-record'] as const)
      : []),
    ...(claim.birthDate !== undefined &&
    recordBirth !== undefined &&
    !birthDatesAgree(claim.birthDate, recordBirth)
      ? (['birth-date-differs-from-record'] as const)
      : []),
  ];
};

/** The claim as it is sent on: with every doubt noted for the clerk. */
export const claimWithDoubts = ({
  claim,
  lookup,
}: {
  claim: IdentityClaim | undefined;
  lookup: LookupResult | undefined;
}): IdentityClaim | undefined =>
  claim === undefined ? undefined : { ...claim, flags: [...new Set(allFlags(claim, lookup))] };

/**
 * The lines of the confirm page: what was read first, completed by the hospital's record, each
 * with its source. Numbers are masked here: the screen never gets a whole one.
 */
export const confirmRows = (
  claim: IdentityClaim,
  lookup: LookupResult | undefined,
): PersonRow[] => {
  const record = lookup?.patient;
  const flags = allFlags(claim, lookup);
  const rowOf = (
    field: PersonRow['field'],
    read: string | undefined,
    recorded: string | undefined,
    shown: (value: string) => string = value => value,
  ): PersonRow[] => {
    const value = read ?? recorded;
    if (value === undefined) return [];
    const source = read === undefined ? 'hospital-record' : sourceOf(claim);
    return [
      {
        field,
        value: shown(value),
        source,
        flags: flags.filter(flag => FLAG_FIELD[flag] === field),
      },
    ];
  };
  return [
    ...rowOf('name', claim.name, record?.name),
    ...rowOf('birthDate', claim.birthDate, record?.claim.birthDate),
    ...rowOf('gender', claim.gender, record?.claim.gender),
    ...rowOf(
      'citizenNumber',
      claim.citizenNumber ?? claim.oldNumber,
      record?.claim.citizenNumber,
      maskNumber,
    ),
    ...rowOf('passportNumber', claim.passportNumber, undefined, maskNumber),
    ...rowOf('nationality', claim.nationality, undefined),
    ...rowOf('patientCode', claim.patientCode, record?.claim.patientCode, maskNumber),
    ...rowOf(
      'insurance',
      claim.insurance?.cardNumber,
      lookup?.coverage.cardNumber,
      maskInsuranceNumber,
    ),
  ];
};
