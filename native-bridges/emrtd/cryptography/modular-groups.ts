import { modPow } from './modular-arithmetic.ts';
import { type GroupParameters, MODULAR_GROUP_PARAMETERS } from './modular-group-parameters.ts';
import { bitLength, integerToOctets, octetsToInteger } from './octet-strings.ts';
import type { RandomBytes } from './random.ts';
import { randomInteger } from './random-integer.ts';

export { modInverse, modPow } from './modular-arithmetic.ts';

export interface ModularKeyPair {
  readonly secret: bigint;
  /** In as many bytes as the prime. */
  readonly publicValue: Uint8Array;
}

/** The multiplicative group modulo a prime, for Diffie-Hellman (RFC 2631, ANSI X9.42). */
export interface ModularGroup {
  readonly prime: bigint;
  readonly generator: bigint;
  /** Of the generator; undefined where the parameters do not tell (PKCS #3). */
  readonly order: bigint | undefined;
  /** Bytes of the prime, of every public value and of the shared secret. */
  readonly bytes: number;
  /** An ephemeral key pair, for the group's generator or for a mapped one. */
  generatePair(random: RandomBytes, generator?: bigint): ModularKeyPair;
  publicValue(secret: bigint, generator?: bigint): Uint8Array;
  /**
   * The value that a party sent; undefined where it is 0, 1, −1 or out of range, or, where the
   * order is known, outside the generator's subgroup (RFC 2631, 2.1.5).
   */
  decodeValue(bytes: Uint8Array): bigint | undefined;
  encodeValue(value: bigint): Uint8Array;
  power(base: bigint, exponent: bigint): bigint;
  multiply(a: bigint, b: bigint): bigint;
}

/** The largest prime taken from a chip, in bits, so that no chip keeps us busy. */
const MOST_BITS = 4096;

/** A group with parameters as found in a key; undefined where they cannot be a group's. */
export const modularGroup = (
  parameters: Pick<GroupParameters, 'prime' | 'generator'> & {
    readonly order?: bigint | undefined;
  },
): ModularGroup | undefined => {
  const { prime, generator, order } = parameters;
  if (prime < 5n || prime % 2n === 0n || bitLength(prime) > MOST_BITS) return undefined;
  if (generator < 2n || generator > prime - 2n) return undefined;
  if (order !== undefined && (order < 2n || order >= prime)) return undefined;
  const bytes = Math.ceil(bitLength(prime) / 8);
  const encodeValue = (value: bigint): Uint8Array => integerToOctets(value, bytes);
  const publicValue = (secret: bigint, base = generator): Uint8Array =>
    encodeValue(modPow(base, secret, prime));
  return {
    prime,
    generator,
    order,
    bytes,
    generatePair: (random, base) => {
      const secret = randomInteger(order ?? prime - 1n, random);
      return { secret, publicValue: publicValue(secret, base) };
    },
    publicValue,
    decodeValue: octets => {
      const value = octetsToInteger(octets);
      if (value < 2n || value > prime - 2n) return undefined;
      return order === undefined || modPow(value, order, prime) === 1n ? value : undefined;
    },
    encodeValue,
    power: (base, exponent) => modPow(base, exponent, prime),
    multiply: (a, b) => (a * b) % prime,
  };
};

const standardGroups = MODULAR_GROUP_PARAMETERS.map(modularGroup);

/** Standardized domain parameters 0, 1 and 2 (ICAO 9303-11, 9.5.1; RFC 5114). */
export const modularGroupByStandardParameter = (id: number): ModularGroup | undefined =>
  standardGroups[id];
