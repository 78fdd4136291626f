import { concatBytes } from '@noble/hashes/utils.js';
import { encodeTlv } from '../ber-tlv.ts';
import { DIGEST_BYTES, digest, type HashName } from './digests.ts';
import { modInverse, modPow } from './modular-arithmetic.ts';
import { bitLength, equalOctets, integerToOctets, octetsToInteger } from './octet-strings.ts';
import { randomPrime } from './prime-numbers.ts';
import type { RandomBytes } from './random.ts';

export interface RsaPublicKey {
  readonly modulus: bigint;
  readonly exponent: bigint;
}

export interface RsaPrivateKey extends RsaPublicKey {
  readonly privateExponent: bigint;
  readonly primes: readonly [bigint, bigint];
}

/** Limits of what is computed for a key from outside, so that none keeps us busy. */
const MOST_MODULUS_BITS = 8192;
const FREE_EXPONENT_MODULUS_BITS = 3072;
const MOST_EXPONENT_BITS = 64;

const isUsable = ({ modulus, exponent }: RsaPublicKey): boolean => {
  const bits = bitLength(modulus);
  return (
    modulus % 2n === 1n &&
    exponent % 2n === 1n &&
    bits >= 512 &&
    bits <= MOST_MODULUS_BITS &&
    exponent >= 3n &&
    exponent < modulus &&
    (bits <= FREE_EXPONENT_MODULUS_BITS || bitLength(exponent) <= MOST_EXPONENT_BITS)
  );
};

/** Bytes of the modulus, which is the length of every signature. */
export const modulusBytes = ({ modulus }: RsaPublicKey): number =>
  Math.ceil(bitLength(modulus) / 8);

/** RSAVP1 (RFC 8017, 5.2.2) on bytes; undefined where key or signature are out of range. */
export const rsaPublic = (key: RsaPublicKey, signature: Uint8Array): Uint8Array | undefined => {
  if (!isUsable(key) || signature.length > modulusBytes(key)) return undefined;
  const representative = octetsToInteger(signature);
  if (representative >= key.modulus) return undefined;
  return integerToOctets(modPow(representative, key.exponent, key.modulus), modulusBytes(key));
};

/** RSASP1 (RFC 8017, 5.2.1) by the Chinese remainder theorem. Throws RangeError out of range. */
export const rsaPrivate = (key: RsaPrivateKey, message: Uint8Array): Uint8Array => {
  const representative = octetsToInteger(message);
  if (representative >= key.modulus) throw new RangeError('message representative out of range');
  const [p, q] = key.primes;
  const modP = modPow(representative, key.privateExponent % (p - 1n), p);
  const modQ = modPow(representative, key.privateExponent % (q - 1n), q);
  const difference = (((modP - modQ) % p) + p) % p;
  const h = (difference * (modInverse(q, p) ?? 0n)) % p;
  return integerToOctets(modQ + h * q, modulusBytes(key));
};

/** What was signed: the message and the digest to take of it, or that digest itself. */
export type RsaSigned = { readonly hash: HashName } & (
  | { readonly message: Uint8Array }
  | { readonly digest: Uint8Array }
);

const digestOf = (signed: RsaSigned): Uint8Array =>
  'digest' in signed ? signed.digest : digest(signed.hash, signed.message);

/** DigestInfo up to the digest (RFC 8017, 9.2, note 1), with the parameters NULL or left out. */
const DIGEST_ALGORITHM: Readonly<Record<HashName, readonly number[]>> = {
  'SHA-1': [0x2b, 0x0e, 0x03, 0x02, 0x1a],
  'SHA-224': [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x04],
  'SHA-256': [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01],
  'SHA-384': [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02],
  'SHA-512': [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03],
};

const digestInfo = (hash: HashName, hashed: Uint8Array, parameters: 'null' | 'absent') => {
  const oid = encodeTlv(0x06, Uint8Array.from(DIGEST_ALGORITHM[hash]));
  const tail = parameters === 'null' ? Uint8Array.of(0x05, 0x00) : new Uint8Array(0);
  return encodeTlv(
    0x30,
    concatBytes(encodeTlv(0x30, concatBytes(oid, tail)), encodeTlv(0x04, hashed)),
  );
};

/** EMSA-PKCS1-v1_5 (RFC 8017, 9.2): 00 01 FF…FF 00 DigestInfo; undefined where it has no room. */
const encodePkcs1 = (info: Uint8Array, length: number): Uint8Array | undefined => {
  if (length < info.length + 11) return undefined;
  const encoded = new Uint8Array(length).fill(0xff);
  encoded.set([0x00, 0x01]);
  encoded[length - info.length - 1] = 0x00;
  encoded.set(info, length - info.length);
  return encoded;
};

/**
 * RSASSA-PKCS1-v1_5 (RFC 8017, 8.2.2). What was signed is built and compared as a whole, so that
 * nothing can hide in the padding. Any bytes; bad ones are just not right.
 */
export const verifyRsaPkcs1 = (
  verification: RsaSigned & { readonly key: RsaPublicKey; readonly signature: Uint8Array },
): boolean => {
  const { key, hash, signature } = verification;
  const encoded = rsaPublic(key, signature);
  if (encoded === undefined || signature.length !== encoded.length) return false;
  const hashed = digestOf(verification);
  return (['null', 'absent'] as const).some(parameters => {
    const expected = encodePkcs1(digestInfo(hash, hashed, parameters), encoded.length);
    return expected !== undefined && equalOctets(expected, encoded);
  });
};

