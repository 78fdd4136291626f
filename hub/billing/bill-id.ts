import { createHash } from 'node:crypto';

const VERSION_8 = 0x80;
const VARIANT = 0x80;

/**
 * The id of a bill of the hospital's system: the same for the same number on every hub, so that it is
 * raised once (UUID version 8, RFC 9562, 5.8).
 */
export const hospitalBillId = (billNumber: string): string => {
  const bytes = createHash('sha256').update(`hospital-bill ${billNumber}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | VERSION_8;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | VARIANT;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
