import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeScan } from './describe-scan.ts';
import { encodeOwnCode } from './own-code.ts';
import { syntheticPerson } from './synthetic-people.ts';
import { citizenCardQrOf, insuranceCardQrOf } from './synthetic-payloads.ts';

test('a citizen card is told with its province', () => {
  expect(describeScan(citizenCardQrOf(syntheticPerson('ba-giang-thi-mai'))!)).toEqual({
    kind: 'citizen-card',
    fields: {
      citizenNumber: '002147999905',
      provinceCode: '002',
      province: 'Hà Giang',
      name: 'Giàng Thị Mai',
      birthDate: '1947',
      gender: 'female',
      address: 'Bản Mẫu, Mèo Vạc, Hà Giang',
      issueDate: '2021-09-01',
    },
    warnings: ['birth-date-partial'],
  });
});

test('an insurance card is told with what its number says', () => {
  expect(describeScan(insuranceCardQrOf(syntheticPerson('anh-ly-a-pao'))!)).toEqual({
    kind: 'insurance-card',
    fields: {
      cardNumber: 'DT2109999999913',
      objectGroup: 'DT',
      benefitLevel: 2,
      socialInsuranceNumber: '9999999913',
      name: 'Lý A Páo',
      birthDate: '1985-06',
      gender: 'male',
      address: 'Thôn Mẫu, Bát Xát, Lào Cai',
      registeredFacility: '01999',
      validFrom: '2025-01-01',
      validTo: '2035-12-31',
      issueDate: '2025-01-01',
      livingArea: 'K3',
    },
    warnings: ['birth-date-partial'],
  });
});

test('a machine readable zone is told as what it says of the holder', () => {
  // ICAO 9303-5, Appendix B.
  const zone =
    'I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<';
  expect(describeScan(zone)).toEqual({
    kind: 'machine-readable-zone',
    fields: {
      name: 'ERIKSSON ANNA MARIA',
      birthDate: '1974-08-12',
      gender: 'female',
      expiryDate: '2012-04-15',
    },
    warnings: ['name-not-decoded'],
  });
});

test('fields nobody can name are told too', () => {
  const qr = `${citizenCardQrOf(syntheticPerson('anh-bui-van-nam'))!}|one|two`;
  expect(describeScan(qr)).toMatchObject({
    fields: { extra: ['one', 'two'] },
    warnings: ['extra-fields'],
  });
});

test.each([
  ['booking', 'bookingCode'],
  ['ticket', 'ticketCode'],
  ['patient', 'patientCode'],
  ['staff-badge', 'badgeCode'],
  ['payment', 'paymentCode'],
] as const)('a %s is told as its %s', (kind, field) => {
  expect(describeScan(encodeOwnCode(kind, 'AB12'))).toEqual({
    kind,
    fields: { [field]: 'AB12' },
    warnings: [],
  });
});

test('what is of no use says why', () => {
  expect(describeScan('hello')).toEqual({
    kind: 'unknown',
    fields: { reason: 'unrecognised' },
    warnings: ['code-unknown'],
  });
  expect(describeScan('TD1-A-LH26999921-0')).toEqual({
    kind: 'unknown',
    fields: { reason: 'damaged' },
    warnings: ['code-damaged'],
  });
});

test('any text is described in plain JSON', () => {
  fc.assert(
    fc.property(fc.string(), text => {
      const description = describeScan(text);
      expect(JSON.parse(JSON.stringify(description))).toEqual(description);
    }),
  );
});
