import { sha1 } from '@noble/hashes/legacy.js';
import { sha224, sha256, sha384, sha512 } from '@noble/hashes/sha2.js';

/** The digests of ICAO 9303-11 and 9303-12. */
export const HASH_NAMES = ['SHA-1', 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512'] as const;
export type HashName = (typeof HASH_NAMES)[number];

/** The functions of FIPS 180-4, in the form that HMAC wants. */
export const HASH_FUNCTIONS = {
  'SHA-1': sha1,
  'SHA-224': sha224,
  'SHA-256': sha256,
  'SHA-384': sha384,
  'SHA-512': sha512,
} as const;

/** Length of each digest in bytes. */
export const DIGEST_BYTES: Readonly<Record<HashName, number>> = {
  'SHA-1': 20,
  'SHA-224': 28,
  'SHA-256': 32,
  'SHA-384': 48,
  'SHA-512': 64,
};

/** Dotted object identifiers (RFC 5754, 2; RFC 3370, 2.1). */
export const OID_OF_HASH: Readonly<Record<HashName, string>> = {
  'SHA-1': '1.3.14.3.2.26',
  'SHA-224': '2.16.840.1.101.3.4.2.4',
  'SHA-256': '2.16.840.1.101.3.4.2.1',
  'SHA-384': '2.16.840.1.101.3.4.2.2',
  'SHA-512': '2.16.840.1.101.3.4.2.3',
};

/** The digest a dotted object identifier names; undefined for others. */
export const HASH_BY_OID: Readonly<Record<string, HashName>> = Object.fromEntries(
  HASH_NAMES.map(name => [OID_OF_HASH[name], name]),
);

/** The digest of `data` (FIPS 180-4). */
export const digest = (name: HashName, data: Uint8Array): Uint8Array => HASH_FUNCTIONS[name](data);
