import { type CardAccessKey, MAX_KEY_CANDIDATES } from '../contract/device.ts';
import type { IdentityClaim } from '../contract/identity.ts';
import type { BusinessDay, PartialDate } from '../contract/primitives.ts';
import { type CardEnd, cardEnds, NO_EXPIRY } from './card-expiry.ts';
import { firstDayOf, isCalendarDate, lastDayOf, precisionOf } from './partial-date.ts';
import type { ScannedCode } from './scanned-code.ts';

/** Said to stand in the machine readable zone of a citizen card without end; not published. */
const NO_EXPIRY_DATE = '991231';

/** The document number of a citizen card is the end of its holder's number. */
const DOCUMENT_NUMBER_DIGITS = 9;

/**
 * Keys that may open the chip of the card this came from, the likeliest first, at most
 * MAX_KEY_CANDIDATES; empty where it says too little. A machine readable zone and a claim with an
 * expiry date give exactly one; other claims need the citizen number and the birth date, and the
 * expiry dates follow from the law.
 */
export const keyCandidatesOf = (said: ScannedCode | IdentityClaim): readonly CardAccessKey[] => {
  if (!('kind' in said)) return keysOfClaim(said);
  if (said.kind === 'machine-readable-zone') return [said.key];
  return 'claim' in said ? keysOfClaim(said.claim) : [];
};

const keysOfClaim = (claim: IdentityClaim): readonly CardAccessKey[] => {
  const { citizenNumber } = claim;
  const [birthDate, expiryDate, issueDate] = [
    claim.birthDate,
    claim.expiryDate,
    claim.issueDate,
  ].map(date => (date !== undefined && isCardDate(date) ? date : undefined));
  if (citizenNumber === undefined || birthDate === undefined) return [];
  const births = birthReadings(birthDate);
  const endsOf = (birthDay: BusinessDay): readonly CardEnd[] =>
    expiryDate === undefined
      ? cardEnds(birthDay, issueDate && lastDayOf(issueDate))
      : [lastDayOf(expiryDate)];
  const ranked = births.flatMap(({ day, text }) =>
    endsOf(day).map((end, rank) => ({ rank, key: keyOf(citizenNumber, text, end) })),
  );
  return ranked
    .sort((one, other) => one.rank - other.rank)
    .slice(0, MAX_KEY_CANDIDATES)
    .map(({ key }) => key);
};

/** Two digits of a year are enough only for dates about now. */
const isCardDate = (date: PartialDate): boolean =>
  isCalendarDate(date) && date >= '1850' && date < '2100';

interface BirthReading {
  /** The day the end of the card is reckoned from. */
  readonly day: BusinessDay;
  /** As the machine readable zone has it. */
  readonly text: string;
}

/**
 * An unknown month or day is written as fillers (ICAO 9303-3, 4.7); offices that may not leave a
 * date open take the first day.
 */
const birthReadings = (birthDate: PartialDate): readonly BirthReading[] => {
  const filled = { day: lastDayOf(birthDate), text: zoneDate(birthDate) };
  if (precisionOf(birthDate) === 'day') return [filled];
  const first = firstDayOf(birthDate);
  return [filled, { day: first, text: zoneDate(first) }];
};

const zoneDate = (date: PartialDate): string => date.slice(2).replaceAll('-', '').padEnd(6, '<');

const keyOf = (citizenNumber: string, birthDate: string, end: CardEnd): CardAccessKey => ({
  kind: 'mrz',
  documentNumber: citizenNumber.slice(-DOCUMENT_NUMBER_DIGITS),
  birthDate,
  expiryDate: end === NO_EXPIRY ? NO_EXPIRY_DATE : zoneDate(end),
});
