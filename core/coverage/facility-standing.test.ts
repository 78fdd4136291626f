import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { routeBasisSchema } from '../contract/coverage.ts';
import { addDays } from '../scheduling/business-day.ts';
import {
  type FacilityStanding,
  WALK_IN_RULES,
  type WalkIn,
  walkInOf,
} from './facility-standing.ts';

const pays = (percent: number, objectCode: string, flat = false): WalkIn => ({
  percent,
  objectCode,
  flat,
});
const OPEN: WalkIn = { open: 'rule-open' };

/** Every line of the table: a hospital it is for, its first day and its last. */
const LINES: readonly (readonly [string, FacilityStanding, string, string | undefined, WalkIn])[] =
  [
    [
      'initial-clinic-form',
      { level: 'initial', clinicForm: true },
      '2025-01-01',
      undefined,
      pays(100, '1.2', true),
    ],
    ['initial', { level: 'initial' }, '2025-01-01', undefined, pays(100, '1.11')],
    [
      'basic-below-50',
      { level: 'basic', points: 49, lineBefore2025: 'district' },
      '2025-01-01',
      undefined,
      pays(100, '1.12'),
    ],
    [
      'basic-50-to-70-once-district',
      { level: 'basic', points: 50, lineBefore2025: 'district' },
      '2025-01-01',
      undefined,
      OPEN,
    ],
    [
      'basic-50-to-70-before',
      { level: 'basic', points: 50, lineBefore2025: 'none' },
      '2025-01-01',
      '2026-06-30',
      pays(0, '1.13'),
    ],
    [
      'basic-50-to-70',
      { level: 'basic', points: 69, lineBefore2025: 'none' },
      '2026-07-01',
      undefined,
      pays(50, '1.13'),
    ],
    [
      'basic-once-above-district-before',
      { level: 'basic', points: 30, lineBefore2025: 'province' },
      '2025-01-01',
      '2026-06-30',
      pays(0, '1.14'),
    ],
    [
      'basic-once-above-district',
      { level: 'basic', lineBefore2025: 'central' },
      '2026-07-01',
      undefined,
      pays(50, '1.14'),
    ],
    [
      'specialised-once-province-before',
      { level: 'specialised', lineBefore2025: 'province' },
      '2025-01-01',
      '2026-06-30',
      pays(0, '1.18'),
    ],
    [
      'specialised-once-province',
      { level: 'specialised', lineBefore2025: 'province' },
      '2026-07-01',
      undefined,
      pays(50, '1.18'),
    ],
    [
      'specialised-once-central',
      { level: 'specialised', lineBefore2025: 'central' },
      '2025-01-01',
      undefined,
      pays(0, '3.1'),
    ],
    [
      'specialised-once-district',
      { level: 'specialised', lineBefore2025: 'district' },
      '2025-01-01',
      undefined,
      pays(100, '3.3'),
    ],
  ];

describe('coming by oneself, registered elsewhere', () => {
  test('every line of the table has a row here', () => {
    expect(LINES.map(([id]) => id)).toEqual(WALK_IN_RULES.map(({ id }) => id));
  });

  test.each(LINES)('%s', (id, standing, from, to, gives) => {
    const rule = WALK_IN_RULES.find(one => one.id === id);
    expect(rule).toMatchObject({ from, ...(to === undefined ? {} : { to }) });
    expect(walkInOf(standing, from)).toEqual(gives);
    expect(walkInOf(standing, to ?? '2099-12-31')).toEqual(gives);
    if (!('open' in gives)) expect(walkInOf(standing, addDays(from, -1))).not.toEqual(gives);
    if (to !== undefined) expect(walkInOf(standing, addDays(to, 1))).not.toEqual(gives);
  });

  test.each<[string, FacilityStanding]>([
    ['basic, its points not told', { level: 'basic', lineBefore2025: 'district' }],
    ['basic, its old line not told', { level: 'basic', points: 30 }],
    [
      'basic with points of the level above',
      { level: 'basic', points: 80, lineBefore2025: 'none' },
    ],
    ['specialised, its old line not told', { level: 'specialised' }],
    ['specialised without an old line', { level: 'specialised', lineBefore2025: 'none' }],
  ])('%s: open', (_, standing) => {
    expect(walkInOf(standing, '2026-11-23')).toEqual(OPEN);
  });

  test('a hospital that says nothing of itself is asked for it', () => {
    expect(walkInOf({}, '2026-11-23')).toEqual({ open: 'standing-unknown' });
  });

  test('what the insurer confirmed for this hospital outranks the table, from its day on', () => {
    const standing: FacilityStanding = { level: 'basic', points: 60, lineBefore2025: 'district' };
    const confirmed = [
      { from: '2026-09-01', percent: 100, objectCode: '3.3' },
      { from: '2026-03-01', percent: 50, objectCode: '1.13' },
    ];
    expect(walkInOf(standing, '2026-02-28', confirmed)).toEqual(OPEN);
    expect(walkInOf(standing, '2026-08-31', confirmed)).toEqual(pays(50, '1.13'));
    expect(walkInOf(standing, '2026-09-01', confirmed)).toEqual(pays(100, '3.3'));
  });

  test('every standing on every day has an answer of the contract', () => {
    const standings = fc.record(
      {
        level: fc.constantFrom('initial' as const, 'basic' as const, 'specialised' as const),
        clinicForm: fc.boolean(),
        points: fc.integer({ min: 0, max: 100 }),
        provisional: fc.boolean(),
        lineBefore2025: fc.constantFrom(
          'commune' as const,
          'district' as const,
          'province' as const,
          'central' as const,
          'none' as const,
        ),
      },
      { requiredKeys: [] },
    );
    const days = fc.constantFrom(
      '2024-12-31',
      '2025-01-01',
      '2026-06-30',
      '2026-07-01',
      '2030-01-01',
    );
    fc.assert(
      fc.property(standings, days, (standing, day) => {
        const given = routeBasisSchema.shape.walkIn.parse(walkInOf(standing, day));
        if (day < '2025-01-01') expect(given).toHaveProperty('open');
      }),
    );
  });
});
