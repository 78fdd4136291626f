import { describe, expect, it } from 'vitest';
import { momentOn } from '../scheduling/business-day.ts';
import { isOver, sessionAt } from './number-session.ts';

const at = (clock: string): string => momentOn('2026-11-23', clock);

describe('the session of a number', () => {
  it('changes at noon in the hospital, whatever the zone of the machine', () => {
    expect(sessionAt('noon', at('11:59'))).toBe('morning');
    expect(sessionAt('noon', at('12:00'))).toBe('afternoon');
    expect(sessionAt('noon', '2026-11-23T04:59:59.999Z')).toBe('morning');
    expect(sessionAt('noon', '2026-11-23T05:00:00.000Z')).toBe('afternoon');
  });

  it('is none where numbers count through the day', () => {
    expect(sessionAt('daily', at('09:00'))).toBeUndefined();
    expect(sessionAt(undefined, at('15:00'))).toBeUndefined();
  });

  it('is over after its half of the day, and every session after its day', () => {
    const morning = { day: '2026-11-23', session: 'morning' } as const;
    expect(isOver(morning, at('11:59'))).toBe(false);
    expect(isOver(morning, at('12:00'))).toBe(true);
    expect(isOver({ day: '2026-11-23', session: 'afternoon' }, at('23:59'))).toBe(false);
    expect(isOver({ day: '2026-11-23' }, at('23:59'))).toBe(false);
    expect(isOver({ day: '2026-11-23' }, momentOn('2026-11-24'))).toBe(true);
    expect(isOver({ day: '2026-11-24', session: 'morning' }, at('15:00'))).toBe(false);
  });
});
