import type { IdentityClaim, IdentityFlag } from './identity.ts';
import type { MachineReadableZone } from './machine-readable-zone.ts';
import type { Gender, PartialDate } from './primitives.ts';

/** What a machine readable zone says of the holder, as far as it says it. */
export type ZoneHolder = Pick<
  IdentityClaim,
  | 'citizenNumber'
  | 'passportNumber'
  | 'passportIssuer'
  | 'nationality'
  | 'name'
  | 'birthDate'
  | 'gender'
  | 'expiryDate'
  | 'flags'
>;

const VIET_NAM = 'VNM';
/** Said to stand in citizen cards without end; not published. */
const NO_EXPIRY = '991231';

const GENDERS: Readonly<Record<string, Gender>> = { M: 'male', F: 'female', X: 'other' };

/**
 * The holder of the document. The name is transliterated (ICAO 9303-3, 6), which no one can undo:
 * it comes with the flag `name-not-decoded`, good for comparing and for finding a record.
 */
export const holderOfZone = (zone: MachineReadableZone): ZoneHolder => {
  const citizenNumber = citizenNumberOf(zone);
  const name = `${zone.surname} ${zone.givenNames}`.trim();
  const expiryDate = expiryDateOf(zone);
  const birthDate = birthDateOf(zone, citizenNumber);
  const gender = GENDERS[zone.sex];
  const doubts: readonly (IdentityFlag | false)[] = [
    zone.form !== 'TD3' &&
      zone.issuer === VIET_NAM &&
      citizenNumber === undefined &&
      'number-shape-unknown',
    name === '' ? 'name-missing' : 'name-not-decoded',
    birthDate === undefined
      ? 'birth-date-missing'
      : birthDate.length < 'yyyy-mm-dd'.length && 'birth-date-partial',
  ];
  return {
    ...(citizenNumber === undefined ? {} : { citizenNumber }),
    ...passportOf(zone),
    ...(name === '' ? {} : { name }),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(gender === undefined ? {} : { gender }),
    ...(expiryDate === undefined ? {} : { expiryDate }),
    flags: doubts.filter(flag => flag !== false),
  };
};

/** Passports are the documents of form TD3 (ICAO 9303-4) whose code begins with P. */
const passportOf = ({
  form,
  documentCode,
  documentNumber,
  issuer,
  nationality,
}: MachineReadableZone): Pick<ZoneHolder, 'passportNumber' | 'passportIssuer' | 'nationality'> => {
  if (form !== 'TD3' || !documentCode.startsWith('P') || documentNumber.includes('<')) return {};
  return {
    passportNumber: documentNumber,
    ...(isState(issuer) ? { passportIssuer: issuer } : {}),
    ...(isState(nationality) ? { nationality } : {}),
  };
};

const isState = (code: string): boolean => /^[A-Z]{1,3}$/.test(code);

/** A Vietnamese card has the whole number as optional data, its end as the document number. */
const citizenNumberOf = ({ issuer, documentNumber, optional }: MachineReadableZone) => {
  const number = issuer === VIET_NAM ? /^\d{12}/.exec(optional)?.[0] : undefined;
  return number?.endsWith(documentNumber) === true ? number : undefined;
};

/** Documents with a chip end in this century. */
const expiryDateOf = ({ issuer, expiryDate }: MachineReadableZone): PartialDate | undefined =>
  issuer === VIET_NAM && expiryDate === NO_EXPIRY ? undefined : dateIn('20', expiryDate);

/**
 * The zone has no century. The citizen number tells it; otherwise it is the latest in which the
 * holder was born before the document ends, which is wrong only for people of about a hundred.
 */
const birthDateOf = (
  zone: MachineReadableZone,
  citizenNumber: string | undefined,
): PartialDate | undefined => {
  const yearDigits = zone.birthDate.slice(0, 2);
  if (citizenNumber?.slice(4, 6) === yearDigits) {
    const century = 19 + Math.floor(Number(citizenNumber.charAt(3)) / 2);
    return dateIn(String(century), zone.birthDate);
  }
  const recent = dateIn('20', zone.birthDate);
  const end = dateIn('20', zone.expiryDate);
  const isAlive = recent !== undefined && (end === undefined || recent < end);
  return isAlive && zone.expiryDate !== NO_EXPIRY ? recent : dateIn('19', zone.birthDate);
};

/** YYMMDD with fillers for what is unknown (9303-3, 4.8); undefined where it is no calendar date. */
const dateIn = (century: string, date: string): PartialDate | undefined => {
  const match = /^(\d\d)(\d\d|<<)(\d\d|<<)$/.exec(date);
  if (match === null) return undefined;
  const [, year = '', month = '', day = ''] = match;
  if (month === '<<') return day === '<<' ? century + year : undefined;
  if (day === '<<')
    return isDay(century + year, month, '01') ? `${century}${year}-${month}` : undefined;
  return isDay(century + year, month, day) ? `${century}${year}-${month}-${day}` : undefined;
};

const isDay = (year: string, month: string, day: string): boolean => {
  const moment = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return moment.getUTCMonth() + 1 === Number(month) && moment.getUTCDate() === Number(day);
};
