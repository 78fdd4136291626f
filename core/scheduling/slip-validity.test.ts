import { describe, expect, test } from 'vitest';
import { judgeReExamination, judgeReferral, slipRulesOn } from './slip-validity.ts';
import { PUBLIC_CALENDAR } from './working-days.ts';

const on = (today: string, override = {}) => ({
  today,
  calendar: PUBLIC_CALENDAR,
  rules: slipRulesOn(today, override),
});

describe('a referral', () => {
  test.each([
    ['2026-03-02', 'valid', 'on the day it was written'],
    ['2026-03-16', 'valid', 'on its tenth working day'],
    ['2026-03-17', 'expired', 'on the day after'],
  ])('of 2 March is on %s %s: %s', (today, standing) => {
    expect(judgeReferral({ issued: '2026-03-02' }, on(today))).toEqual({
      standing,
      validTo: '2026-03-16',
    });
  });

  test('is good as long as the record says, such as a year for a listed disease', () => {
    const record = { issued: '2026-01-05', recordedEnd: '2026-12-31' };
    expect(judgeReferral(record, on('2026-11-23')).standing).toBe('valid');
  });

  test('without a date is for the clerk', () => {
    expect(judgeReferral({}, on('2026-03-02'))).toEqual({ standing: 'unverified' });
  });

  test('is judged by the figure of the hospital where it has one', () => {
    const longer = on('2026-03-17', { referralWorkingDays: 11 });
    expect(judgeReferral({ issued: '2026-03-02' }, longer).standing).toBe('valid');
  });

  test('before any rule is for the clerk', () => {
    expect(judgeReferral({ issued: '2019-03-01' }, on('2019-03-04')).standing).toBe('unverified');
  });
});

describe('a re-examination', () => {
  test.each([
    ['2026-02-27', 'too-early'],
    ['2026-03-02', 'valid'],
    ['2026-03-16', 'valid'],
    ['2026-03-17', 'too-late'],
  ])('appointed for 2 March is on %s %s', (today, standing) => {
    expect(judgeReExamination('2026-03-02', on(today)).standing).toBe(standing);
  });

  test('may be earlier where the hospital allows it', () => {
    const earlier = on('2026-02-27', { reExaminationDaysBefore: 3 });
    expect(judgeReExamination('2026-03-02', earlier).standing).toBe('valid');
  });
});
