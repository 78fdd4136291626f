import { timingSafeEqual } from 'node:crypto';
import { argon2idAsync } from '@noble/hashes/argon2.js';
import type { StaffCredential } from '../storage/staff-table.ts';

/** How dear one try is (RFC 9106; the least of the OWASP password storage guidance). */
export interface SecretCost {
  readonly memoryKib: number;
  readonly passes: number;
}

export const STAFF_SECRET_COST: SecretCost = { memoryKib: 19_456, passes: 2 };

const HASH_BYTES = 32;
export const SALT_BYTES = 16;
/** The patient's screen goes on meanwhile. */
const LONGEST_BLOCK_MS = 10;

/** Argon2id of a PIN or badge. */
export const hashStaffSecret = (
  secret: string,
  salt: Uint8Array,
  { memoryKib, passes }: SecretCost,
): Promise<Uint8Array> =>
  argon2idAsync(secret, salt, {
    m: memoryKib,
    t: passes,
    p: 1,
    dkLen: HASH_BYTES,
    asyncTick: LONGEST_BLOCK_MS,
  });

/**
 * The credential that a secret is, of those of one kind. Credentials of one salt cost one
 * computation together.
 */
export const findCredential = async (
  secret: string,
  credentials: readonly StaffCredential[],
): Promise<StaffCredential | undefined> => {
  const hashes = new Map<string, Uint8Array>();
  let found: StaffCredential | undefined;
  for (const credential of credentials) {
    const { salt, memoryKib, passes } = credential;
    const key = `${Buffer.from(salt).toString('hex')} ${memoryKib} ${passes}`;
    const hash = hashes.get(key) ?? (await hashStaffSecret(secret, salt, credential));
    hashes.set(key, hash);
    if (timingSafeEqual(hash, credential.hash)) found ??= credential;
  }
  return found;
};
