import { hmac } from '@noble/hashes/hmac.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { encodeTlv, parseTlv } from '../ber-tlv.ts';
import { DIGEST_BYTES, digest, HASH_FUNCTIONS, type HashName } from './digests.ts';
import type { Curve } from './elliptic-curves.ts';
import { modInverse } from './modular-arithmetic.ts';
import { bitLength, integerToOctets, octetsToInteger } from './octet-strings.ts';

/** DER: SEQUENCE of two INTEGERs (RFC 3279, 2.2.3). Plain: r | s (BSI TR-03111, 5.2.1). */
export type EcdsaFormat = 'der' | 'plain';

/** What was signed: the message and the digest to take of it, or the digest itself. */
export type Signed =
  | { readonly hash: HashName; readonly message: Uint8Array }
  | { readonly hash?: HashName; readonly digest: Uint8Array };

export type EcdsaVerification = Signed & {
  readonly curve: Curve;
  /** An encoded point, uncompressed or compressed. */
  readonly publicPoint: Uint8Array;
  readonly signature: Uint8Array;
  readonly format: EcdsaFormat;
};

interface Signature {
  readonly r: bigint;
  readonly s: bigint;
}

/** Whether the signature is right (FIPS 186-5, 6.4.2). Any bytes; bad ones are just not right. */
export const verifyEcdsa = (verification: EcdsaVerification): boolean => {
  const { curve } = verification;
  const key = curve.decodePoint(verification.publicPoint);
  const signature = decodeSignature(verification.signature, verification.format);
  if (key === undefined || signature === undefined) return false;
  const { r, s } = signature;
  if (r < 1n || r >= curve.order || s < 1n || s >= curve.order) return false;
  const inverse = modInverse(s, curve.order);
  if (inverse === undefined) return false;
  const u = (digestInteger(curve, digestOf(verification)) * inverse) % curve.order;
  const v = (r * inverse) % curve.order;
  const point = curve.addMultiples(u, curve.generator, v, key);
  return !curve.isInfinity(point) && curve.xOf(point) % curve.order === r;
};

export interface EcdsaSigning {
  readonly curve: Curve;
  readonly secret: bigint;
  readonly hash: HashName;
  readonly format: EcdsaFormat;
}

/**
 * A signature with a nonce derived from key and digest (RFC 6979), for the virtual chip and the
 * test authorities.
 */
export const signEcdsa = (
  signing: EcdsaSigning & ({ readonly message: Uint8Array } | { readonly digest: Uint8Array }),
): Uint8Array => {
  const { curve, secret, hash, format } = signing;
  const hashed = digestOf(signing);
  const e = digestInteger(curve, hashed);
  for (const nonce of nonces(curve, secret, hash, hashed)) {
    const r = curve.xOf(curve.multiply(curve.generator, nonce)) % curve.order;
    const s = ((modInverse(nonce, curve.order) ?? 0n) * (e + r * secret)) % curve.order;
    if (r !== 0n && s !== 0n) return encodeSignature(curve, { r, s }, format);
  }
  throw new Error('unreachable: the nonces never end');
};

const digestOf = (signed: Signed): Uint8Array =>
  'digest' in signed ? signed.digest : digest(signed.hash, signed.message);

/** The leftmost bits of the digest, as many as the order has (FIPS 186-5, 6.4.1, step 2). */
const digestInteger = (curve: Curve, hashed: Uint8Array): bigint => {
  const excess = 8 * hashed.length - bitLength(curve.order);
  const integer = octetsToInteger(hashed);
  return (excess > 0 ? integer >> BigInt(excess) : integer) % curve.order;
};

/** RFC 6979, 3.2: candidates for the nonce, each in 1…order − 1. */
function* nonces(curve: Curve, secret: bigint, hash: HashName, hashed: Uint8Array) {
  const { order, orderBytes } = curve;
  const mac = (key: Uint8Array, ...parts: Uint8Array[]) =>
    hmac(HASH_FUNCTIONS[hash], key, concatBytes(...parts));
  const seed = concatBytes(
    integerToOctets(secret, orderBytes),
    integerToOctets(digestInteger(curve, hashed), orderBytes),
  );
  let value: Uint8Array = new Uint8Array(DIGEST_BYTES[hash]).fill(1);
  let key: Uint8Array = new Uint8Array(DIGEST_BYTES[hash]);
  for (const marker of [0, 1]) {
    key = mac(key, value, Uint8Array.of(marker), seed);
    value = mac(key, value);
  }
  for (;;) {
    let candidate: Uint8Array = new Uint8Array(0);
    while (candidate.length < orderBytes) {
      value = mac(key, value);
      candidate = concatBytes(candidate, value);
    }
    const nonce =
      octetsToInteger(candidate.subarray(0, orderBytes)) >>
      BigInt(8 * orderBytes - bitLength(order));
    if (nonce > 0n && nonce < order) yield nonce;
    key = mac(key, value, Uint8Array.of(0));
    value = mac(key, value);
  }
}

const decodeSignature = (bytes: Uint8Array, format: EcdsaFormat): Signature | undefined => {
  if (format === 'plain') {
    if (bytes.length === 0 || bytes.length % 2 !== 0) return undefined;
    const half = bytes.length / 2;
    return {
      r: octetsToInteger(bytes.subarray(0, half)),
      s: octetsToInteger(bytes.subarray(half)),
    };
  }
  const outer = parseTlv(bytes);
  const [sequence] = outer.objects;
  if (outer.damaged || outer.objects.length !== 1 || sequence?.tag !== 0x30) return undefined;
  const inner = parseTlv(sequence.value);
  const [r, s] = inner.objects;
  if (inner.damaged || inner.objects.length !== 2 || r?.tag !== 0x02 || s?.tag !== 0x02)
    return undefined;
  return { r: octetsToInteger(r.value), s: octetsToInteger(s.value) };
};

const encodeSignature = (curve: Curve, { r, s }: Signature, format: EcdsaFormat): Uint8Array =>
  format === 'plain'
    ? concatBytes(integerToOctets(r, curve.orderBytes), integerToOctets(s, curve.orderBytes))
    : encodeTlv(0x30, concatBytes(derInteger(r), derInteger(s)));

/** A positive INTEGER: a leading zero byte where the highest bit is set (ISO/IEC 8825-1, 8.3). */
const derInteger = (value: bigint): Uint8Array =>
  encodeTlv(0x02, integerToOctets(value, Math.floor(bitLength(value) / 8) + 1));
