import { createHash } from 'node:crypto';

/** The hash before the first of a chain. */
export const FIRST_HASH = '0'.repeat(64);

/** Something numbered and signed that no one may change, in a chain of its kind. */
export interface SealedText {
  readonly kind: string;
  readonly number: number;
  /** As it was signed, byte for byte. */
  readonly content: string;
  readonly previousHash: string;
}

/** SHA-256 over what it says and the hash before it. @returns 64 hexadecimal digits. */
export const sealOf = ({ kind, number, content, previousHash }: SealedText): string =>
  createHash('sha256')
    .update(JSON.stringify([kind, number, content, previousHash]))
    .digest('hex');

/** @returns the number of the first that is not as it was sealed, or undefined. */
export const brokenSeal = (
  chain: readonly (SealedText & { readonly hash: string })[],
): number | undefined => {
  let previousHash = FIRST_HASH;
  for (const [index, sealed] of chain.entries()) {
    const isNext = sealed.number === index + 1 && sealed.previousHash === previousHash;
    if (!isNext || sealOf(sealed) !== sealed.hash) return index + 1;
    previousHash = sealed.hash;
  }
  return undefined;
};
