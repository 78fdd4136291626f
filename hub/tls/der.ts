/** The little of DER (ITU-T X.690) that a certificate of one's own needs. */

const lengthOf = (length: number): Buffer => {
  if (length < 0x80) return Buffer.of(length);
  const digits = Buffer.from(length.toString(16).padStart(length > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.of(0x80 | digits.length), digits]);
};

const tagged = (tag: number, ...content: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(content);
  return Buffer.concat([Buffer.of(tag), lengthOf(body.length), body]);
};

export const sequence = (...members: readonly Uint8Array[]): Buffer => tagged(0x30, ...members);
export const set = (...members: readonly Uint8Array[]): Buffer => tagged(0x31, ...members);
export const boolean = (value: boolean): Buffer => tagged(0x01, Buffer.of(value ? 0xff : 0));
export const octets = (bytes: Uint8Array): Buffer => tagged(0x04, bytes);
export const utf8 = (text: string): Buffer => tagged(0x0c, Buffer.from(text));

/** A bit string; the last `unused` bits of it count for nothing. */
export const bits = (bytes: Uint8Array, unused = 0): Buffer =>
  tagged(0x03, Buffer.of(unused), bytes);

/** A positive integer from its bytes, the highest first. */
export const integer = (bytes: Uint8Array): Buffer => {
  const start = bytes.findIndex(byte => byte !== 0);
  const shortest = start < 0 ? Buffer.of(0) : Buffer.from(bytes.subarray(start));
  const isNegative = ((shortest[0] ?? 0) & 0x80) !== 0;
  return tagged(0x02, isNegative ? Buffer.concat([Buffer.of(0), shortest]) : shortest);
};

/** An object identifier from its dotted form. */
export const objectId = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const encoded = [first * 40 + second, ...rest].flatMap(arc => {
    const groups = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) groups.unshift(0x80 | (left & 0x7f));
    return groups;
  });
  return tagged(0x06, Buffer.from(encoded));
};

/** GeneralizedTime to the second, which RFC 5280, 4.1.2.5 wants from 2050 on. */
export const generalizedTime = (iso: string): Buffer =>
  tagged(0x18, Buffer.from(`${iso.slice(0, 19).replaceAll(/[-T:]/g, '')}Z`));

/** UTCTime, which RFC 5280, 4.1.2.5 wants until 2049. */
export const utcTime = (iso: string): Buffer =>
  tagged(0x17, Buffer.from(`${iso.slice(2, 19).replaceAll(/[-T:]/g, '')}Z`));

/** `[number] EXPLICIT` around a value. */
export const explicit = (number: number, value: Uint8Array): Buffer => tagged(0xa0 | number, value);

/** `[number] IMPLICIT` in place of a primitive type's own tag. */
export const implicit = (number: number, bytes: Uint8Array): Buffer => tagged(0x80 | number, bytes);
