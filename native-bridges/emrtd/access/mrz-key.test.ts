import { describe, expect, it } from 'vitest';
import { deriveKey } from '../cryptography/session-cipher.ts';
import { checkDigit, mrzInformation, mrzSeed, type MrzAccessKey } from './mrz-key.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const mrz = (documentNumber: string, birthDate: string, expiryDate: string): MrzAccessKey => ({
  kind: 'mrz',
  documentNumber,
  birthDate,
  expiryDate,
});

describe('the key in the machine readable zone', () => {
  // ICAO 9303-11, Appendix D.2: three documents, the first with a number longer than nine.
  it.each([
    [
      'a TD1 with a long number',
      mrz('D23145890734', '340712', '950712'),
      'D23145890734934071279507122',
    ],
    ['a TD1', mrz('L898902C<', '690806', '940623'), 'L898902C<369080619406236'],
  ])('is number, birth and expiry of %s with their check digits', (_name, key, information) => {
    expect(mrzInformation(key)).toBe(information);
  });

  it('gives the seeds of Appendix D.2', () => {
    expect(hex(mrzSeed(mrz('D23145890734', '340712', '950712')))).toBe(
      'b366ad857ddca2b08c0e299811714730',
    );
    expect(hex(mrzSeed(mrz('L898902C<', '690806', '940623')))).toBe(
      '239ab9cb282daf66231dc5a4df6bfbae',
    );
  });

  it('gives the keys of Appendix D.1', () => {
    const seed = mrzSeed(mrz('L898902C<', '690806', '940623'));
    expect(hex(deriveKey(seed, 1, '3DES'))).toBe('ab94fdecf2674fdfb9b391f85d7f76f2');
    expect(hex(deriveKey(seed, 2, '3DES'))).toBe('7962d9ece03d1acd4c76089dce131543');
  });

  it('fills a short number up, as it stands in the zone', () => {
    expect(mrzInformation(mrz('L898902C', '690806', '940623'))).toBe(
      mrzInformation(mrz('L898902C<', '690806', '940623')),
    );
  });

  it('counts check digits with the weights 7, 3, 1', () => {
    // ICAO 9303-3, 4.9: the worked examples.
    expect(checkDigit('520727')).toBe('3');
    expect(checkDigit('AB2134<<<')).toBe('5');
  });
});
