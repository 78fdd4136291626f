import { createHash } from 'node:crypto';
import { bytesToHex } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIGEST_BYTES, digest, HASH_BY_OID, HASH_NAMES, OID_OF_HASH } from './digests.ts';

const ABC = new TextEncoder().encode('abc');

describe('digests', () => {
  /** FIPS 180-4, examples of NIST: the message "abc". */
  it.each([
    ['SHA-1', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['SHA-224', '23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7'],
    ['SHA-256', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ] as const)('%s of the published example', (name, expected) => {
    expect(bytesToHex(digest(name, ABC))).toBe(expected);
  });

  it.each(HASH_NAMES)('%s agrees with OpenSSL on any message', name => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), message => {
        const reference = createHash(name.replace('-', '')).update(message).digest('hex');
        expect(bytesToHex(digest(name, message))).toBe(reference);
      }),
      { numRuns: 40 },
    );
    expect(digest(name, ABC)).toHaveLength(DIGEST_BYTES[name]);
  });

  it('finds each by its object identifier, and no other', () => {
    for (const name of HASH_NAMES) expect(HASH_BY_OID[OID_OF_HASH[name]]).toBe(name);
    // MD5 (RFC 3370 names it, ICAO 9303 does not allow it).
    expect(HASH_BY_OID['1.2.840.113549.2.5']).toBeUndefined();
  });
});
