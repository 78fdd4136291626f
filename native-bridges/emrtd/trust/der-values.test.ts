import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { der } from '../../simulators/issuer/der-encoding.ts';
import { readDer } from './der.ts';
import { bitsOf, objectIdentifierOf, smallIntegerOf, timeOf, unsignedOf } from './der-values.ts';

const read = (bytes: Uint8Array) => readDer(bytes);
const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

describe('objectIdentifierOf', () => {
  it('reads the worked example of X.690, 8.19.5, and arcs of several bytes', () => {
    expect(objectIdentifierOf(read(bytes('0603813403')))).toBe('2.100.3');
    expect(objectIdentifierOf(read(bytes('06092a864886f70d010702')))).toBe('1.2.840.113549.1.7.2');
    expect(objectIdentifierOf(read(bytes('06092b2403030208010107')))).toBe('1.3.36.3.3.2.8.1.1.7');
  });

  it('refuses what is cut short, empty or far too long', () => {
    expect(objectIdentifierOf(read(bytes('06022a86')))).toBeUndefined();
    expect(objectIdentifierOf(read(bytes('0600')))).toBeUndefined();
    expect(objectIdentifierOf(read(bytes(`0630${'01'.repeat(48)}`)))).toBeUndefined();
    expect(objectIdentifierOf(read(bytes('020101')))).toBeUndefined();
  });
});

describe('unsignedOf', () => {
  it('gives back every number that can be written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 600n }), value => {
        expect(unsignedOf(read(der.integer(value)))).toBe(value);
      }),
    );
  });

  it('refuses negative numbers and those longer than any key', () => {
    expect(unsignedOf(read(bytes('0201ff')))).toBeUndefined();
    expect(unsignedOf(read(der.integer(1n << 9000n)))).toBeUndefined();
    expect(smallIntegerOf(read(der.integer(1n << 40n)))).toBeUndefined();
  });
});

describe('timeOf', () => {
  it('gives back every second between 1950 and 9999', () => {
    const seconds = { min: Date.UTC(1950, 0) / 1000, max: Date.UTC(9999, 11, 31) / 1000 };
    fc.assert(
      fc.property(fc.integer(seconds), second => {
        expect(timeOf(read(der.time(second * 1000)))).toBe(second * 1000);
      }),
    );
  });

  it('refuses what is no moment', () => {
    for (const text of ['241301000000Z', '240100000000Z', '2401010000', 'yesterday', '']) {
      expect(timeOf(readDer(withTag(0x17, text)))).toBeUndefined();
    }
    expect(timeOf(readDer(withTag(0x18, '20240101120000.5Z')))).toBe(Date.UTC(2024, 0, 1, 12));
    expect(timeOf(readDer(withTag(0x13, '240101000000Z')))).toBeUndefined();
  });
});

const withTag = (tag: number, text: string): Uint8Array =>
  Uint8Array.of(tag, text.length, ...new TextEncoder().encode(text));

describe('bitsOf', () => {
  it('numbers bits from the left', () => {
    expect(
      bitsOf(read(bytes('03020106')))
        ?.map(Number)
        .join(''),
    ).toBe('00000110');
    expect(bitsOf(read(bytes('0400')))).toBeUndefined();
  });
});
