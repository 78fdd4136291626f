import type { IdentityClaim, IdentityFlag, InsuranceClaim } from '../contract/identity.ts';
import type { Gender } from '../contract/primitives.ts';
import { parseInsuranceNumber } from '../coverage/insurance-number.ts';
import { type CodeReading, DAMAGED, FOREIGN } from './code-reading.ts';
import { textOfHex } from './hex-text.ts';
import { parseSlashDate, precisionOf } from './partial-date.ts';
import { printedText } from './person-name.ts';
import { parsePrintedGender } from './printed-gender.ts';

/**
 * QR of the health-insurance (BHYT) card, closed by `$`: number | name (hex) | birth date |
 * gender | address (hex) | facility | valid from | valid to | issued | managing office | parent |
 * living area | five years from. A dash stands for an empty field, cards of before 2021 end after
 * the issue date, and newer ones carry a checksum and more behind the thirteenth field.
 */

export interface InsuranceCard {
  readonly claim: IdentityClaim;
  /** Fields behind the thirteenth, as they came. */
  readonly extra: readonly string[];
}

const FIELDS = 13;
const GENDER_DIGITS: ReadonlyMap<string, Gender> = new Map([
  ['1', 'male'],
  ['2', 'female'],
]);

/** Reads any text. A code without its closing `$` was cut on its way and is not half believed. */
export const parseInsuranceCardQr = (text: string): CodeReading<InsuranceCard> => {
  const trimmed = text.trim();
  const closed = trimmed.endsWith('$');
  const body = closed ? trimmed.slice(0, -1).replace(/\|\s*$/, '') : trimmed;
  const fields = body.split('|').map(field => {
    const printed = printedText(field);
    return printed === '-' ? '' : printed;
  });
  const number = parseInsuranceNumber(fields[0] ?? '');
  if (!number) return closed && looksLikeCard(fields) ? DAMAGED : FOREIGN;
  if (!closed && fields.length < (number.form === 'card' ? 2 : 6)) return FOREIGN;
  if (!closed || fields.length < 3) return DAMAGED;
  const extra = fields.slice(FIELDS);
  return { outcome: 'read', claim: claimOf(number.number, fields), extra };
};

const looksLikeCard = (fields: readonly string[]): boolean =>
  fields.length >= 6 && /^[A-Z]{0,2}[0-9A-Z]{7,16}$/i.test(fields[0] ?? '');

type Decoded = { readonly text: string; readonly whole: boolean };

/**
 * Hex where it is hex, else the text itself: newer cards print names plainly. Digits tell broken
 * hex from a short plain name such as "Da": no name holds a digit.
 */
const decoded = (field: string): Decoded => {
  const text = textOfHex(field);
  if (text !== undefined) return { text: printedText(text), whole: true };
  const broken = /^(?=.*\d)[0-9a-f]{6,}$/i.test(field) || field.includes('\uFFFD');
  return broken ? { text: '', whole: false } : { text: field, whole: true };
};

const claimOf = (cardNumber: string, fields: readonly string[]): IdentityClaim => {
  const [, nameField = '', birth = '', genderField = '', addressField = ''] = fields;
  const name = decoded(nameField);
  const address = decoded(addressField);
  const birthDate = parseSlashDate(birth);
  const gender = GENDER_DIGITS.get(genderField) ?? parsePrintedGender(genderField);
  const issued = fields[8] ?? '';
  const doubts: readonly (readonly [IdentityFlag, boolean])[] = [
    ['name-missing', name.whole && name.text === ''],
    ['name-not-decoded', !name.whole || name.text.length > 255],
    ['birth-date-missing', birthDate === undefined],
    ['birth-date-partial', birthDate !== undefined && precisionOf(birthDate) !== 'day'],
    ['issue-date-invalid', issued !== '' && parseSlashDate(issued) === undefined],
    ['extra-fields', fields.slice(FIELDS).some(field => field !== '')],
  ];
  return {
    method: 'insurance-qr',
    ...(name.text === '' || name.text.length > 255 ? {} : { name: name.text }),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(gender === undefined ? {} : { gender }),
    ...(address.text === '' || address.text.length > 1024 ? {} : { address: address.text }),
    insurance: insuranceOf(cardNumber, fields),
    authenticity: 'not-checked',
    flags: doubts.flatMap(([flag, holds]) => (holds ? [flag] : [])),
  };
};

const insuranceOf = (cardNumber: string, fields: readonly string[]): InsuranceClaim => {
  const [facility = '', from = '', to = '', issued = '', , , area = '', fiveYears = ''] =
    fields.slice(5);
  const registeredFacility = facility.replace(/[\s\-–—]/g, '').toUpperCase();
  const livingArea = (['K1', 'K2', 'K3'] as const).find(code => code === area.toUpperCase());
  const dates = {
    validFrom: parseSlashDate(from),
    validTo: parseSlashDate(to),
    issueDate: parseSlashDate(issued),
    fiveYearsFrom: parseSlashDate(fiveYears),
  };
  return {
    cardNumber,
    ...(/^[0-9A-Z]{4,6}$/.test(registeredFacility) ? { registeredFacility } : {}),
    ...(dates.validFrom === undefined ? {} : { validFrom: dates.validFrom }),
    ...(dates.validTo === undefined ? {} : { validTo: dates.validTo }),
    ...(dates.issueDate === undefined ? {} : { issueDate: dates.issueDate }),
    ...(livingArea === undefined ? {} : { livingArea }),
    ...(dates.fiveYearsFrom === undefined ? {} : { fiveYearsFrom: dates.fiveYearsFrom }),
  };
};
