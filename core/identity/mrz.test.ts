import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cardAccessKeySchema } from '../contract/device.ts';
import { identityClaimSchema } from '../contract/identity.ts';
import { zoneCheckDigit } from '../contract/machine-readable-zone.ts';
import { parseMrz } from './mrz.ts';

// ICAO 9303-5 and 9303-4, Appendix B.
const TD1 = [
  'I<UTOD231458907<<<<<<<<<<<<<<<',
  '7408122F1204159UTO<<<<<<<<<<<6',
  'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
];
const TD3 = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];

/** The back of the card of somebody who does not exist. */
const citizenCard = (number: string, birth: string, sex: string, expiry: string): string[] => {
  const digit = zoneCheckDigit;
  const document = number.slice(-9);
  const optional = `${number}<<`;
  const one = `IDVNM${document}${digit(document)}${optional}${digit(optional)}`;
  const two = `${birth}${digit(birth)}${sex}${expiry}${digit(expiry)}VNM${'<'.repeat(11)}`;
  const composite = digit(one.slice(5) + two.slice(0, 7) + two.slice(8, 15) + two.slice(18, 29));
  return [one, two + composite, 'NGUYEN<<THI<HOA'.padEnd(30, '<')];
};
const CARD = citizenCard('001148999921', '480312', 'F', '350312');
const KEY = {
  kind: 'mrz',
  documentNumber: '148999921',
  birthDate: '480312',
  expiryDate: '350312',
} as const;

const keyIn = (text: string) => {
  const reading = parseMrz(text);
  return reading.outcome === 'read' ? reading.key : reading.outcome;
};

describe('a machine readable zone from a scanner', () => {
  test('of a citizen card says who somebody is, and what opens the chip', () => {
    expect(parseMrz(CARD.join('\r\n'))).toEqual({
      outcome: 'read',
      key: KEY,
      claim: {
        method: 'card-mrz',
        citizenNumber: '001148999921',
        name: 'NGUYEN THI HOA',
        birthDate: '1948-03-12',
        gender: 'female',
        expiryDate: '2035-03-12',
        authenticity: 'not-checked',
        flags: ['name-not-decoded'],
      },
    });
  });

  test('of a passport gives the key of its chip', () => {
    expect(keyIn(TD3.join('\n'))).toEqual({
      kind: 'mrz',
      documentNumber: 'L898902C3',
      birthDate: '740812',
      expiryDate: '120415',
    });
  });

  test.each(['', '\r', '\n', '\r\n', '\t', ' ', '\r\n\r\n', '\u0000', ' \r\n '])(
    'is the same with %j between its lines',
    separator => {
      expect(keyIn(CARD.join(separator))).toEqual(KEY);
      expect(keyIn(TD1.join(separator))).toMatchObject({ documentNumber: 'D23145890' });
    },
  );

  test('is the same however a stream cut it', () => {
    const whole = CARD.join('');
    fc.assert(
      fc.property(fc.array(fc.nat(89), { maxLength: 8 }), cuts => {
        const pieces = [0, ...cuts.sort((a, b) => a - b), 90].map((from, i, all) =>
          whole.slice(from, all[i + 1] ?? 90),
        );
        expect(keyIn(pieces.join('\n'))).toEqual(KEY);
      }),
    );
  });

  test('is the same in small letters, with other fillers, and with fillers lost', () => {
    expect(keyIn(CARD.join('\n').toLowerCase())).toEqual(KEY);
    expect(keyIn(CARD.join('\n').replaceAll('<', ','))).toEqual(KEY);
    expect(keyIn(CARD.join('\n').replaceAll('<', ' '))).toEqual(KEY);
    expect(keyIn(CARD.map(line => line.replace(/<+$/, '')).join('\n'))).toEqual(KEY);
    expect(keyIn(TD1.map(line => line.replace(/<+$/, '')).join('\n'))).toMatchObject({
      documentNumber: 'D23145890',
    });
  });
});

