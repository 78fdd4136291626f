import { describe, expect, it } from 'vitest';
import { encodeTlv } from '../ber-tlv.ts';
import { WORKED_EXAMPLES } from '../testing/worked-examples.ts';
import { parseDg1 } from './dg1.ts';

const file = (text: string): Uint8Array =>
  encodeTlv(0x61, encodeTlv(0x5f1f, new TextEncoder().encode(text)));
const ZONE =
  'I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<';

describe('parseDg1', () => {
  it('reads the worked example of size TD1', () => {
    expect(parseDg1(WORKED_EXAMPLES.dg1Td1)).toEqual({
      form: 'TD1',
      documentCode: 'I',
      issuer: 'NLD',
      documentNumber: 'XI85935F8',
      nationality: 'NLD',
      birthDate: '720814',
      sex: 'F',
      expiryDate: '110826',
      optional: '999999990',
      surname: 'VAN DER STEEN',
      givenNames: 'MARIANNE LOUISE',
      // The example is printed with 4 where 9303-5 makes it 8.
      wrongCheckDigits: ['composite'],
    });
  });

  it('reads the worked example of size TD2, with its long document number', () => {
    expect(parseDg1(WORKED_EXAMPLES.dg1Td2)).toMatchObject({
      form: 'TD2',
      issuer: 'ATA',
      documentNumber: '123456789012',
      nationality: 'HMD',
      birthDate: '740622',
      expiryDate: '101231',
      surname: 'SMITH',
      givenNames: 'JOHN T',
    });
  });

  it.each(['\0\0\0', '\r\n', '  '])('reads a zone filled up with %j', filling => {
    expect(parseDg1(file(ZONE + filling))).toMatchObject({ documentNumber: 'D23145890' });
  });

  it.each([
    ['no zone in it', encodeTlv(0x61, new Uint8Array())],
    ['a zone of another length', file(ZONE.slice(1))],
    ['bytes that are no zone', file('\u00ff'.repeat(45))],
    ['more than any zone', file(ZONE.repeat(2))],
    ['another file', encodeTlv(0x6d, new Uint8Array(5))],
  ])('is undefined for %s', (_name, bytes) => {
    expect(parseDg1(bytes)).toBeUndefined();
  });
});
