import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cardAccessKeySchema } from './device.ts';
import {
  accessKeyOfZone,
  parseZone,
  wrongCheckDigits,
  ZONE_LAYOUTS,
  zoneCheckDigit,
} from './machine-readable-zone.ts';

// ICAO 9303-5, 9303-6 and 9303-4, Appendix B: the specimens of a document in three sizes.
const TD1 =
  'I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<';
const TD2 = 'I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<D231458907UTO7408122F1204159<<<<<<<6';
const TD3 =
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10';
// ICAO 9303-11, Appendix D.2: a number of more than nine characters.
const TD1_LONG =
  'I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<';
const TD2_LONG = 'I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<D23145890<UTO3407127M95071227349<<<8';

describe('the check digit', () => {
  test.each([
    // ICAO 9303-3, 4.9, worked examples.
    ['520727', '3'],
    ['AB2134<<<', '5'],
  ])('of %s is %s', (field, digit) => {
    expect(zoneCheckDigit(field)).toBe(digit);
  });
});

describe('a zone', () => {
  test.each([
    ['TD1', TD1, 'D23145890', ''],
    ['TD2', TD2, 'D23145890', ''],
    ['TD3', TD3, 'L898902C3', 'ZE184226B'],
  ])('of the specimen %s is taken apart', (form, zone, documentNumber, optional) => {
    expect(parseZone(zone)).toEqual({
      form,
      documentCode: form === 'TD3' ? 'P' : 'I',
      issuer: 'UTO',
      documentNumber,
      nationality: 'UTO',
      birthDate: '740812',
      sex: 'F',
      expiryDate: '120415',
      optional,
      surname: 'ERIKSSON',
      givenNames: 'ANNA MARIA',
      wrongCheckDigits: [],
    });
  });

  test.each([
    ['TD1', TD1_LONG],
    ['TD2', TD2_LONG],
  ])('has a long document number whole: %s', (_, zone) => {
    const parsed = parseZone(zone)!;
    expect(parsed).toMatchObject({ documentNumber: 'D23145890734', wrongCheckDigits: [] });
    expect(accessKeyOfZone(parsed)).toEqual({
      kind: 'mrz',
      documentNumber: 'D23145890734',
      birthDate: '340712',
      expiryDate: '950712',
    });
  });

  test('says which check digits are wrong', () => {
    expect(parseZone(TD1.replace('D23145890', 'D23145891'))?.wrongCheckDigits).toEqual([
      'documentNumber',
      'composite',
    ]);
    expect(parseZone(TD3.replace('ZE184226B', 'ZE184226C'))?.wrongCheckDigits).toEqual([
      'personalNumber',
      'composite',
    ]);
    expect(parseZone(TD2.replace('1204159', '1205159'))?.wrongCheckDigits).toEqual([
      'expiryDate',
      'composite',
    ]);
  });

  test('may leave the digit of an empty personal number out', () => {
    const empty = TD3.replace('ZE184226B<<<<<1', '<<<<<<<<<<<<<<<').slice(0, 87);
    const digit = zoneCheckDigit(empty.slice(44, 54) + empty.slice(57, 64) + empty.slice(65, 87));
    expect(parseZone(empty + digit)?.wrongCheckDigits).toEqual([]);
  });

  test.each([
    ['a visa', `V${TD3.slice(1)}`],
    ['another length', TD1.slice(1)],
    ['small letters', TD1.toLowerCase()],
    ['nothing', ''],
  ])('is none: %s', (_, text) => {
    expect(parseZone(text)).toBeUndefined();
  });

  test('with one wrong character in a checked field is found out, unless the two weigh the same', () => {
    const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<';
    const weightOf = (character: string): number =>
      Math.max(0, alphabet.slice(0, 36).indexOf(character));
    for (const [layout, zone] of [
      [ZONE_LAYOUTS[0]!, TD1],
      [ZONE_LAYOUTS[1]!, TD2],
      [ZONE_LAYOUTS[2]!, TD3],
    ] as const) {
      const checked = layout.checks.flatMap(({ covers }) =>
        covers.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i)),
      );
      for (const at of checked) {
        for (const other of alphabet) {
          if ((weightOf(other) - weightOf(zone.charAt(at))) % 10 === 0) continue;
          const changed = zone.slice(0, at) + other + zone.slice(at + 1);
          expect(wrongCheckDigits(layout, changed), `${layout.form} ${at} ${other}`).not.toEqual(
            [],
          );
        }
      }
    }
  });

  test('of any characters gives a key of the contract or none', () => {
    const character = fc.constantFrom(...Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<<<<<<'));
    const length = fc.constantFrom(90, 72, 88);
    const zone = length.chain(size =>
      fc.string({ unit: character, minLength: size, maxLength: size }),
    );
    fc.assert(
      fc.property(zone, text => {
        const parsed = parseZone(text);
        const key = parsed && accessKeyOfZone(parsed);
        if (key !== undefined) expect(cardAccessKeySchema.safeParse(key).success).toBe(true);
      }),
    );
  });
});
