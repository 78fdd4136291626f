import type { PartialDate } from '../contract/primitives.ts';
import { hexOfText } from './hex-text.ts';
import { encodeOwnCode } from './own-code.ts';
import type { SyntheticBooking, SyntheticPerson } from './synthetic-people.ts';

const reversed = (date: PartialDate | undefined, separator: string): string =>
  date === undefined ? '' : date.split('-').reverse().join(separator);

const genderWord = (person: SyntheticPerson): string => (person.gender === 'male' ? 'Nam' : 'Nữ');

/** QR text on the front of the citizen card; undefined where the person has none. */
export const citizenCardQrOf = (person: SyntheticPerson): string | undefined =>
  person.citizenNumber === undefined
    ? undefined
    : [
        person.citizenNumber,
        person.oldNumber ?? '',
        person.name,
        reversed(person.birthDate, ''),
        genderWord(person),
        person.address,
        reversed(person.issueDate, ''),
      ].join('|');

/** QR text of the insurance card; undefined where the person has none. */
export const insuranceCardQrOf = (person: SyntheticPerson): string | undefined => {
  const insurance = person.insurance;
  if (!insurance) return undefined;
  const facility = insurance.registeredFacility;
  return [
    insurance.cardNumber,
    hexOfText(person.name),
    reversed(person.birthDate, '/'),
    person.gender === 'male' ? '1' : '2',
    hexOfText(person.address),
    `${facility.slice(0, 2)} - ${facility.slice(2)}`,
    reversed(insurance.validFrom, '/'),
    reversed(insurance.validTo, '/'),
    reversed(insurance.validFrom, '/'),
    `${facility.slice(0, 2)}00`,
    '',
    insurance.livingArea ?? '',
    '',
    '$',
  ].join('|');
};

/** QR text of the slip that goes with a booking. */
export const bookingQrOf = (booking: Pick<SyntheticBooking, 'code'>): string =>
  encodeOwnCode('booking', booking.code);

/** QR text of the hospital's patient card; undefined for people the hospital does not know. */
export const patientQrOf = (person: SyntheticPerson): string | undefined =>
  person.hisPatientCode === undefined ? undefined : encodeOwnCode('patient', person.hisPatientCode);

/** The Vietnamese fields of the chip (DG13), as text, plus what the machine-readable zone needs. */
export interface ChipFields {
  readonly citizenNumber: string;
  /** Last nine digits: the document number of the access key. */
  readonly documentNumber: string;
  readonly name: string;
  /** ISO partial date. */
  readonly birthDate: PartialDate;
  readonly gender: 'male' | 'female';
  readonly nationality: string;
  readonly ethnicity: string;
  readonly religion: string;
  readonly placeOfOrigin: string;
  readonly residence: string;
  readonly identifyingMarks: string;
  readonly issueDate: PartialDate;
  /** Absent: the card has no end. */
  readonly expiryDate?: PartialDate;
  readonly fatherName: string;
  readonly motherName: string;
  readonly oldNumber?: string;
}

/** What the chip of a person's card holds; undefined where there is no card. */
export const chipFieldsOf = (person: SyntheticPerson): ChipFields | undefined => {
  if (person.citizenNumber === undefined || person.issueDate === undefined) return undefined;
  const [family = ''] = person.name.split(' ');
  return {
    citizenNumber: person.citizenNumber,
    documentNumber: person.citizenNumber.slice(-9),
    name: person.name,
    birthDate: person.birthDate,
    gender: person.gender === 'male' ? 'male' : 'female',
    nationality: 'Việt Nam',
    ethnicity: person.ethnicity,
    religion: 'Không',
    placeOfOrigin: person.address.split(', ').slice(1).join(', '),
    residence: person.address,
    identifyingMarks: 'Nốt ruồi C.1cm dưới sau đuôi mắt phải',
    issueDate: person.issueDate,
    ...(person.expiryDate === undefined ? {} : { expiryDate: person.expiryDate }),
    fatherName: `${family} Văn Mẫu`,
    motherName: 'Trần Thị Thử',
    ...(person.oldNumber === undefined ? {} : { oldNumber: person.oldNumber }),
  };
};