describe('a misread character', () => {
  const [one = '', two = '', three = ''] = CARD;

  test.each([
    ['O for 0 in a date', [one, two.replace('480312', '48O312'), three]],
    ['S for 5 in a check digit or date', [one, two.replaceAll('5', 'S'), three]],
    [
      'B for 8 and Z for 2 in the number',
      [one.replaceAll('8', 'B').replaceAll('2', 'Z'), two, three],
    ],
    ['I for 1 all over the digits', [one.replaceAll('1', 'I'), two.replaceAll('1', 'I'), three]],
    ['1 for I in front', [`1${one.slice(1)}`, two, three]],
    ['0 for O in the name', [one, two, three.replace('HOA', 'H0A')]],
  ])('is set right where only one is possible: %s', (_, lines) => {
    const reading = parseMrz(lines.join('\n'));
    expect(reading).toMatchObject({ key: KEY, claim: { name: 'NGUYEN THI HOA' } });
  });

  test('of a number of letters and digits is set right by its check digit', () => {
    expect(keyIn(TD3.join('').replace('L898902C3', 'L8989O2C3'))).toMatchObject({
      documentNumber: 'L898902C3',
    });
  });

  test.each([
    ['a digit for another digit', [one.replace('148999921', '148999927'), two, three]],
    ['a date read wrong', [one, two.replace('480312', '480313'), three]],
    ['two ways to make the check digit right', [TD3.join('').replace('L898902C3', 'L89B902C3')]],
    ['a whole zone cut short', [one, two]],
    ['one line alone', [one]],
  ])('that cannot be set right asks for another scan: %s', (_, lines) => {
    expect(parseMrz(lines.join('\n'))).toEqual({ outcome: 'damaged' });
  });

  test('never leads to another key, unless two in one number hide each other', () => {
    const misread: Readonly<Record<string, string>> = {
      ...{ '0': 'O', '1': 'I', '2': 'Z', '5': 'S', '8': 'B' },
      ...{ O: '0', I: '1', Z: '2', S: '5', B: '8' },
    };
    const whole = TD3.join('');
    const inNumber = fc.uniqueArray(fc.integer({ min: 44, max: 52 }), { maxLength: 1 });
    const elsewhere = fc.oneof(fc.nat(43), fc.integer({ min: 53, max: 87 }));
    fc.assert(
      fc.property(inNumber, fc.uniqueArray(elsewhere, { maxLength: 3 }), (one, others) => {
        const places = [...one, ...others];
        const text = Array.from(whole, (character, at) =>
          places.includes(at) ? (misread[character] ?? character) : character,
        ).join('');
        const key = keyIn(text);
        if (typeof key === 'string') return;
        expect(key).toMatchObject({ documentNumber: 'L898902C3', birthDate: '740812' });
      }),
      { numRuns: 300 },
    );
  });
});

test.each(['', 'hello', '001148999921', 'TD1-A-LH26999921-J', 'A'.repeat(90), '<'.repeat(90)])(
  'another text is foreign: %s',
  text => {
    expect(parseMrz(text)).toEqual({ outcome: 'foreign' });
  },
);

test('any text is read without a throw, and what is read keeps to its contract', () => {
  const near = fc
    .array(fc.tuple(fc.nat(92), fc.constantFrom('A', 'B', '0', '1', '<', '\n', ' ')), {
      maxLength: 6,
    })
    .map(changes =>
      changes.reduce(
        (text, [at, put]) => text.slice(0, at) + put + text.slice(at + 1),
        CARD.join('\n'),
      ),
    );
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 300 }), near), text => {
      const reading = parseMrz(text);
      if (reading.outcome !== 'read') return;
      expect(identityClaimSchema.safeParse(reading.claim).success).toBe(true);
      expect(cardAccessKeySchema.safeParse(reading.key).success).toBe(true);
    }),
    { numRuns: 500 },
  );
});
