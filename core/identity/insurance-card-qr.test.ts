import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type IdentityClaim, identityClaimSchema } from '../contract/identity.ts';
import { hexOfText } from './hex-text.ts';
import { parseInsuranceCardQr } from './insurance-card-qr.ts';
import { SYNTHETIC_PEOPLE } from './synthetic-people.ts';
import { insuranceCardQrOf } from './synthetic-payloads.ts';

const FIELDS = [
  'HT3010199999921',
  hexOfText('Nguyễn Thị Hòa'),
  '12/03/1948',
  '2',
  hexOfText('12 Ngõ Thử Nghiệm, Hà Nội'),
  '01 - 999',
  '01/01/2025',
  '31/12/2035',
  '15/12/2024',
  '0100',
  '-',
  'K2',
  '01/10/2027',
] as const;

const card = (changes: Readonly<Record<number, string>> = {}, ...more: string[]): string =>
  [...FIELDS.map((field, index) => changes[index] ?? field), ...more, '$'].join('|');

const read = (text: string): IdentityClaim => {
  const reading = parseInsuranceCardQr(text);
  if (reading.outcome !== 'read') throw new Error(`not read: ${reading.outcome}`);
  return reading.claim;
};

test('a whole card is read field by field', () => {
  expect(parseInsuranceCardQr(card())).toEqual({
    outcome: 'read',
    extra: [],
    claim: {
      method: 'insurance-qr',
      name: 'Nguyễn Thị Hòa',
      birthDate: '1948-03-12',
      gender: 'female',
      address: '12 Ngõ Thử Nghiệm, Hà Nội',
      insurance: {
        cardNumber: 'HT3010199999921',
        registeredFacility: '01999',
        validFrom: '2025-01-01',
        validTo: '2035-12-31',
        issueDate: '2024-12-15',
        livingArea: 'K2',
        fiveYearsFrom: '2027-10-01',
      },
      authenticity: 'not-checked',
      flags: [],
    },
  });
});

test('the closing sign may stand behind the last field too', () => {
  expect(parseInsuranceCardQr(card().replace('|$', '$'))).toEqual(parseInsuranceCardQr(card()));
});

test.each(['01 - 999', '01–999', '01-999', '01 999', '01999'])(
  'a facility printed as "%s" is 01999',
  printed => {
    expect(read(card({ 5: printed })).insurance?.registeredFacility).toBe('01999');
  },
);

test('a facility code may hold letters', () => {
  expect(read(card({ 5: '01 - C54' })).insurance?.registeredFacility).toBe('01C54');
});

test('a card without an end has no end', () => {
  for (const empty of ['', '-']) {
    expect(read(card({ 7: empty })).insurance).not.toHaveProperty('validTo');
  }
});

test.each([
  ['2/3/1948', '1948-03-02'],
  ['3/1948', '1948-03'],
  ['1948', '1948'],
])('a birth date printed as %s is %s', (printed, birthDate) => {
  expect(read(card({ 2: printed })).birthDate).toBe(birthDate);
});

test('a card of ten digits is known by its BHXH number', () => {
  expect(read(card({ 0: '0199999921' })).insurance?.cardNumber).toBe('0199999921');
});

test('a card of before 2021 ends after its issue date', () => {
  const short = [...FIELDS.slice(0, 9), '$'].join('|');
  expect(read(short)).toMatchObject({
    name: 'Nguyễn Thị Hòa',
    insurance: { validTo: '2035-12-31', issueDate: '2024-12-15' },
    flags: [],
  });
});

test('a newer card carries a checksum and more, which is kept and flagged', () => {
  expect(parseInsuranceCardQr(card({}, '00aa11bb-1202', '4'))).toMatchObject({
    extra: ['00aa11bb-1202', '4'],
    claim: { flags: ['extra-fields'], insurance: { fiveYearsFrom: '2027-10-01' } },
  });
});

