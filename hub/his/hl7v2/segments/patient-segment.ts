import { type IdentityClaim } from '../../../../core/contract/identity.ts';
import { type LookupResult } from '../../../../core/contract/hub.ts';
import { type Gender } from '../../../../core/contract/primitives.ts';
import {
  type Message,
  type Segment,
  componentOf,
  repetitionsOf,
  valueAt,
} from '../message/message.ts';
import { composite, repeated, segment, text } from '../message/compose.ts';
import { dateOfStamp, dateStampOf } from '../time-stamp.ts';
import { type Hl7v2Settings } from '../settings.ts';
import {
  type PatientIdentifier,
  identifierField,
  identifierFrom,
  isSameIdentifier,
  patientNumber,
} from './patient-identifiers.ts';
import { nameField, nameOf } from './person-name.ts';

/** HL7 table 0001. */
export const SEX: Readonly<Record<Gender, string>> = {
  male: 'M',
  female: 'F',
  other: 'O',
  unknown: 'U',
};
const GENDERS = new Map(Object.entries(SEX).map(([gender, code]) => [code, gender as Gender]));

/**
 * PID of somebody at the kiosk. What differs from the hospital's record is sent so that it cannot
 * replace it: a name as an alias, a birth date not at all; the ticket says that they differ.
 */
export const patientSegment = (
  claim: Partial<IdentityClaim>,
  identifiers: readonly PatientIdentifier[],
  /** PID-18: the bill that a payment is for. */
  account?: string,
): Segment => {
  const differs = new Set(claim.flags);
  const nameType = differs.has('name-differs-from-record') ? 'A' : 'L';
  const birthDate = differs.has('birth-date-differs-from-record') ? undefined : claim.birthDate;
  return segment('PID', {
    1: text('1'),
    3: repeated(identifiers.map(identifierField)),
    5: claim.name === undefined ? text('') : nameField(claim.name, nameType),
    7: text(birthDate === undefined ? undefined : dateStampOf(birthDate)),
    8: text(claim.gender === undefined ? undefined : SEX[claim.gender]),
    11:
      claim.address === undefined
        ? text('')
        : composite(claim.address, ...Array<undefined>(4).fill(undefined), 'VNM', 'H'),
    18: text(account),
    // Identity unknown: an invented name must never stand where none was said.
    31: text(claim.name === undefined ? 'Y' : undefined),
  });
};

/** A patient of the HIS as PID tells. */
export interface HisPatient {
  readonly identifiers: readonly PatientIdentifier[];
  readonly name: string | undefined;
  readonly birthDate: string | undefined;
  readonly gender: Gender | undefined;
  readonly address: string | undefined;
}

export const patientOf = (message: Message, pid: Segment): HisPatient => {
  const { delimiters } = message;
  const names = repetitionsOf(pid, 5, delimiters);
  const legal = names.find(name => ['L', undefined].includes(componentOf(name, 7))) ?? names[0];
  const [home] = repetitionsOf(pid, 11, delimiters);
  const address = [1, 2, 3, 4].flatMap(part => componentOf(home, part) ?? []).join(', ');
  return {
    identifiers: repetitionsOf(pid, 3, delimiters).flatMap(one => identifierFrom(one) ?? []),
    name: nameOf(legal),
    birthDate: dateOfStamp(valueAt(message, pid, 7)),
    gender: GENDERS.get(valueAt(message, pid, 8) ?? ''),
    address: address === '' ? undefined : address,
  };
};

/** The hospital's own number of a patient; a sole identifier without a type is it. */
export const patientNumberOf = (
  { identifiers }: Pick<HisPatient, 'identifiers'>,
  kinds: Hl7v2Settings['identifiers'],
): string | undefined => {
  const own = patientNumber('', kinds);
  const typed = identifiers.find(one => isSameIdentifier({ ...one, value: '' }, own));
  const [only, another] = identifiers;
  return typed?.value ?? (another === undefined && only?.type === '' ? only.value : undefined);
};

const valueOf = (patient: HisPatient, kind: string, shape: RegExp): string | undefined => {
  const [authority = '', type = ''] = kind.split('^');
  return patient.identifiers.find(
    one => isSameIdentifier(one, { value: one.value, authority, type }) && shape.test(one.value),
  )?.value;
};

/** The record as the kiosk may know it; undefined without a number, or a name to greet with. */
export const recordOf = (
  patient: HisPatient,
  kinds: Hl7v2Settings['identifiers'],
): LookupResult['patient'] => {
  const { name, birthDate, gender, address } = patient;
  const hisPatientId = patientNumberOf(patient, kinds);
  if (hisPatientId === undefined || hisPatientId.length > 64 || name === undefined)
    return undefined;
  const citizenNumber = valueOf(patient, kinds.citizenNumber, /^\d{12}$/);
  const oldNumber = valueOf(patient, kinds.oldNumber, /^\d{9}$/);
  return {
    hisPatientId,
    name: name.slice(0, 255),
    claim: {
      name: name.slice(0, 255),
      ...(hisPatientId.length > 40 ? {} : { patientCode: hisPatientId }),
      ...(citizenNumber === undefined ? {} : { citizenNumber }),
      ...(oldNumber === undefined ? {} : { oldNumber }),
      ...(birthDate === undefined ? {} : { birthDate }),
      ...(gender === undefined ? {} : { gender }),
      ...(address === undefined ? {} : { address: address.slice(0, 1024) }),
    },
  };
};
