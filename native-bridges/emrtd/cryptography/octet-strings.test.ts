import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bitLength,
  equalOctets,
  integerToOctets,
  octetsToInteger,
  xorOctets,
} from './octet-strings.ts';

describe('integers as strings of bytes (RFC 8017, 4)', () => {
  it('keeps every integer through its bytes, whatever the number of leading zeros', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 600n }), fc.nat(9), (integer, spare) => {
        const octets = integerToOctets(integer, Math.ceil(bitLength(integer) / 8) + spare);
        expect(octetsToInteger(octets)).toBe(integer);
      }),
    );
  });

  it('refuses an integer that does not fit, and one below zero', () => {
    expect(integerToOctets(255n, 1)).toEqual(Uint8Array.of(255));
    expect(() => integerToOctets(256n, 1)).toThrow(RangeError);
    expect(() => integerToOctets(-1n, 1)).toThrow(RangeError);
  });

  it('takes no bytes for zero', () => {
    expect(octetsToInteger(new Uint8Array())).toBe(0n);
    expect(bitLength(0n)).toBe(0);
    expect(bitLength(256n)).toBe(9);
  });
});

describe('comparing and adding bytes', () => {
  it('calls two strings equal exactly where every byte is', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => {
        expect(equalOctets(a, b)).toBe(a.join() === b.join());
        expect(equalOctets(a, Uint8Array.from(a))).toBe(true);
      }),
    );
  });

  it('gives the first string back where the second is added twice', () => {
    const a = Uint8Array.of(0x00, 0x5a, 0xff);
    const b = Uint8Array.of(0x81, 0x5a, 0x0f);
    expect(xorOctets(a, b)).toEqual(Uint8Array.of(0x81, 0x00, 0xf0));
    expect(xorOctets(xorOctets(a, b), b)).toEqual(a);
    expect(() => xorOctets(a, b.subarray(1))).toThrow(RangeError);
  });
});
