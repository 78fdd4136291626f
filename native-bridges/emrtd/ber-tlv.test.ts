import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeTlv, parseTlv, readTlvHeader } from './ber-tlv.ts';

const hex = (text: string): Uint8Array =>
  Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));

describe('parseTlv', () => {
  it('reads an EF.COM: one object, four inside it', () => {
    // ICAO 9303-10, A.1, worked example of EF.COM.
    const file = hex('60 16 5F01 04 30313037 5F36 06 303430303030 5C 04 61 75 76 6C');
    const [com] = parseTlv(file).objects;
    expect(com?.tag).toBe(0x60);
    const inside = parseTlv(com?.value ?? hex(''));
    expect(inside.damaged).toBe(false);
    expect(
      inside.objects.map(({ tag, value }) => [tag, Buffer.from(value).toString('hex')]),
    ).toEqual([
      [0x5f01, '30313037'],
      [0x5f36, '303430303030'],
      [0x5c, '6175766c'],
    ]);
  });

  it('passes over filling between objects', () => {
    expect(parseTlv(hex('00 00 0401AA 00 0401BB 00')).objects).toHaveLength(2);
  });

  it.each([
    ['a value cut short', '30 05 0102'],
    ['a length cut short', '30 82 01'],
    ['a tag without end', '5F'],
    ['the indefinite form', '30 80 0401AA 0000'],
    ['a length of five bytes', '30 85 0000000001 AA'],
  ])('keeps what came before %s and says that there is damage', (_name, bytes) => {
    const { objects, damaged } = parseTlv(hex(`0401AA ${bytes}`));
    expect(damaged).toBe(true);
    expect(objects).toHaveLength(1);
  });

  it('takes any bytes, and never hands out more than it was given', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), bytes => {
        const { objects } = parseTlv(bytes);
        const total = objects.reduce((sum, { value }) => sum + value.length, 0);
        expect(total).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});

describe('encodeTlv', () => {
  const tags = fc.constantFrom(0x04, 0x30, 0x6d, 0x5f01, 0x7f61, 0x5f8101);

  it('writes what parseTlv reads, at every length of the length', () => {
    const lengths = fc.constantFrom(0, 1, 127, 128, 255, 256, 65_535, 65_536);
    fc.assert(
      fc.property(tags, lengths, fc.nat(255), (tag, length, fill) => {
        const value = new Uint8Array(length).fill(fill);
        const { objects, damaged } = parseTlv(encodeTlv(tag, value));
        expect(damaged).toBe(false);
        expect(objects).toHaveLength(1);
        expect(objects[0]?.tag).toBe(tag);
        expect(Buffer.compare(objects[0]?.value ?? hex(''), value)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('says beforehand how long an object is', () => {
    fc.assert(
      fc.property(tags, fc.uint8Array({ maxLength: 300 }), (tag, value) => {
        const encoded = encodeTlv(tag, value);
        const header = readTlvHeader(encoded.subarray(0, 8));
        expect((header?.size ?? 0) + (header?.length ?? 0)).toBe(encoded.length);
      }),
    );
  });
});
