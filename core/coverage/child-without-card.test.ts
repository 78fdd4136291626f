import { expect, test } from 'vitest';
import { insuredAsChild } from './child-without-card.ts';

test.each([
  ['2026-11-01', '2026-11-23', true, 'a newborn'],
  ['2020-11-24', '2026-11-23', true, 'the day before the sixth birthday'],
  ['2020-11-23', '2026-11-23', false, 'the sixth birthday after school has begun'],
  ['2020-03-01', '2026-09-30', true, 'six since March, before school begins'],
  ['2020-03-01', '2026-10-01', false, 'six since March, the day after'],
  ['2020', '2026-11-23', true, 'six this year, nobody knows the day'],
  ['2019', '2026-11-23', false, 'certainly over six'],
  ['2030-01-01', '2026-11-23', false, 'not born yet'],
  ['2003-01-01', '2008-01-01', false, 'before there was the law'],
])('a child born %s is on %s insured as one: %s (%s)', (birthDate, day, insured) => {
  expect(insuredAsChild(birthDate, day)).toBe(insured);
});

test('nobody is a child without a birth date', () => {
  expect(insuredAsChild(undefined, '2026-11-23')).toBe(false);
});
