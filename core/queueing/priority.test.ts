import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ageOn } from '../identity/partial-date.ts';
import { legalPriorityByAge, numberClassOf } from './priority.ts';

const TODAY = '2026-11-23';

test.each<[string, string | undefined, string]>([
  ['2020-11-23', undefined, 'six today'],
  ['2020-11-24', 'child-under-6', 'six tomorrow'],
  ['2026-11-23', 'child-under-6', 'born today'],
  ['2026-11-24', undefined, 'born tomorrow, which cannot be'],
  ['2020', 'child-under-6', 'five or six'],
  ['2019', undefined, 'six or seven'],
  ['1951-11-23', 'aged-75-or-over', 'seventy-five today'],
  ['1951-11-24', undefined, 'seventy-five tomorrow'],
  ['1951', 'aged-75-or-over', 'seventy-four or seventy-five'],
  ['1951-12', undefined, 'seventy-five next month at the earliest'],
  ['1952', undefined, 'seventy-three or seventy-four'],
  ['1985-06', undefined, 'forty-one'],
])('born %s: %s (%s)', (birth, group) => {
  expect(legalPriorityByAge(birth, TODAY)).toBe(group);
});

test('a less precise birth date never takes a priority away', () => {
  const born = fc
    .date({ min: new Date('1900-01-01'), max: new Date('2026-11-23'), noInvalidDate: true })
    .map(date => date.toISOString().slice(0, 10));
  fc.assert(
    fc.property(born, birth => {
      const exact = legalPriorityByAge(birth, TODAY);
      const { min } = ageOn(birth, TODAY);
      expect(exact).toBe(min < 6 ? 'child-under-6' : min >= 75 ? 'aged-75-or-over' : undefined);
      if (exact === undefined) return;
      expect(legalPriorityByAge(birth.slice(0, 7), TODAY)).toBe(exact);
      expect(legalPriorityByAge(birth.slice(0, 4), TODAY)).toBe(exact);
    }),
  );
});

test('whoever has a priority, declared too, gets a number of that class', () => {
  expect(numberClassOf(undefined)).toBe('normal');
  expect(numberClassOf({ group: 'pregnant', basis: 'declared' })).toBe('priority');
});
