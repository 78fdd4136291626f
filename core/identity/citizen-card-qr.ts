import type { IdentityClaim, IdentityFlag } from '../contract/identity.ts';
import type { Gender } from '../contract/primitives.ts';
import { citizenNumberFlags } from './citizen-number.ts';
import { type CodeReading, DAMAGED, FOREIGN } from './code-reading.ts';
import { compareDates, parseDigitDate, precisionOf } from './partial-date.ts';
import { printedText } from './person-name.ts';
import { parsePrintedGender } from './printed-gender.ts';

/**
 * QR of the citizen card: `number|old number|name|ddMMyyyy|gender|address|ddMMyyyy`, as printed
 * on the front since 2021. The order of fields on the card of 2024 is not published: where the
 * fields are not plainly in this order only the number is taken, and the rest is kept as it came.
 */

export interface CitizenCard {
  readonly claim: IdentityClaim;
  /** Fields nobody here can name, as they came. */
  readonly extra: readonly string[];
}

const FIELDS = 7;
const DIGIT_DATE = /^(\d{4}|\d{6}|\d{8})$/;
const REPLACEMENT_CHARACTER = '\uFFFD';

/** By the shapes of all the fields up to the gender, so that another order is not mistaken for it. */
const isKnownOrder = ([
  ,
  oldNumber = '',
  name = '',
  birth = '',
  gender,
]: readonly string[]): boolean =>
  /^\d*$/.test(oldNumber) &&
  !/\d/.test(name) &&
  parsePrintedGender(name) === undefined &&
  gender !== undefined &&
  (parsePrintedGender(gender) !== undefined || /^\D{0,4}$/.test(gender)) &&
  (DIGIT_DATE.test(birth) || (birth === '' && parsePrintedGender(gender) !== undefined));

/** A number of the wrong length before fields in the known order is a card read badly. */
const isCutCard = (fields: readonly string[]): boolean =>
  /^\d{6,15}$/.test(fields[0] ?? '') && isKnownOrder(fields);

/** Reads any text; gender, year and province that do not fit the number become flags. */
export const parseCitizenCardQr = (text: string): CodeReading<CitizenCard> => {
  const fields = text.split('|').map(printedText);
  const [number = ''] = fields;
  if (fields.length < 2) return FOREIGN;
  if (!/^\d{12}$/.test(number)) return isCutCard(fields) ? DAMAGED : FOREIGN;
  const known = isKnownOrder(fields);
  const extra = fields.slice(known ? FIELDS : 1);
  const claim = claimOf(number, known ? fields : []);
  return {
    outcome: 'read',
    claim: extra.some(field => field !== '') ? withFlag(claim, 'extra-fields') : claim,
    extra,
  };
};

const withFlag = (claim: IdentityClaim, flag: IdentityFlag): IdentityClaim => ({
  ...claim,
  flags: [...claim.flags, flag],
});

const claimOf = (citizenNumber: string, fields: readonly string[]): IdentityClaim => {
  const [, oldNumber = '', name = '', birth = '', genderWord = '', address = '', issue = ''] =
    fields;
  const birthDate = parseDigitDate(birth);
  const gender: Gender | undefined = parsePrintedGender(genderWord);
  const issueDate = parseDigitDate(issue);
  const nameIsWhole = !name.includes(REPLACEMENT_CHARACTER) && name.length <= 255;
  const addressIsWhole = !address.includes(REPLACEMENT_CHARACTER) && address.length <= 1024;
  const issuedBeforeBirth =
    issueDate !== undefined && birthDate !== undefined && compareDates(issueDate, birthDate) === -1;
  const doubts: readonly (readonly [IdentityFlag, boolean])[] = [
    ['number-shape-unknown', oldNumber !== '' && !/^\d{9}$/.test(oldNumber)],
    ['name-missing', name === ''],
    ['name-not-decoded', !nameIsWhole],
    ['birth-date-missing', birthDate === undefined],
    ['birth-date-partial', birthDate !== undefined && precisionOf(birthDate) !== 'day'],
    ['issue-date-invalid', issuedBeforeBirth || (issue !== '' && issueDate === undefined)],
  ];
  return {
    method: 'card-qr',
    citizenNumber,
    ...(/^\d{9}$/.test(oldNumber) ? { oldNumber } : {}),
    ...(name !== '' && nameIsWhole ? { name } : {}),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(gender === undefined ? {} : { gender }),
    ...(address !== '' && addressIsWhole ? { address } : {}),
    ...(issueDate === undefined ? {} : { issueDate }),
    authenticity: 'not-checked',
    flags: [
      ...citizenNumberFlags(citizenNumber, { gender, birthDate }),
      ...doubts.flatMap(([flag, holds]) => (holds ? [flag] : [])),
    ],
  };
};
