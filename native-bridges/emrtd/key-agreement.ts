import { type Curve, curveByStandardParameter } from './cryptography/elliptic-curves.ts';
import {
  type ModularGroup,
  modularGroupByStandardParameter,
} from './cryptography/modular-groups.ts';
import { type RandomBytes } from './cryptography/random.ts';
import { randomInteger } from './cryptography/random-integer.ts';
import { deriveKey, SESSION_CIPHERS, type SessionCipher } from './cryptography/session-cipher.ts';
import { type SessionKeys } from './secure-messaging/session-keys.ts';
import { type KeyAgreement } from './security-protocols.ts';

/**
 * A group in which keys are agreed (ICAO 9303-11, 9.4 and 9.6). Elements are bytes as they go over
 * the air: an uncompressed point for ECDH, a big-endian number without leading zeros for DH.
 */
export interface KeyAgreementGroup {
  readonly agreement: KeyAgreement;
  /** The prime of the field. */
  readonly prime: bigint;
  /** The order of the generator; undefined for DH parameters that do not tell (PKCS#3). */
  readonly order: bigint | undefined;
  readonly generator: Uint8Array;
  /** Undefined for DH. */
  readonly curve: Curve | undefined;
  /** True for an element that may be a public key: in the group and not neutral. */
  contains(element: Uint8Array): boolean;
  /** `element` to the power of `exponent`; undefined for no valid element or a neutral result. */
  power(element: Uint8Array, exponent: bigint): Uint8Array | undefined;
  /** The group operation; undefined for no valid element or a neutral result. */
  combine(left: Uint8Array, right: Uint8Array): Uint8Array | undefined;
  /** What keys are derived from (9.7.1): the x coordinate, or the number as long as the prime. */
  secretOf(element: Uint8Array): Uint8Array;
}

export interface KeyPair {
  readonly secret: bigint;
  readonly publicKey: Uint8Array;
}

/** Points of a named curve. */
export const curveGroup = (curve: Curve): KeyAgreementGroup => {
  const encode = (point: Parameters<Curve['encodePoint']>[0]): Uint8Array | undefined =>
    curve.isInfinity(point) ? undefined : curve.encodePoint(point);
  const decode = (element: Uint8Array): ReturnType<Curve['decodePoint']> =>
    element[0] === 0x04 ? curve.decodePoint(element) : undefined;
  return {
    agreement: 'ECDH',
    prime: curve.prime,
    order: curve.order,
    generator: curve.encodePoint(curve.generator),
    curve,
    contains: element => decode(element) !== undefined,
    power: (element, exponent) => {
      const point = decode(element);
      const scalar = exponent % curve.order;
      return point === undefined || scalar === 0n
        ? undefined
        : encode(curve.multiply(point, scalar));
    },
    combine: (left, right) => {
      const [first, second] = [decode(left), decode(right)];
      if (first === undefined || second === undefined) return undefined;
      return encode(curve.add(first, second));
    },
    secretOf: element => element.slice(1, 1 + curve.fieldBytes),
  };
};

/** Numbers modulo a prime. */
export const numberGroup = (group: ModularGroup): KeyAgreementGroup => {
  // An unsigned integer has no leading zeros (ICAO 9303-11, 9.4.1 and 9.4.3).
  const encode = (value: bigint): Uint8Array | undefined => {
    if (value <= 1n) return undefined;
    const bytes = group.encodeValue(value);
    return bytes.subarray(bytes.findIndex(byte => byte !== 0));
  };
  const decode = (element: Uint8Array): bigint | undefined =>
    element.length > group.bytes ? undefined : group.decodeValue(element);
  return {
    agreement: 'DH',
    prime: group.prime,
    order: group.order,
    generator: encode(group.generator) ?? new Uint8Array(),
    curve: undefined,
    contains: element => decode(element) !== undefined,
    power: (element, exponent) => {
      const base = decode(element);
      return base === undefined ? undefined : encode(group.power(base, exponent));
    },
    combine: (left, right) => {
      const [first, second] = [decode(left), decode(right)];
      if (first === undefined || second === undefined) return undefined;
      return encode(group.multiply(first, second));
    },
    secretOf: element => {
      const padded = new Uint8Array(group.bytes);
      padded.set(element, group.bytes - element.length);
      return padded;
    },
  };
};

/** Standardised domain parameters by their identifier (ICAO 9303-11, table 12). */
export const standardisedGroup = (id: number): KeyAgreementGroup | undefined => {
  const curve = curveByStandardParameter(id);
  if (curve !== undefined) return curveGroup(curve);
  const group = modularGroupByStandardParameter(id);
  return group === undefined ? undefined : numberGroup(group);
};

/** How often a DH key pair is drawn again for a public value that begins with a zero byte. */
const DRAWS = 8;

/**
 * An ephemeral key pair over `generator`, which need not be the group's own. A DH public value with
 * a leading zero byte is drawn again: whether those bytes are sent is where chips differ.
 */
export const generateKeyPair = (
  group: KeyAgreementGroup,
  random: RandomBytes,
  generator: Uint8Array = group.generator,
): KeyPair | undefined => {
  const limit = group.order ?? group.prime - 1n;
  const full = group.secretOf(group.generator).length;
  let pair: KeyPair | undefined;
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const secret = randomInteger(limit, random);
    const publicKey = group.power(generator, secret);
    if (publicKey === undefined) continue;
    pair = { secret, publicKey };
    if (publicKey.length >= full) break;
  }
  return pair;
};

/** Keys of a session that begins now, from an agreed secret (ICAO 9303-11, 9.7.4 and 9.8). */
export const sessionKeysFrom = (secret: Uint8Array, cipher: SessionCipher): SessionKeys => ({
  cipher,
  encryption: deriveKey(secret, 1, cipher),
  mac: deriveKey(secret, 2, cipher),
  sendSequenceCounter: new Uint8Array(SESSION_CIPHERS[cipher].blockBytes),
});
