import { modPow } from './modular-arithmetic.ts';
import { octetsToInteger } from './octet-strings.ts';
import type { RandomBytes } from './random.ts';
import { randomInteger } from './random-integer.ts';

const sieve = (limit: number): bigint[] => {
  const composite = new Uint8Array(limit);
  const primes: bigint[] = [];
  for (let n = 3; n < limit; n += 2) {
    if (composite[n] === 1) continue;
    primes.push(BigInt(n));
    for (let multiple = n * n; multiple < limit; multiple += n) composite[multiple] = 1;
  }
  return primes;
};

/** Odd primes below 2000: most composites are divisible by one of them. */
const SMALL_PRIMES = sieve(2000);

/** Rounds for an error below 2^-100 with random candidates (FIPS 186-5, table B.1). */
const ROUNDS = 8;

/** Miller-Rabin (FIPS 186-5, B.3.1) for an odd number above 3, with bases from `random`. */
export const isProbablyPrime = (candidate: bigint, random: RandomBytes): boolean => {
  for (const prime of SMALL_PRIMES) if (candidate % prime === 0n) return candidate === prime;
  let odd = candidate - 1n;
  let twos = 0;
  while (odd % 2n === 0n) {
    odd /= 2n;
    twos += 1;
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    let power = modPow(randomInteger(candidate - 1n, random), odd, candidate);
    if (power === 1n) continue;
    for (let squared = 1; squared < twos && power !== candidate - 1n; squared += 1)
      power = (power * power) % candidate;
    if (power !== candidate - 1n) return false;
  }
  return true;
};

/**
 * A prime of exactly `bits` bits (16 or more) with its two highest bits set, so that the product
 * of two has all of its bits.
 */
export const randomPrime = (bits: number, random: RandomBytes): bigint => {
  const top = 3n << BigInt(bits - 2);
  const bytes = Math.ceil(bits / 8);
  for (;;) {
    const start = BigInt.asUintN(bits, octetsToInteger(random(bytes))) | top | 1n;
    for (let offset = 0n; offset < 20_000n; offset += 2n) {
      const candidate = start + offset;
      if (candidate >> BigInt(bits) !== 0n) break;
      if (isProbablyPrime(candidate, random)) return candidate;
    }
  }
};
