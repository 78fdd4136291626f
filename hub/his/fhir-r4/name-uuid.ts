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
  const hex = bytes.toString('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
};
