import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarDate, clockTime, grouped, stateName, weekdayAndDate } from './format.ts';

describe('dates and times', () => {
  it.each([
    ['1948-06-01', '01/06/1948'],
    ['1985-06', '06/1985'],
    ['1947', '1947'],
  ])('%s is written %s, no more exact than it is known', (date, written) => {
    expect(calendarDate(date)).toBe(written);
  });

  it('tells the hospital time, whatever the machine is set to', () => {
    expect(clockTime('2026-11-23T00:45:00.000Z')).toBe('07:45');
    expect(clockTime('2026-11-22T17:00:00.000Z')).toBe('00:00');
  });

  it('names the day of the hospital', () => {
    const justAfterMidnight = Date.parse('2026-11-22T17:05:00.000Z');
    expect(weekdayAndDate(justAfterMidnight, 'vi')).toBe('Thứ Hai 23/11');
    expect(weekdayAndDate(justAfterMidnight, 'en')).toBe('Monday 23/11');
  });
});

describe('amounts', () => {
  it('are grouped in threes from the right and lose no digit', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2_000_000_000 }), amount => {
        const parts = grouped(amount, 'vi').split('.');
        expect(parts.join('')).toBe(String(amount));
        expect(parts.slice(1).every(part => part.length === 3)).toBe(true);
      }),
    );
  });
});

describe('the state of a passport', () => {
  it.each([
    ['KOR', 'Hàn Quốc', 'South Korea'],
    ['D', 'Đức', 'Germany'],
    ['UTO', 'UTO', 'UTO'],
  ])('%s has its name in both languages where it is listed', (state, vi, en) => {
    expect([stateName(state, 'vi'), stateName(state, 'en')]).toEqual([vi, en]);
  });
});
