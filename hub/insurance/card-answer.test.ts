import { describe, expect, test } from 'vitest';
import { insuranceAnswerOf } from './card-answer.ts';
import { type PortalAnswer } from './portal-messages.ts';

const AT = '2026-11-23T01:00:00.000Z';
const OLD = {
  cardNumber: 'GD4469999999907',
  registeredFacility: '01999',
  validFrom: '2024-01-01',
  validTo: '2024-12-31',
};

const said = (changes: Partial<PortalAnswer>, holder: object = {}) =>
  insuranceAnswerOf({ code: '000', card: OLD, newCard: {}, garbled: [], ...changes }, holder, AT);

describe('a card that was replaced (003, 004)', () => {
  test('gives way to the new one, whose own dates count', () => {
    const newCard = {
      cardNumber: 'HT3469999999907',
      validFrom: '2026-01-01',
      validTo: '2027-12-31',
    };
    expect(said({ code: '003', newCard })).toEqual({
      record: {
        outcome: 'found',
        cardNumber: 'HT3469999999907',
        registeredFacility: '01999',
        validFrom: '2026-01-01',
        validTo: '2027-12-31',
        previousCardNumber: 'GD4469999999907',
      },
      extras: { portal: { at: AT, code: '003', finding: 'renewed' } },
    });
  });

  test('never lends the new one its end', () => {
    const { record } = said({ code: '004', newCard: { cardNumber: 'HT3469999999907' } });
    expect(record).not.toHaveProperty('validTo', '2024-12-31');
  });

  test('under its own number has replaced nothing', () => {
    const newCard = { cardNumber: OLD.cardNumber, validTo: '2027-12-31' };
    const { record } = said({ code: '003', newCard });
    expect(record).toHaveProperty('previousCardNumber', undefined);
  });
});

test.each([
  ['001', 'forces-card', 'defence-card'],
  ['130', 'child-without-card', 'child-without-card'],
] as const)('%s is for the clerk', (code, clerk, finding) => {
  expect(said({ code, card: {} })).toEqual({
    record: { outcome: 'not-found' },
    clerk,
    extras: { portal: { at: AT, code, finding } },
  });
});

test('dates that cannot be are for the clerk; a garbled address of nothing is not', () => {
  expect(said({ garbled: ['gtTheDen'] }).clerk).toBe('record-unclear');
  expect(said({ garbled: ['period'] }).clerk).toBe('record-unclear');
  expect(said({ garbled: ['gioiTinh', 'ngayDu5Nam'] })).not.toHaveProperty('clerk');
});

test('what the record says differently is flagged, spelling and precision forgiven', () => {
  const answer = { name: 'VÕ THỊ LAN', birthDate: '1994', gender: 'female' as const };
  const holder = { name: 'Võ Thị Lan', birthDate: '1994-06-30', gender: 'female' };
  expect(said(answer, holder).extras).not.toHaveProperty('differs');
  expect(
    said(answer, { name: 'Võ Thị Lam', birthDate: '1995', gender: 'male' }).extras,
  ).toHaveProperty('differs', ['name', 'birthDate', 'gender']);
  expect(said(answer, {}).extras).not.toHaveProperty('differs');
});
