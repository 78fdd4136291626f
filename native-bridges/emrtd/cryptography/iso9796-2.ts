import { concatBytes } from '@noble/hashes/utils.js';
import { DIGEST_BYTES, digest, type HashName } from './digests.ts';
import { equalOctets, integerToOctets, octetsToInteger } from './octet-strings.ts';
import {
  modulusBytes,
  type RsaPrivateKey,
  type RsaPublicKey,
  rsaPrivate,
  rsaPublic,
} from './rsa.ts';

/** Digest identifiers of ISO/IEC 10118-3 in a trailer of two bytes, `33CC` for SHA-1. */
const HASH_OF_IDENTIFIER: Readonly<Record<number, HashName>> = {
  0x33: 'SHA-1',
  0x34: 'SHA-256',
  0x35: 'SHA-512',
  0x36: 'SHA-384',
  0x38: 'SHA-224',
};

const IDENTIFIER_OF_HASH: Readonly<Record<HashName, number>> = {
  'SHA-1': 0x33,
  'SHA-224': 0x38,
  'SHA-256': 0x34,
  'SHA-384': 0x36,
  'SHA-512': 0x35,
};

/** A signature of ISO/IEC 9796-2, digital signature scheme 1, opened. */
export interface RecoveredMessage {
  readonly hash: HashName;
  /** The part of the message inside the signature. */
  readonly m1: Uint8Array;
  /** Of m1 and the part outside, M2. Not checked yet. */
  readonly digest: Uint8Array;
  /** False where the whole message is inside and there is no M2. */
  readonly partial: boolean;
}

/**
 * Opens a signature. Any bytes; undefined where they are no signature of this scheme. The trailer
 * `BC` leaves the digest to agreement, which is SHA-1 (ICAO 9303-11, 6.1.2.1).
 */
export const recoverMessage = (
  key: RsaPublicKey,
  signature: Uint8Array,
): RecoveredMessage | undefined => {
  const opened = rsaPublic(key, signature);
  if (opened === undefined) return undefined;
  const block = (opened.at(-1) ?? 0) % 16 === 12 ? opened : complement(key, opened);
  const trailer = readTrailer(block);
  const first = block[0] ?? 0;
  // Header: bits 01, then one that tells partial from total recovery (ISO/IEC 9796-2, digital signature scheme 1).
  if (trailer === undefined || first >> 6 !== 0b01) return undefined;
  const from = messageStart(block);
  const to = block.length - trailer.bytes - DIGEST_BYTES[trailer.hash];
  if (from === undefined || to < from) return undefined;
  return {
    hash: trailer.hash,
    m1: block.slice(from, to),
    digest: block.slice(to, block.length - trailer.bytes),
    partial: (first & 0x20) !== 0,
  };
};

/** The signature may be that of n − J, whichever of the two is smaller. */
const complement = (key: RsaPublicKey, opened: Uint8Array): Uint8Array =>
  integerToOctets(key.modulus - octetsToInteger(opened), opened.length);

const readTrailer = (block: Uint8Array): { hash: HashName; bytes: number } | undefined => {
  const last = block.at(-1);
  if (last === 0xbc) return { hash: 'SHA-1', bytes: 1 };
  if (last !== 0xcc) return undefined;
  const hash = HASH_OF_IDENTIFIER[block.at(-2) ?? 0];
  return hash === undefined ? undefined : { hash, bytes: 2 };
};

/** The padding is nibbles `B` between the header's two bits and a nibble `A`. */
const messageStart = (block: Uint8Array): number | undefined => {
  if (((block[0] ?? 0) & 0x0f) === 0x0a) return 1;
  if (((block[0] ?? 0) & 0x0f) !== 0x0b) return undefined;
  let at = 1;
  while (block[at] === 0xbb) at += 1;
  return block[at] === 0xba ? at + 1 : undefined;
};

/** Whether the signature is one of its own message and M2, the part sent beside it. */
export const verifyWithRecovery = (
  key: RsaPublicKey,
  signature: Uint8Array,
  m2: Uint8Array,
): boolean => {
  const recovered = recoverMessage(key, signature);
  if (recovered === undefined || (!recovered.partial && m2.length > 0)) return false;
  const expected = digest(recovered.hash, concatBytes(recovered.m1, m2));
  return equalOctets(expected, recovered.digest);
};

/** Bytes of M1 that fill a signature completely. */
export const recoverableBytes = (key: RsaPublicKey, hash: HashName, trailer: Trailer): number =>
  modulusBytes(key) - 1 - DIGEST_BYTES[hash] - (trailer === 'BC' ? 1 : 2);

/** `BC` names no digest and stands for SHA-1; `CC` follows the digest's identifier. */
export type Trailer = 'BC' | 'CC';

/**
 * Signs M1 | M2 with M1 inside the signature, for the virtual chip. Throws RangeError where M1 has
 * no room.
 */
export const signWithRecovery = (signing: {
  readonly key: RsaPrivateKey;
  readonly hash: HashName;
  readonly trailer: Trailer;
  readonly m1: Uint8Array;
  readonly m2: Uint8Array;
}): Uint8Array => {
  const { key, hash, trailer, m1, m2 } = signing;
  const padding = recoverableBytes(key, hash, trailer) - m1.length;
  if (padding < 0) throw new RangeError('too much to recover');
  const kind = m2.length > 0 ? 0x60 : 0x40;
  const header = new Uint8Array(1 + padding).fill(0xbb);
  header[padding] = 0xba;
  header[0] = kind | (padding === 0 ? 0x0a : 0x0b);
  const tail = trailer === 'BC' ? [0xbc] : [IDENTIFIER_OF_HASH[hash], 0xcc];
  const hashed = digest(hash, concatBytes(m1, m2));
  return rsaPrivate(key, concatBytes(header, m1, hashed, Uint8Array.from(tail)));
};
