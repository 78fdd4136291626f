import { bitLength, octetsToInteger } from './octet-strings.ts';
import type { RandomBytes } from './random.ts';

/** With half of the candidates refused at worst, the chance that all are is 2^-128. */
const ATTEMPTS = 128;

/**
 * An integer from 1 up to, not including, `limit`, each with the same chance: candidates as long
 * as the limit are drawn and those out of range are refused (FIPS 186-5, A.2.2).
 * Throws where the source of randomness is broken.
 */
export const randomInteger = (limit: bigint, random: RandomBytes): bigint => {
  const bits = bitLength(limit);
  const bytes = Math.ceil(bits / 8);
  const excess = BigInt(8 * bytes - bits);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const candidate = octetsToInteger(random(bytes)) >> excess;
    if (candidate > 0n && candidate < limit) return candidate;
  }
  throw new Error('no randomness');
};
