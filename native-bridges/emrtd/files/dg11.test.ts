import { concatBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { encodeTlv } from '../ber-tlv.ts';
import { WORKED_EXAMPLES } from '../testing/worked-examples.ts';
import { parseDg11 } from './dg11.ts';

const text = (tag: number, value: string): Uint8Array =>
  encodeTlv(tag, new TextEncoder().encode(value));
const file = (...objects: Uint8Array[]): Uint8Array => encodeTlv(0x6b, concatBytes(...objects));

describe('parseDg11', () => {
  it('reads the worked example', () => {
    expect(parseDg11(WORKED_EXAMPLES.dg11)).toEqual({
      name: { surname: 'SMITH', givenNames: 'JOHN J' },
      otherNames: [],
      placeOfBirth: ['ANYTOWN', 'MN'],
      address: ['123 MAPLE RD', 'ANYTOWN', 'MN'],
      telephone: '1-612-555-1212',
      profession: 'TRAVEL AGENT',
      otherDocuments: [],
    });
  });

  it('reads names in the letters of their language, and other names in their template', () => {
    const dg11 = parseDg11(
      file(
        text(0x5f0e, 'Nguyễn<<Thị<Hòa'),
        encodeTlv(0xa0, concatBytes(encodeTlv(0x02, Uint8Array.of(1)), text(0x5f0f, 'Trần<<Thử'))),
        text(0x5f10, '001148999921<<'),
      ),
    );
    expect(dg11?.name).toEqual({ surname: 'Nguyễn', givenNames: 'Thị Hòa' });
    expect(dg11?.otherNames).toEqual([{ surname: 'Trần', givenNames: 'Thử' }]);
    expect(dg11?.personalNumber).toBe('001148999921');
  });

  it.each([
    ['in digits', text(0x5f2b, '19480312'), '1948-03-12'],
    ['packed', encodeTlv(0x5f2b, Uint8Array.of(0x19, 0x48, 0x03, 0x12)), '1948-03-12'],
    ['without its day', text(0x5f2b, '19480300'), '1948-03'],
    ['of a year alone', text(0x5f2b, '19480000'), '1948'],
    ['no calendar has', text(0x5f2b, '19480230'), undefined],
    ['that is no date', text(0x5f2b, 'unknown!'), undefined],
  ])('reads a birth date %s', (_name, object, birthDate) => {
    expect(parseDg11(file(object))?.birthDate).toBe(birthDate);
  });

  it('leaves out what is no text', () => {
    const damaged = encodeTlv(0x5f0e, Uint8Array.of(0xff, 0xfe));
    expect(parseDg11(file(damaged))).toEqual({
      otherNames: [],
      placeOfBirth: [],
      address: [],
      otherDocuments: [],
    });
    expect(parseDg11(Uint8Array.of(0x61, 0))).toBeUndefined();
  });
});
