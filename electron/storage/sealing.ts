import { type KeyObject, createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';
import { FaultError } from '../../core/contract/errors.ts';

/** AES-256-GCM (NIST SP 800-38D): a random 96-bit nonce, the ciphertext, a 128-bit tag. */
const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

// Asking the system for randomness costs about as much as sealing: it is fetched for many seals.
const pool = Buffer.alloc(NONCE_BYTES * 256);
let unused = 0;

const freshNonce = (): Buffer => {
  if (unused === 0) {
    randomFillSync(pool);
    unused = pool.length;
  }
  unused -= NONCE_BYTES;
  return Buffer.from(pool.subarray(unused, unused + NONCE_BYTES));
};

/** Seals bytes under a key; `boundTo` must be said again to open them: no row passes for another. */
export const seal = (key: KeyObject, content: string | Buffer, boundTo: string): Buffer => {
  const nonce = freshNonce();
  const cipher = createCipheriv(ALGORITHM, key, nonce);
  cipher.setAAD(Buffer.from(boundTo, 'utf8'));
  const sealed =
    typeof content === 'string' ? cipher.update(content, 'utf8') : cipher.update(content);
  // A counter mode holds nothing back: `final` only closes the tag.
  cipher.final();
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]);
};

/** @throws FaultError `data-unreadable` with another key, another `boundTo`, or changed bytes. */
export const unseal = (key: KeyObject, sealed: Buffer, boundTo: string): Buffer => {
  try {
    const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(boundTo, 'utf8'));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    const content = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([content, decipher.final()]);
  } catch (error) {
    throw new FaultError('data-unreadable', 'a sealed record cannot be opened', { cause: error });
  }
};
