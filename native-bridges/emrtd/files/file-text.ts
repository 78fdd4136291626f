import { type PartialDate } from '../../../core/contract/primitives.ts';
import { type Tlv } from '../ber-tlv.ts';

const TAG_BMP_STRING = 0x1e;
const utf8 = new TextDecoder('utf-8', { fatal: true });
const utf16 = new TextDecoder('utf-16be', { fatal: true });

/** Control characters and replacement characters: text never has them, encoded fields do. */
const NOT_TEXT = /[\p{Cc}\p{Co}\p{Cn}\uFFFD]/u;

/**
 * The text of a string object, composed (NFC) and trimmed. UTF-8 is tried whatever string type is
 * announced, since every PrintableString is UTF-8 too. Undefined where it is not text.
 */
export const decodeText = ({ tag, constructed, value }: Tlv): string | undefined => {
  if (constructed) return undefined;
  try {
    const text = (tag === TAG_BMP_STRING ? utf16 : utf8).decode(value).normalize('NFC').trim();
    return NOT_TEXT.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
};

/** Parts of a field as ICAO 9303-10 separates them: `ANYTOWN<MN` has two. */
export const partsOf = (text: string): readonly string[] =>
  text
    .split('<')
    .map(part => part.trim())
    .filter(part => part !== '');

/** A name in two parts, as in the machine readable zone but in the letters of its language. */
export interface HolderName {
  readonly surname: string;
  readonly givenNames: string;
}

export const holderNameOf = (text: string): HolderName => {
  const [surname = '', ...given] = text.split('<<');
  return { surname: partsOf(surname).join(' '), givenNames: partsOf(given.join('<')).join(' ') };
};

/**
 * A date CCYYMMDD, in digits or packed two to a byte (9303-10, 4.7.11 and 4.7.12: both are in use).
 * Zeros stand for an unknown month or day; undefined where it is no calendar date.
 */
export const decodeDate = (object: Tlv): PartialDate | undefined => {
  const digits = decodeDigits(object, 4);
  const match = /^(\d{4})(\d\d)(\d\d)$/.exec(digits ?? '');
  if (match === null) return undefined;
  const [, year = '', month = '', day = ''] = match;
  if (year === '0000') return undefined;
  if (month === '00') return day === '00' ? year : undefined;
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(month) > 12 || Number(day) > lastDay) return undefined;
  return day === '00' ? `${year}-${month}` : `${year}-${month}-${day}`;
};

/** Digits of a number field of that many packed bytes, packed or written out. */
export const decodeDigits = (object: Tlv, packedBytes: number): string | undefined => {
  const text =
    object.value.length === packedBytes
      ? Array.from(object.value, byte => byte.toString(16).padStart(2, '0')).join('')
      : decodeText(object);
  return text !== undefined && /^\d+$/.test(text) ? text : undefined;
};

/** A key with its value where something was said, else nothing. */
export const said = <Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): Partial<Record<Key, Value>> =>
  value === undefined || value === '' ? {} : ({ [key]: value } as Record<Key, Value>);
