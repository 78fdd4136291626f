import { describe, expect, test } from 'vitest';
import { PUBLIC_CALENDAR } from '../../core/scheduling/working-days.ts';
import { type HisReferral } from '../his/his.ts';
import { referralStateOf } from './slip-judgement.ts';

const TODAY = '2026-11-23';
const GOOD: HisReferral = { day: '2026-11-16', validTo: undefined };
const OVER: HisReferral = { day: '2026-10-01', validTo: undefined };
const UNDATED: HisReferral = { day: undefined, validTo: undefined };

describe('referrals the hospital system knows of', () => {
  test.each<[string, readonly HisReferral[], string]>([
    ['none', [], 'none'],
    ['one of a week ago', [GOOD], 'good'],
    ['one of two months ago', [OVER], 'not-good'],
    ['one of two months ago for a year', [{ ...OVER, validTo: '2027-09-30' }], 'good'],
    ['one whose recorded end has passed', [{ ...GOOD, validTo: '2026-11-22' }], 'not-good'],
    ['one without any date', [UNDATED], 'unconfirmed'],
    ['an old and a good one', [OVER, GOOD], 'good'],
    ['an old and an undated one', [OVER, UNDATED], 'unconfirmed'],
  ])('%s', (_, referrals, state) => {
    const slips = { calendar: PUBLIC_CALENDAR, rules: {} };
    expect(referralStateOf(referrals, TODAY, slips)).toBe(state);
  });

  test('are judged by the figures of the hospital', () => {
    const slips = { calendar: PUBLIC_CALENDAR, rules: { referralWorkingDays: 3 } };
    expect(referralStateOf([GOOD], TODAY, slips)).toBe('not-good');
  });
});
