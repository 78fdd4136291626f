import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeObjectIdentifier, encodeObjectIdentifier } from './object-identifiers.ts';

describe('an object identifier', () => {
  it.each([
    // ISO/IEC 8825-1, 8.19.5: the example of the standard.
    ['2.999.3', '883703'],
    // ICAO 9303-11, appendix G: PACE with ECDH, generic mapping and AES-128; id-ecPublicKey.
    ['0.4.0.127.0.7.2.2.4.2.2', '04007f00070202040202'],
    ['1.2.840.10045.2.1', '2a8648ce3d0201'],
  ])('is %s in words and %s in bytes', (dotted, bytes) => {
    expect(bytesToHex(encodeObjectIdentifier(dotted))).toBe(bytes);
    expect(decodeObjectIdentifier(hexToBytes(bytes))).toBe(dotted);
  });

  it('comes back from its bytes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 0, max: 39 }),
        fc.array(fc.integer({ min: 0, max: 2 ** 40 }), { maxLength: 8 }),
        (root, second, rest) => {
          const dotted = [root, second, ...rest].join('.');
          expect(decodeObjectIdentifier(encodeObjectIdentifier(dotted))).toBe(dotted);
        },
      ),
    );
  });

  it.each(['', '80', '2a86', 'ffffffffffffffff7f', '01'.repeat(65)])('is not %s', bytes => {
    expect(decodeObjectIdentifier(hexToBytes(bytes))).toBeUndefined();
  });
});
