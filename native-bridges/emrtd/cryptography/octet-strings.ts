import { bytesToHex } from '@noble/hashes/utils.js';

/** The non-negative integer that big-endian bytes stand for (OS2IP, RFC 8017, 4.2); 0 for none. */
export const octetsToInteger = (octets: Uint8Array): bigint =>
  octets.length === 0 ? 0n : BigInt(`0x${bytesToHex(octets)}`);

/**
 * A non-negative integer in exactly `length` big-endian bytes (I2OSP, RFC 8017, 4.1).
 * Throws RangeError where it does not fit.
 */
export const integerToOctets = (integer: bigint, length: number): Uint8Array => {
  const hex = integer.toString(16);
  if (integer < 0n || hex.length > 2 * length) throw new RangeError('integer too large');
  const octets = new Uint8Array(length);
  for (let at = length - 1, end = hex.length; end > 0; at -= 1, end -= 2)
    octets[at] = Number.parseInt(hex.slice(Math.max(0, end - 2), end), 16);
  return octets;
};

/** Number of bits up to the highest one that is set; 0 for 0. */
export const bitLength = (integer: bigint): number =>
  integer === 0n ? 0 : integer.toString(2).length;

/** Whether two strings of bytes are the same; the time taken tells only about their lengths. */
export const equalOctets = (a: Uint8Array, b: Uint8Array): boolean => {
  if (a.length !== b.length) return false;
  let difference = 0;
  a.forEach((byte, at) => {
    difference |= byte ^ (b[at] ?? 0);
  });
  return difference === 0;
};

/** Bitwise exclusive or; both must have the same length. */
export const xorOctets = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  if (a.length !== b.length) throw new RangeError('lengths differ');
  return a.map((byte, at) => byte ^ (b[at] ?? 0));
};
