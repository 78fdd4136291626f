import { expect, test } from 'vitest';
import { patientAliases } from './patient-aliases.ts';

const { ofClaim } = patientAliases(new Uint8Array(32).fill(7));

test.each([
  ['a citizen number', { citizenNumber: '001148999921' }],
  ['an old number', { oldNumber: '010999921' }],
  ['a patient code', { patientCode: 'BN0001' }],
  ['a passport', { passportNumber: 'C1234567', passportIssuer: 'FRA' }],
])('%s links two visits of one patient, and shows nothing of it', (_, claim) => {
  const [alias, ...others] = ofClaim(claim);
  expect(others).toEqual([]);
  expect(alias).toMatch(/^[0-9a-f]{64}$/);
  expect(ofClaim({ ...claim })).toEqual([alias]);
});

test('the same passport number of another state is another patient', () => {
  const passport = { passportNumber: 'C1234567', passportIssuer: 'FRA' };
  expect(ofClaim({ ...passport, passportIssuer: 'KHM' })).not.toEqual(ofClaim(passport));
});

test('another key gives other hashes', () => {
  const other = patientAliases(new Uint8Array(32).fill(8));
  const claim = { citizenNumber: '001148999921' };
  expect(other.ofClaim(claim)).not.toEqual(ofClaim(claim));
});
