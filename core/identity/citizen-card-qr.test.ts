import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type IdentityClaim, identityClaimSchema } from '../contract/identity.ts';
import { parseCitizenCardQr } from './citizen-card-qr.ts';
import { SYNTHETIC_PEOPLE } from './synthetic-people.ts';
import { citizenCardQrOf } from './synthetic-payloads.ts';

const WHOLE =
  '001148999921|010999921|Nguyễn Thị Hòa|12031948|Nữ|12 Ngõ Thử Nghiệm, Hà Nội|15072021';

const read = (text: string): IdentityClaim => {
  const reading = parseCitizenCardQr(text);
  if (reading.outcome !== 'read') throw new Error(`not read: ${reading.outcome}`);
  return reading.claim;
};

test('a whole card is read field by field', () => {
  expect(parseCitizenCardQr(WHOLE)).toEqual({
    outcome: 'read',
    extra: [],
    claim: {
      method: 'card-qr',
      citizenNumber: '001148999921',
      oldNumber: '010999921',
      name: 'Nguyễn Thị Hòa',
      birthDate: '1948-03-12',
      gender: 'female',
      address: '12 Ngõ Thử Nghiệm, Hà Nội',
      issueDate: '2021-07-15',
      authenticity: 'not-checked',
      flags: [],
    },
  });
});

test('a name that came decomposed is composed, and otherwise stays as printed', () => {
  expect(read(WHOLE.normalize('NFD')).name).toBe('Nguyễn Thị Hòa');
  expect(read(WHOLE.replace('Nguyễn Thị Hòa', 'NGUYỄN THỊ HÒA')).name).toBe('NGUYỄN THỊ HÒA');
});

test('who had no old card has no old number', () => {
  const claim = read(WHOLE.replace('010999921', ''));
  expect(claim).not.toHaveProperty('oldNumber');
  expect(claim.flags).toEqual([]);
});

test.each([
  ['1948', '1948'],
  ['031948', '1948-03'],
  ['00001948', '1948'],
])('a birth date printed as %s keeps its precision', (printed, birthDate) => {
  expect(read(WHOLE.replace('12031948', printed))).toMatchObject({
    birthDate,
    flags: ['birth-date-partial'],
  });
});

describe('doubts are flagged and nobody is refused', () => {
  test.each<[string, string, string[]]>([
    ['another gender', WHOLE.replace('Nữ', 'Nam'), ['gender-differs-from-number']],
    ['another year', WHOLE.replace('12031948', '12031949'), ['birth-year-differs-from-number']],
    ['an unknown province', WHOLE.replace('001148', '999148'), ['unknown-province-code']],
    ['an impossible day of birth', WHOLE.replace('12031948', '31021948'), ['birth-date-missing']],
    ['an impossible day of issue', WHOLE.replace('15072021', '31022021'), ['issue-date-invalid']],
    ['issue before birth', WHOLE.replace('15072021', '15071921'), ['issue-date-invalid']],
    ['no name', WHOLE.replace('Nguyễn Thị Hòa', ''), ['name-missing']],
    ['a name in a foreign code page', WHOLE.replace('ễ', '\uFFFD'), ['name-not-decoded']],
    [
      'an old number of eight digits',
      WHOLE.replace('010999921', '01099992'),
      ['number-shape-unknown'],
    ],
    ['more fields', `${WHOLE}|Nguyễn Văn A|x`, ['extra-fields']],
  ])('%s', (_, text, flags) => {
    const claim = read(text);
    expect(claim.flags).toEqual(flags);
    expect(claim.citizenNumber).toMatch(/148999921$/);
  });

  test('what is impossible or broken is left out, not shown', () => {
    expect(read(WHOLE.replace('12031948', '31021948'))).not.toHaveProperty('birthDate');
    expect(read(WHOLE.replace('ễ', '\uFFFD'))).not.toHaveProperty('name');
  });
});

test('further fields are kept as they came', () => {
  expect(parseCitizenCardQr(`${WHOLE}|Nguyễn Văn A||x`)).toMatchObject({
    extra: ['Nguyễn Văn A', '', 'x'],
  });
  expect(read(`${WHOLE}|`).flags).toEqual([]);
});

test('in an unknown order of fields only the number is believed', () => {
  const reading = parseCitizenCardQr('001148999921|Nguyễn Thị Hòa|Nữ|12031948|Hà Nội');
  expect(reading).toMatchObject({
    outcome: 'read',
    extra: ['Nguyễn Thị Hòa', 'Nữ', '12031948', 'Hà Nội'],
    claim: {
      citizenNumber: '001148999921',
      flags: ['name-missing', 'birth-date-missing', 'extra-fields'],
    },
  });
  expect(reading).not.toHaveProperty('claim.name');
});

test('a card that stops after the gender still says what it said', () => {
  expect(read('001148999921|010999921|Nguyễn Thị Hòa|12031948|Nữ')).toMatchObject({
    name: 'Nguyễn Thị Hòa',
    birthDate: '1948-03-12',
  });
});

test('a number that lost a digit is damaged, other text is foreign', () => {
  expect(parseCitizenCardQr(WHOLE.slice(1))).toEqual({ outcome: 'damaged' });
  expect(parseCitizenCardQr(`0${WHOLE}`)).toEqual({ outcome: 'damaged' });
  for (const text of ['', '001148999921', 'a|b', 'https://example.org/a|b']) {
    expect(parseCitizenCardQr(text)).toEqual({ outcome: 'foreign' });
  }
});

test('every synthetic card is read as what the person is', () => {
  for (const person of SYNTHETIC_PEOPLE) {
    const qr = citizenCardQrOf(person);
    if (qr === undefined) continue;
    expect(read(qr)).toMatchObject({
      citizenNumber: person.citizenNumber,
      name: person.name,
      birthDate: person.birthDate,
      gender: person.gender,
      address: person.address,
      issueDate: person.issueDate,
    });
  }
});

test('whatever is changed in a card, the claim keeps to its contract', () => {
  const field = fc.oneof(
    fc.string(),
    fc.stringMatching(/^\d{0,13}$/),
    fc.constantFrom('', 'Nam', 'Nữ', '-', '\uFFFD', 'x'.repeat(300), 'x'.repeat(1100)),
  );
  fc.assert(
    fc.property(fc.nat(9), field, fc.nat(3), (at, changed, more) => {
      const fields = [...WHOLE.split('|'), ...Array<string>(more).fill('x')];
      fields[at] = changed;
      const reading = parseCitizenCardQr(fields.join('|'));
      if (reading.outcome !== 'read') return;
      expect(identityClaimSchema.safeParse(reading.claim).success).toBe(true);
      expect(new Set(reading.claim.flags).size).toBe(reading.claim.flags.length);
    }),
  );
});