describe('names', () => {
  test.each([
    ['in hex', hexOfText('Đỗ Mạnh Cường'), 'Đỗ Mạnh Cường'],
    ['in capital hex', hexOfText('Đỗ Mạnh Cường').toUpperCase(), 'Đỗ Mạnh Cường'],
    ['decomposed', hexOfText('Đỗ Mạnh Cường'.normalize('NFD')), 'Đỗ Mạnh Cường'],
    ['plain', 'Đỗ Mạnh Cường', 'Đỗ Mạnh Cường'],
    ['plain and short enough for hex', 'Da', 'Da'],
  ])('%s are read', (_, field, name) => {
    expect(read(card({ 1: field })).name).toBe(name);
  });

  test('in broken hex are left out and flagged', () => {
    const claim = read(card({ 1: hexOfText('Nguyễn').slice(0, -1) }));
    expect(claim).not.toHaveProperty('name');
    expect(claim.flags).toEqual(['name-not-decoded']);
  });

  test('that are missing are flagged', () => {
    expect(read(card({ 1: '-' })).flags).toEqual(['name-missing']);
  });
});

test('dates that do not exist are left out and flagged', () => {
  const claim = read(card({ 2: '31/2/1948', 8: '31/2/2024' }));
  expect(claim).not.toHaveProperty('birthDate');
  expect(claim.insurance).not.toHaveProperty('issueDate');
  expect(claim.flags).toEqual(['birth-date-missing', 'issue-date-invalid']);
});

test('a living area that is none of the three is not passed on', () => {
  expect(read(card({ 11: '4' })).insurance).not.toHaveProperty('livingArea');
});

test('a code cut anywhere before its closing sign is never half believed', () => {
  const whole = card();
  for (let length = 0; length < whole.length; length++) {
    expect(parseInsuranceCardQr(whole.slice(0, length)).outcome).not.toBe('read');
  }
  expect(parseInsuranceCardQr(whole.slice(0, -2))).toEqual({ outcome: 'damaged' });
});

test('an impossible card number is damaged, other text is foreign', () => {
  expect(parseInsuranceCardQr(card({ 0: 'HT9010199999921' }))).toEqual({ outcome: 'damaged' });
  expect(parseInsuranceCardQr(card({ 0: '019999992' }))).toEqual({ outcome: 'damaged' });
  for (const text of ['', '$', '0199999921', 'HT3010199999921', 'costs 5$', '0199999921|x']) {
    expect(parseInsuranceCardQr(text)).toEqual({ outcome: 'foreign' });
  }
});

test('every synthetic card is read as what the person is insured for', () => {
  for (const person of SYNTHETIC_PEOPLE) {
    const qr = insuranceCardQrOf(person);
    if (qr === undefined || person.insurance === undefined) continue;
    const { cardNumber, registeredFacility, validFrom } = person.insurance;
    expect(read(qr)).toMatchObject({ name: person.name, birthDate: person.birthDate });
    expect(read(qr).insurance).toMatchObject({ cardNumber, registeredFacility, validFrom });
    expect(read(qr).insurance?.validTo).toBe(person.insurance.validTo);
    expect(read(qr).insurance?.livingArea).toBe(person.insurance.livingArea);
  }
});

test('whatever is changed in a card, the claim keeps to its contract', () => {
  const field = fc.oneof(
    fc.string(),
    fc.stringMatching(/^[0-9a-f]{0,20}$/),
    fc.constantFrom('', '-', '\uFFFD', 'x'.repeat(300), hexOfText('y'.repeat(1100)), '00'),
  );
  fc.assert(
    fc.property(fc.nat(14), field, fc.nat(3), (at, changed, more) => {
      const reading = parseInsuranceCardQr(
        card({ [at]: changed }, ...Array<string>(more).fill('x')),
      );
      if (reading.outcome !== 'read') return;
      expect(identityClaimSchema.safeParse(reading.claim).success).toBe(true);
    }),
  );
});
