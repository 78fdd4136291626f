import { concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import { type Curve } from '../cryptography/elliptic-curves.ts';
import { modInverse, modPow } from '../cryptography/modular-groups.ts';
import { bitLength, integerToOctets, octetsToInteger } from '../cryptography/octet-strings.ts';
import {
  encryptBlocks,
  SESSION_CIPHERS,
  type SessionCipher,
} from '../cryptography/session-cipher.ts';
import { type KeyAgreementGroup } from '../key-agreement.ts';

interface PseudoRandomConstants {
  readonly c0: Uint8Array;
  readonly c1: Uint8Array;
}

/** Constants of the pseudo-random function (ICAO 9303-11, 4.4.3.3.2), by the length of the nonce. */
const SHORT: PseudoRandomConstants = {
  c0: hexToBytes('a668892a7c41e3ca739f40b057d85904'),
  c1: hexToBytes('a4e136ac725f738b01c1f60217c188ad'),
};
const LONG: PseudoRandomConstants = {
  c0: hexToBytes('d463d65234124ef7897054986dca0a174e28df758cbaa03f240616414d5a1676'),
  c1: hexToBytes('54bd7255f0aaf831bec3423fcf39d69b6cbf066677d0faae5aadd99df8e53517'),
};
const CONSTANTS: Readonly<Record<SessionCipher, PseudoRandomConstants>> = {
  '3DES': SHORT,
  'AES-128': SHORT,
  'AES-192': LONG,
  'AES-256': LONG,
};
/** So many bits more than the prime has leave no bias after the reduction. */
const EXCESS_BITS = 64;

/** The nonce t of the terminal is as long as a key (4.4.3.3). */
export const terminalNonceBytes = (cipher: SessionCipher): number =>
  SESSION_CIPHERS[cipher].keyBytes;

/** The nonce s of the chip: the fewest whole blocks that a key fits into. */
export const chipNonceBytes = (cipher: SessionCipher): number => CONSTANTS[cipher].c0.length;

/** The curve encoding takes square roots by one power, which wants p ≡ 3 mod 4 (table 12, note). */
export const supportsIntegratedMapping = (group: KeyAgreementGroup): boolean =>
  group.curve === undefined ? group.order !== undefined : group.prime % 4n === 3n;

/**
 * Integrated mapping (ICAO 9303-11, 4.4.3.3.2) of the nonces s of the chip and t of the terminal;
 * undefined for nonces of other lengths and for the rare ones that map to no generator.
 */
export const mapIntegrated = (
  group: KeyAgreementGroup,
  cipher: SessionCipher,
  s: Uint8Array,
  t: Uint8Array,
): Uint8Array | undefined => {
  const rightLengths =
    s.length === chipNonceBytes(cipher) && t.length === terminalNonceBytes(cipher);
  if (!rightLengths || !supportsIntegratedMapping(group)) return undefined;
  const element = octetsToInteger(pseudoRandom(cipher, s, t, bitLength(group.prime))) % group.prime;
  return group.curve === undefined ? numberOf(group, element) : pointOf(group.curve, element);
};

/** R(s, t): blocks of encrypted constants, at least 64 bits longer than the prime. */
export const pseudoRandom = (
  cipher: SessionCipher,
  s: Uint8Array,
  t: Uint8Array,
  primeBits: number,
): Uint8Array => {
  const { c0, c1 } = CONSTANTS[cipher];
  const { keyBytes, blockBytes } = SESSION_CIPHERS[cipher];
  const encrypt = (key: Uint8Array, data: Uint8Array): Uint8Array =>
    encryptBlocks(cipher, key.subarray(0, keyBytes), new Uint8Array(blockBytes), data);
  const rounds = Math.ceil((primeBits + EXCESS_BITS) / (8 * c0.length));
  const parts: Uint8Array[] = [];
  let key = encrypt(t, s);
  for (let round = 0; round < rounds; round += 1) {
    parts.push(encrypt(key, c1));
    key = encrypt(key, c0);
  }
  return concatBytes(...parts);
};

/** f_g(x) = x^((p − 1) / q); the neutral element is no generator. */
const numberOf = (group: KeyAgreementGroup, x: bigint): Uint8Array | undefined => {
  const cofactor = (group.prime - 1n) / (group.order ?? 1n);
  const mapped = modPow(x, cofactor, group.prime);
  if (mapped <= 1n) return undefined;
  const bytes = integerToOctets(mapped, group.secretOf(group.generator).length);
  return bytes.subarray(bytes.findIndex(byte => byte !== 0));
};

/** f_G(t): the simplified SWU encoding in affine coordinates (ICAO 9303-11, appendix B.2). */
const pointOf = (curve: Curve, t: bigint): Uint8Array | undefined => {
  const { prime: p, a, b } = curve;
  const mod = (value: bigint): bigint => ((value % p) + p) % p;
  const alpha = mod(-t * t);
  const sum = mod(alpha + alpha * alpha);
  const inverse = modInverse(mod(a * sum), p);
  if (inverse === undefined) return undefined;
  const x2 = mod(-b * (1n + sum) * inverse);
  const x3 = mod(alpha * x2);
  const h2 = mod(x2 ** 3n + a * x2 + b);
  const u = mod(t ** 3n * h2);
  const root = modPow(h2, p - 1n - (p + 1n) / 4n, p);
  const square = mod(root * root * h2) === 1n;
  const point = square ? curve.pointOf(x2, mod(root * h2)) : curve.pointOf(x3, mod(root * u));
  return point === undefined ? undefined : curve.encodePoint(point);
};
