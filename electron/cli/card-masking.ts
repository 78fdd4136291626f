import type { CardAccessKey } from '../../core/contract/device.ts';
import type { IdentityClaim } from '../../core/contract/identity.ts';
import { maskBirthDate, maskName, maskNumber } from '../../core/identity/masking.ts';

/** For what has no part that may be shown; always as long, so that not even the length is told. */
export const HIDDEN = '*'.repeat(10);

/** What a claim says of its holder; how it was come by is said elsewhere. */
type HolderField = Exclude<
  keyof IdentityClaim,
  'method' | 'authenticity' | 'authenticityReasons' | 'flags' | 'insurance' | 'token'
>;

/** Enough to tell two test cards apart, too little to know a person. */
const MASKS: Readonly<Record<HolderField, (text: string) => string>> = {
  citizenNumber: maskNumber,
  oldNumber: maskNumber,
  patientCode: maskNumber,
  bookingCode: maskNumber,
  passportNumber: maskNumber,
  passportIssuer: state => state,
  nationality: () => HIDDEN,
  name: maskName,
  birthDate: maskBirthDate,
  gender: () => HIDDEN,
  address: () => HIDDEN,
  issueDate: maskBirthDate,
  expiryDate: maskBirthDate,
};

/** The holder's fields that are there, masked unless `reveal`. */
export const shownHolder = (
  claim: IdentityClaim | undefined,
  reveal: boolean,
): Readonly<Partial<Record<HolderField, string>>> =>
  Object.fromEntries(
    (Object.keys(MASKS) as HolderField[]).flatMap(field => {
      const text = claim?.[field];
      return text === undefined ? [] : [[field, reveal ? text : MASKS[field](text)]];
    }),
  );

/** YYMMDD of a key, of which the year is shown. */
const maskKeyDate = (date: string): string => `${date.slice(0, 2)}****`;

/** A key opens the chip and names its holder: masked like everything else unless `reveal`. */
export const shownKey = (key: CardAccessKey, reveal: boolean): CardAccessKey => {
  if (reveal) return key;
  return key.kind === 'can'
    ? { ...key, number: '******' }
    : {
        ...key,
        documentNumber: maskNumber(key.documentNumber),
        birthDate: maskKeyDate(key.birthDate),
        expiryDate: maskKeyDate(key.expiryDate),
      };
};
