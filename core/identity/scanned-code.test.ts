import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identityClaimSchema } from '../contract/identity.ts';
import { encodeOwnCode } from './own-code.ts';
import { readScannedCode } from './scanned-code.ts';
import { SYNTHETIC_PEOPLE, syntheticPerson } from './synthetic-people.ts';
import {
  bookingQrOf,
  citizenCardQrOf,
  insuranceCardQrOf,
  patientQrOf,
} from './synthetic-payloads.ts';

const hoa = syntheticPerson('ba-nguyen-thi-hoa');
const CITIZEN = citizenCardQrOf(hoa)!;
const INSURANCE = insuranceCardQrOf(hoa)!;
// ICAO 9303-5, Appendix B.
const ZONE =
  'I<UTOD231458907<<<<<<<<<<<<<<<\r7408122F1204159UTO<<<<<<<<<<<6\rERIKSSON<<ANNA<MARIA<<<<<<<<<<';
const UNRECOGNISED = { kind: 'unknown', reason: 'unrecognised' };
const DAMAGED = { kind: 'unknown', reason: 'damaged' };

test('cards are told apart by their fields', () => {
  expect(readScannedCode(CITIZEN)).toMatchObject({
    kind: 'citizen-card',
    claim: { method: 'card-qr', citizenNumber: '001148999921' },
  });
  expect(readScannedCode(INSURANCE)).toMatchObject({
    kind: 'insurance-card',
    claim: { method: 'insurance-qr', insurance: { cardNumber: 'HT3010199999921' } },
  });
});

test('a machine readable zone says who somebody is and opens the chip', () => {
  expect(readScannedCode(ZONE)).toMatchObject({
    kind: 'machine-readable-zone',
    claim: { method: 'card-mrz', name: 'ERIKSSON ANNA MARIA' },
    key: { documentNumber: 'D23145890', birthDate: '740812', expiryDate: '120415' },
  });
  expect(readScannedCode(ZONE.slice(0, 61))).toEqual(DAMAGED);
});

test('bookings and patient cards say who somebody is', () => {
  expect(readScannedCode(bookingQrOf(hoa.bookings[0]!))).toMatchObject({
    kind: 'booking',
    claim: { method: 'booking-code', bookingCode: 'LH26999921' },
  });
  expect(readScannedCode(patientQrOf(hoa)!)).toMatchObject({
    kind: 'patient',
    claim: { method: 'patient-code', patientCode: 'BN26999921' },
  });
});

test('tickets, badges and payments carry a payload and say nothing about a person', () => {
  for (const kind of ['ticket', 'staff-badge', 'payment'] as const) {
    expect(readScannedCode(encodeOwnCode(kind, 'A1B2'))).toEqual({ kind, payload: 'A1B2' });
  }
});

test.each(['\r', '\n', '\r\n', '\t', ' ', '\u0000', '\u0004'])(
  'terminator %j changes nothing',
  end => {
    for (const code of [CITIZEN, INSURANCE, ZONE, bookingQrOf(hoa.bookings[0]!)]) {
      expect(readScannedCode(code + end)).toEqual(readScannedCode(code));
    }
  },
);

test('a symbology identifier or a byte order mark in front changes nothing', () => {
  expect(readScannedCode(`]Q1${CITIZEN}`)).toEqual(readScannedCode(CITIZEN));
  expect(readScannedCode(`\uFEFF${CITIZEN}`)).toEqual(readScannedCode(CITIZEN));
});

test('a broken code of a known sort is damaged: another scan may help', () => {
  const booking = bookingQrOf(hoa.bookings[0]!);
  for (const text of [
    booking.slice(0, -1),
    `${booking}0`,
    CITIZEN.slice(2),
    INSURANCE.slice(0, -3),
  ]) {
    expect(readScannedCode(text)).toEqual(DAMAGED);
  }
});

describe('a text in no format of ours', () => {
  const JWS = `eyJhbGciOiJFUzI1NiJ9.${'QWxs'.repeat(12)}.${'c2ln'.repeat(12)}`;

  test.each([
    ['a signed token', JWS],
    ['a random base64url string', 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg'],
    ['a random hexadecimal string', '9f86d081884c7d659a2feaa0c55ad015'],
    ['a UUID', '6fa459ea-ee8a-4ca4-894e-db77e160355e'],
  ])('is a token for the hub where it is %s', (_, token) => {
    expect(readScannedCode(token)).toEqual({
      kind: 'opaque',
      claim: { method: 'opaque-token', token, authenticity: 'not-checked', flags: [] },
    });
  });

  test.each([
    ['nothing', ''],
    ['a word', 'hello'],
    ['a sentence', 'This sentence is long enough to be a token 1'],
    ['an article number', '8934563138165'],
    ['many digits', '1'.repeat(40)],
    ['a web address', 'https://example.org/a1B2c3D4e5F6g7H8i9J0'],
    [
      'a bank transfer',
      '00020101021138540010A00000072701240006970415011012345678905204539953037045802VN6304ABCD',
    ],
    ['a network', 'WIFI:T:WPA;S:guest;P:a1B2c3D4e5F6g7H8;;'],
    ['a contact', 'MECARD:N:Hoa;TEL:0900000000;;'],
    ['a citizen number alone', '001148999921'],
    ['more than a scanner frame', 'a1'.repeat(5000)],
  ])('is said to be unknown where it is %s', (_, text) => {
    expect(readScannedCode(text)).toEqual(UNRECOGNISED);
  });
});

test('any text is read without a throw, and every claim keeps to its contract', () => {
  const anyText = fc
    .array(fc.nat(0xffff), { maxLength: 200 })
    .map(units => String.fromCharCode(...units));
  const piped = fc.array(fc.string({ maxLength: 20 }), { maxLength: 16 }).map(all => all.join('|'));
  fc.assert(
    fc.property(fc.oneof(anyText, piped, fc.string({ maxLength: 200 })), text => {
      const code = readScannedCode(text);
      if ('claim' in code) expect(identityClaimSchema.safeParse(code.claim).success).toBe(true);
    }),
  );
});

test('a code with characters lost, doubled or changed is read without a throw', () => {
  const codes = SYNTHETIC_PEOPLE.flatMap(person =>
    [
      citizenCardQrOf(person),
      insuranceCardQrOf(person),
      patientQrOf(person),
      ...person.bookings.map(bookingQrOf),
    ].filter(code => code !== undefined),
  );
  const edit = fc.tuple(fc.nat(), fc.nat(3), fc.string({ maxLength: 3 }));
  fc.assert(
    fc.property(
      fc.constantFrom(...codes),
      fc.array(edit, { minLength: 1, maxLength: 5 }),
      (code, edits) => {
        const mutated = edits.reduce((text, [at, lost, put]) => {
          const place = at % (text.length + 1);
          return text.slice(0, place) + put + text.slice(place + lost);
        }, code);
        const read = readScannedCode(mutated);
        if ('claim' in read) expect(identityClaimSchema.safeParse(read.claim).success).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});