/** RSASSA-PKCS1-v1_5 (RFC 8017, 8.2.1). Throws RangeError where the key is too short. */
export const signRsaPkcs1 = (signing: RsaSigned & { readonly key: RsaPrivateKey }): Uint8Array => {
  const { key, hash } = signing;
  const encoded = encodePkcs1(digestInfo(hash, digestOf(signing), 'null'), modulusBytes(key));
  if (encoded === undefined) throw new RangeError('key too short');
  return rsaPrivate(key, encoded);
};

/** MGF1 (RFC 8017, B.2.1). */
const maskGeneration = (hash: HashName, seed: Uint8Array, length: number): Uint8Array => {
  const mask = new Uint8Array(length);
  const step = DIGEST_BYTES[hash];
  for (let counter = 0; counter * step < length; counter += 1) {
    const block = digest(hash, concatBytes(seed, integerToOctets(BigInt(counter), 4)));
    mask.set(block.subarray(0, length - counter * step), counter * step);
  }
  return mask;
};

export interface PssParameters {
  /** The digest inside MGF1; the one of the message where left out. */
  readonly mgfHash?: HashName | undefined;
  /** Bytes; as long as the digest where left out. */
  readonly saltLength?: number | undefined;
}

/** RSASSA-PSS (RFC 8017, 8.1.2 and 9.1.2). Any bytes; bad ones are just not right. */
export const verifyRsaPss = (
  verification: RsaSigned &
    PssParameters & { readonly key: RsaPublicKey; readonly signature: Uint8Array },
): boolean => {
  const { key, hash, signature, mgfHash = hash } = verification;
  const hashBytes = DIGEST_BYTES[hash];
  const saltLength = verification.saltLength ?? hashBytes;
  const opened = rsaPublic(key, signature);
  if (opened === undefined || signature.length !== opened.length) return false;
  const bits = bitLength(key.modulus) - 1;
  const length = Math.ceil(bits / 8);
  if (opened.length > length && opened[0] !== 0) return false;
  const encoded = opened.subarray(opened.length - length);
  const seedAt = length - hashBytes - 1;
  const ones = seedAt - saltLength - 1;
  if (saltLength < 0 || ones < 0 || encoded[length - 1] !== 0xbc) return false;
  const spare = 8 * length - bits;
  if (((encoded[0] ?? 0) & ~(0xff >> spare)) !== 0) return false;
  const seed = encoded.subarray(seedAt, length - 1);
  const mask = maskGeneration(mgfHash, seed, seedAt);
  const block = mask.map((byte, at) => byte ^ (encoded[at] ?? 0));
  block[0] = (block[0] ?? 0) & (0xff >> spare);
  if (block.subarray(0, ones).some(byte => byte !== 0) || block[ones] !== 0x01) return false;
  return equalOctets(seed, saltedDigest(hash, digestOf(verification), block.subarray(ones + 1)));
};

/** RSASSA-PSS (RFC 8017, 8.1.1 and 9.1.1). Throws RangeError where the key is too short. */
export const signRsaPss = (
  signing: RsaSigned &
    PssParameters & { readonly key: RsaPrivateKey; readonly random: RandomBytes },
): Uint8Array => {
  const { key, hash, mgfHash = hash } = signing;
  const salt = signing.random(signing.saltLength ?? DIGEST_BYTES[hash]);
  const bits = bitLength(key.modulus) - 1;
  const length = Math.ceil(bits / 8);
  const seedAt = length - DIGEST_BYTES[hash] - 1;
  const ones = seedAt - salt.length - 1;
  if (ones < 0) throw new RangeError('key too short');
  const block = new Uint8Array(seedAt);
  block[ones] = 0x01;
  block.set(salt, ones + 1);
  const seed = saltedDigest(hash, digestOf(signing), salt);
  const masked = maskGeneration(mgfHash, seed, seedAt).map((byte, at) => byte ^ (block[at] ?? 0));
  masked[0] = (masked[0] ?? 0) & (0xff >> (8 * length - bits));
  return rsaPrivate(key, concatBytes(masked, seed, Uint8Array.of(0xbc)));
};

const saltedDigest = (hash: HashName, hashed: Uint8Array, salt: Uint8Array): Uint8Array =>
  digest(hash, concatBytes(new Uint8Array(8), hashed, salt));

/**
 * A key pair with a modulus of exactly `bits` bits (FIPS 186-5, A.1.3). The same random bytes make
 * the same key: for the virtual chip and the test authorities.
 */
export const generateRsaKey = (options: {
  readonly bits: number;
  readonly random: RandomBytes;
  readonly exponent?: bigint;
}): RsaPrivateKey => {
  const { bits, random, exponent = 65_537n } = options;
  for (;;) {
    const p = randomPrime(Math.ceil(bits / 2), random);
    const q = randomPrime(Math.floor(bits / 2), random);
    const privateExponent = modInverse(exponent, (p - 1n) * (q - 1n));
    if (p !== q && privateExponent !== undefined && bitLength(p * q) === bits)
      return { modulus: p * q, exponent, privateExponent, primes: [p, q] };
  }
};
