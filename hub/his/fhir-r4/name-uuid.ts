import { createHash } from 'node:crypto';

const NAMESPACE = Buffer.from('6f2f3c0e8b1d4c53a7e90d5b2c7f4a61', 'hex');

/**
 * The UUID that follows from a name (RFC 9562, 5.5: version 5), so that a bundle sent again has
 * the same `fullUrl`s as the first time.
 */
export const nameUuid = (...name: readonly string[]): string => {
  const hash = createHash('sha1').update(NAMESPACE).update(name.join('\n'));
  const bytes = hash.digest().subarray(0, 16);
  bytes[6] = 0x50 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);

  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};
