import { createHash } from 'node:crypto';
import { isSameText } from '../constant-time.ts';

/**
 * MD5 in capital hexadecimal digits over the values and the key, joined by `|`: what VNPAY asks for in
 * every message of its QR service. The key at the end keeps texts from being made longer; MD5 keeps
 * nobody from finding two texts with one checksum who knows the key, and that is VNPAY and us.
 */
export const checksumOf = (values: readonly (string | null)[], key: string): string =>
  createHash('md5')
    .update([...values, key].map(String).join('|'))
    .digest('hex')
    .toUpperCase();

/** Compared in constant time; VNPAY writes it in capitals and in small letters. */
export const isChecksumOf = (
  checksum: string,
  values: readonly (string | null)[],
  key: string,
): boolean => isSameText(checksum.toUpperCase(), checksumOf(values, key));
