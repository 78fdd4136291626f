import { concatBytes } from '@noble/hashes/utils.js';
import { aesCbcDecrypt, aesCbcEncrypt, aesCmac8 } from './aes.ts';
import { digest, type HashName } from './digests.ts';
import { retailMac, tripleDesCbcDecrypt, tripleDesCbcEncrypt } from './triple-des.ts';

/** The ciphers a session may use (ICAO 9303-11, 9.8). */
export type SessionCipher = '3DES' | 'AES-128' | 'AES-192' | 'AES-256';

interface CipherTraits {
  /** Bytes of each session key; two-key triple DES has 16. */
  readonly keyBytes: number;
  /** Bytes of a block, which is also how far data are padded. */
  readonly blockBytes: number;
  /** The digest that keys are derived with (9303-11, 9.7.1). */
  readonly derivation: HashName;
}

export const SESSION_CIPHERS: Readonly<Record<SessionCipher, CipherTraits>> = {
  '3DES': { keyBytes: 16, blockBytes: 8, derivation: 'SHA-1' },
  'AES-128': { keyBytes: 16, blockBytes: 16, derivation: 'SHA-1' },
  'AES-192': { keyBytes: 24, blockBytes: 16, derivation: 'SHA-256' },
  'AES-256': { keyBytes: 32, blockBytes: 16, derivation: 'SHA-256' },
};

/** What a derived key is for: 1 encryption, 2 message authentication, 3 the password of PACE. */
export type KeyCounter = 1 | 2 | 3;

/** Key derivation function of ICAO 9303-11, 9.7.1: the leading bytes of H(secret | counter). */
export const deriveKey = (
  secret: Uint8Array,
  counter: KeyCounter,
  cipher: SessionCipher,
): Uint8Array => {
  const { keyBytes, derivation } = SESSION_CIPHERS[cipher];
  const material = concatBytes(secret, Uint8Array.of(0, 0, 0, counter));
  const key = digest(derivation, material).slice(0, keyBytes);
  return cipher === '3DES' ? key.map(oddParity) : key;
};

/** The lowest bit of each byte of a DES key makes the number of ones odd (FIPS 46-3). */
const oddParity = (byte: number): number => {
  let ones = 0;
  for (let rest = byte >> 1; rest > 0; rest >>= 1) ones += rest & 1;
  return (byte & 0xfe) | (ones % 2 === 0 ? 1 : 0);
};

/** CBC with the session's cipher, whole blocks, no padding. */
export const encryptBlocks = (
  cipher: SessionCipher,
  key: Uint8Array,
  iv: Uint8Array,
  data: Uint8Array,
): Uint8Array => (cipher === '3DES' ? tripleDesCbcEncrypt : aesCbcEncrypt)(key, iv, data);

/** The inverse of {@link encryptBlocks}. */
export const decryptBlocks = (
  cipher: SessionCipher,
  key: Uint8Array,
  iv: Uint8Array,
  data: Uint8Array,
): Uint8Array => (cipher === '3DES' ? tripleDesCbcDecrypt : aesCbcDecrypt)(key, iv, data);

/**
 * The 8 bytes that protect data in a session: retail MAC, which wants whole blocks of 8 bytes, or
 * CMAC, which takes any length.
 */
export const authenticate = (
  cipher: SessionCipher,
  key: Uint8Array,
  data: Uint8Array,
): Uint8Array => (cipher === '3DES' ? retailMac : aesCmac8)(key, data);
