import { type ByteRedaction } from './byte-redaction.ts';

/** Stands for any character of so many bytes (RFC 3629, section 3). */
const TWO = [0xc3, 0xa9];
const THREE = [0xe1, 0xba, 0xbf];
const FOUR = [0xf0, 0x9f, 0x98, 0x80];

const isBetween = (byte: number, first: string, last: string): boolean =>
  byte >= first.charCodeAt(0) && byte <= last.charCodeAt(0);

/** Letters and digits lose what they say; separators, blanks and terminators keep their place. */
const ascii = (byte: number): number => {
  if (isBetween(byte, '0', '9')) return 0x30;
  if (isBetween(byte, 'A', 'Z')) return 0x58;
  if (isBetween(byte, 'a', 'z')) return 0x78;
  return byte;
};

const shapeOf = (lead: number): readonly number[] | undefined => {
  if (lead >= 0xf0) return FOUR;
  if (lead >= 0xe0) return THREE;
  return lead >= 0xc0 ? TWO : undefined;
};

/** Redacts UTF-8 that may be cut anywhere: a name keeps its length in letters and in bytes. */
export const createTextRedaction = (): ByteRedaction => {
  let pending: readonly number[] = [];
  const one = (byte: number): number => {
    if (byte < 0x80) {
      pending = [];
      return ascii(byte);
    }
    if (byte < 0xc0) {
      const [next = 0x80, ...rest] = pending;
      pending = rest;
      return next;
    }
    const [lead = 0x80, ...rest] = shapeOf(byte) ?? [];
    pending = rest;
    return lead;
  };
  return bytes => bytes.map(one);
};
