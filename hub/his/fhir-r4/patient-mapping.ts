import { type LookupResult } from '../../../core/contract/hub.ts';
import { type IdentityClaim } from '../../../core/contract/identity.ts';
import { partialDateSchema } from '../../../core/contract/primitives.ts';
import { birthDatesAgree } from '../../../core/identity/partial-date.ts';
import { namesAgree } from '../../../core/identity/person-name.ts';
import { type Extension, type Identifier, type Patient } from './resources.ts';
import { EXTENSIONS, type IdentifierSystems } from './systems.ts';

/** `system|value`, the token that finds an identifier. */
export const tokenOf = ({ system, value }: Identifier): string => `${system ?? ''}|${value ?? ''}`;

/**
 * What a claim says about who somebody is, as identifiers, strongest first. A ten-digit BHXH
 * number is no card number, and every card number ends with one.
 */
export const identifiersOf = (
  claim: Partial<IdentityClaim>,
  systems: IdentifierSystems,
): readonly Identifier[] => {
  const card = claim.insurance?.cardNumber;
  const candidates: readonly (readonly [string, string | undefined])[] = [
    [systems.patientCode, claim.patientCode],
    [systems.citizenNumber, claim.citizenNumber],
    [systems.oldNumber, claim.oldNumber],
    [
      `${systems.passport}${claim.passportIssuer ?? ''}`,
      claim.passportIssuer === undefined ? undefined : claim.passportNumber,
    ],
    [systems.insuranceCard, card?.length === 15 ? card : undefined],
    [systems.socialInsurance, card?.slice(-10)],
  ];
  return candidates.flatMap(([system, value]) => (value === undefined ? [] : [{ system, value }]));
};

/** FHIR core extension patient-nationality. */
const nationalityOf = (state: string): Extension => ({
  url: EXTENSIONS.nationality,
  extension: [
    {
      url: 'code',
      valueCodeableConcept: { coding: [{ system: 'urn:iso:std:iso:3166', code: state }] },
    },
  ],
});

const VIETNAMESE_FAMILY_NAME_FIRST = /^(\S+)\s+(.+)$/;

/**
 * A Patient for somebody the HIS does not know; `visitId` identifies who has no number at all.
 * @param portrait JPEG, base64.
 */
export const newPatient = (
  claim: IdentityClaim,
  visitId: string,
  systems: IdentifierSystems,
  portrait?: string,
): Patient & { identifier: [Identifier, ...Identifier[]] } => {
  const [first = { system: systems.visit, value: visitId }, ...rest] = identifiersOf(
    claim,
    systems,
  );
  const [, family, given] = VIETNAMESE_FAMILY_NAME_FIRST.exec(claim.name ?? '') ?? [];
  return {
    resourceType: 'Patient',
    identifier: [first, ...rest],
    active: true,
    ...(claim.name === undefined
      ? {}
      : {
          name: [
            {
              use: 'official',
              text: claim.name,
              ...(family === undefined || given === undefined
                ? {}
                : { family, given: given.split(/\s+/) }),
            },
          ],
        }),
    ...(claim.gender === undefined ? {} : { gender: claim.gender }),
    ...(claim.birthDate === undefined ? {} : { birthDate: claim.birthDate }),
    ...(claim.address === undefined ? {} : { address: [{ use: 'home', text: claim.address }] }),
    ...(claim.nationality === undefined ? {} : { extension: [nationalityOf(claim.nationality)] }),
    ...(portrait === undefined ? {} : { photo: [{ contentType: 'image/jpeg', data: portrait }] }),
  };
};

export const nameOf = (patient: Patient): string | undefined => {
  const name = patient.name?.find(({ use }) => use === 'official') ?? patient.name?.[0];
  const text = name?.text ?? [name?.family, ...(name?.given ?? [])].filter(Boolean).join(' ');
  return text === '' ? undefined : text;
};

const valueOf = (patient: Patient, system: string, shape: RegExp): string | undefined =>
  patient.identifier?.find(
    identifier => identifier.system === system && shape.test(identifier.value ?? ''),
  )?.value;

/** The record as the kiosk may know it; undefined where it has no name to greet with. */
export const recordOf = (patient: Patient, systems: IdentifierSystems): LookupResult['patient'] => {
  const name = nameOf(patient);
  if (patient.id === undefined || name === undefined) return undefined;
  const birthDate = partialDateSchema.safeParse(patient.birthDate);
  const citizenNumber = valueOf(patient, systems.citizenNumber, /^\d{12}$/);
  const oldNumber = valueOf(patient, systems.oldNumber, /^\d{9}$/);
  const patientCode = valueOf(patient, systems.patientCode, /^.{1,40}$/u);
  const address = patient.address?.[0]?.text;
  return {
    hisPatientId: patient.id,
    name: name.slice(0, 255),
    claim: {
      name: name.slice(0, 255),
      ...(citizenNumber === undefined ? {} : { citizenNumber }),
      ...(oldNumber === undefined ? {} : { oldNumber }),
      ...(patientCode === undefined ? {} : { patientCode }),
      ...(birthDate.success ? { birthDate: birthDate.data } : {}),
      ...(patient.gender === undefined ? {} : { gender: patient.gender }),
      ...(address === undefined || address === '' ? {} : { address: address.slice(0, 1024) }),
    },
  };
};

export const isCurrent = (patient: Patient): boolean =>
  patient.active !== false && !(patient.link ?? []).some(({ type }) => type === 'replaced-by');

/** Nothing known on both sides contradicts. */
const agrees = (patient: Patient, claim: Partial<IdentityClaim>): boolean => {
  const name = nameOf(patient);
  const sameName = claim.name === undefined || name === undefined || namesAgree(claim.name, name);
  const sameBirth =
    claim.birthDate === undefined ||
    patient.birthDate === undefined ||
    birthDatesAgree(claim.birthDate, patient.birthDate);
  return sameName && sameBirth;
};

export type PatientMatch =
  | { readonly match: 'none' }
  | { readonly match: 'one'; readonly patient: Patient }
  /** Records nobody but a person can tell apart. */
  | { readonly match: 'several' };

/**
 * The record meant, among those that carry one of the claim's identifiers. The strongest
 * identifier decides first; name and birth date decide between records that share it.
 */
export const matchPatient = (
  found: readonly Patient[],
  claim: Partial<IdentityClaim>,
  systems: IdentifierSystems,
): PatientMatch => {
  const current = found.filter(isCurrent);
  for (const identifier of identifiersOf(claim, systems)) {
    const token = tokenOf(identifier);
    const bearers = current.filter(one => (one.identifier ?? []).some(id => tokenOf(id) === token));
    const [only, another] = bearers;
    if (only !== undefined && another === undefined) return { match: 'one', patient: only };
    if (only === undefined) continue;
    const [agreeing, second] = bearers.filter(one => agrees(one, claim));
    return agreeing !== undefined && second === undefined
      ? { match: 'one', patient: agreeing }
      : { match: 'several' };
  }
  return { match: 'none' };
};

/** Whether the HIS says that something is owed from before. */
export const hasPriorDebt = (patient: Patient): boolean =>
  patient.extension?.some(({ url, valueBoolean, valueMoney }) =>
    url === EXTENSIONS.priorDebt ? valueBoolean === true || (valueMoney?.value ?? 0) > 0 : false,
  ) === true;
