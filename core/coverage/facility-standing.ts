import type { RouteBasis } from '../contract/coverage.ts';
import type { BusinessDay } from '../contract/primitives.ts';

/** How a hospital stands in the technical levels of the Law on Examination and Treatment 2023. */
export interface FacilityStanding {
  readonly level?: 'initial' | 'basic' | 'specialised' | undefined;
  /** Initial level, organised as a health station or clinic (Circular 01/2025/TT-BYT, Art. 3). */
  readonly clinicForm?: boolean | undefined;
  /** Points of its grading, 0 to 100. */
  readonly points?: number | undefined;
  /** Graded basic for the time being (Decree 188/2025, Art. 19(1)). */
  readonly provisional?: boolean | undefined;
  /** Its line before 2025-01-01; `none` for a hospital that had none. */
  readonly lineBefore2025?: 'commune' | 'district' | 'province' | 'central' | 'none' | undefined;
}

export type WalkIn = RouteBasis['walkIn'];

/** A line of the table: who, from which day to which, and what somebody who just comes gets. */
export interface WalkInRule {
  readonly id: string;
  readonly from: BusinessDay;
  /** Last day, where the line has one. */
  readonly to?: BusinessDay;
  readonly applies: (standing: FacilityStanding) => boolean;
  readonly gives: WalkIn;
}

const paid = (percent: number, objectCode?: string): WalkIn => ({
  percent,
  flat: false,
  ...(objectCode === undefined ? {} : { objectCode }),
});

const START = '2025-01-01';
const BEFORE_HALF = '2026-06-30';
const HALF = '2026-07-01';

const was =
  (...lines: readonly FacilityStanding['lineBefore2025'][]) =>
  ({ lineBefore2025 }: FacilityStanding): boolean =>
    lineBefore2025 !== undefined && lines.includes(lineBefore2025);

const wasDistrict = was('district');
const wasProvince = was('province');
const wasCentral = was('central');
const wasAbove = was('province', 'central');
const isBasic = ({ level }: FacilityStanding): boolean => level === 'basic';
const isSpecialised = ({ level }: FacilityStanding): boolean => level === 'specialised';
const pointsFrom = ({ points }: FacilityStanding, least: number, below: number): boolean =>
  points !== undefined && points >= least && points < below;

/** Below 50 points or graded for the time being, and never above the district. */
const isLowBasic = (standing: FacilityStanding): boolean =>
  isBasic(standing) &&
  was('commune', 'district', 'none')(standing) &&
  (standing.provisional === true || pointsFrom(standing, 0, 50));

const isMiddleBasic = (standing: FacilityStanding): boolean =>
  isBasic(standing) && was('commune', 'none')(standing) && pointsFrom(standing, 50, 70);

const isUpperBasic = (standing: FacilityStanding): boolean =>
  isBasic(standing) && wasAbove(standing);

const wasSpecialisedProvince = (standing: FacilityStanding): boolean =>
  isSpecialised(standing) && wasProvince(standing);

/**
 * Outpatients registered elsewhere who come by themselves (Law on Health Insurance as amended by
 * 51/2024/QH15, Art. 22(4); Decree 188/2025, Art. 19; codes of Decision 3276/QĐ-BYT of 2025, whose
 * order this is). Read in public summaries, see docs/insurance.md; the first line that holds
 * decides. Diseases of the annexes of Circular 01/2025 are not known before a doctor has looked.
 */
export const WALK_IN_RULES: readonly WalkInRule[] = [
  {
    id: 'initial-clinic-form',
    from: START,
    applies: ({ level, clinicForm }) => level === 'initial' && clinicForm === true,
    gives: { percent: 100, objectCode: '1.2', flat: true },
  },
  {
    id: 'initial',
    from: START,
    applies: ({ level }) => level === 'initial',
    gives: paid(100, '1.11'),
  },
  { id: 'basic-below-50', from: START, applies: isLowBasic, gives: paid(100, '1.12') },
  {
    // Decree 188, Art. 19(2) says half, Art. 22(4)(đ) of the law says all: nobody has said which.
    id: 'basic-50-to-70-once-district',
    from: START,
    applies: one => isBasic(one) && wasDistrict(one) && pointsFrom(one, 50, 70),
    gives: { open: 'rule-open' },
  },
  {
    id: 'basic-50-to-70-before',
    from: START,
    to: BEFORE_HALF,
    applies: isMiddleBasic,
    gives: paid(0, '1.13'),
  },
  { id: 'basic-50-to-70', from: HALF, applies: isMiddleBasic, gives: paid(50, '1.13') },
  {
    id: 'basic-once-above-district-before',
    from: START,
    to: BEFORE_HALF,
    applies: isUpperBasic,
    gives: paid(0, '1.14'),
  },
  { id: 'basic-once-above-district', from: HALF, applies: isUpperBasic, gives: paid(50, '1.14') },
  {
    id: 'specialised-once-province-before',
    from: START,
    to: BEFORE_HALF,
    applies: wasSpecialisedProvince,
    gives: paid(0, '1.18'),
  },
  {
    id: 'specialised-once-province',
    from: HALF,
    applies: wasSpecialisedProvince,
    gives: paid(50, '1.18'),
  },
  {
    id: 'specialised-once-central',
    from: START,
    applies: one => isSpecialised(one) && wasCentral(one),
    gives: paid(0, '3.1'),
  },
  {
    id: 'specialised-once-district',
    from: START,
    applies: one => isSpecialised(one) && wasDistrict(one),
    gives: paid(100, '3.3'),
  },
];

/** What the insurer of the province has confirmed for this hospital, from a day on. */
export interface ConfirmedWalkIn {
  readonly from: BusinessDay;
  readonly percent: number;
  readonly objectCode?: string | undefined;
}

const inForce = (rule: { readonly from: string; readonly to?: string }, day: string): boolean =>
  rule.from <= day && (rule.to === undefined || day <= rule.to);

/**
 * What somebody registered elsewhere gets here on a day. What the insurer confirmed outranks the
 * table; a standing the table does not settle is open.
 */
export const walkInOf = (
  standing: FacilityStanding,
  day: BusinessDay,
  confirmed: readonly ConfirmedWalkIn[] = [],
): WalkIn => {
  const latest = confirmed
    .filter(one => one.from <= day)
    .reduce<ConfirmedWalkIn | undefined>(
      (last, one) => (last === undefined || one.from >= last.from ? one : last),
      undefined,
    );
  if (latest !== undefined) return paid(latest.percent, latest.objectCode);
  if (standing.level === undefined) return { open: 'standing-unknown' };
  const rule = WALK_IN_RULES.find(one => inForce(one, day) && one.applies(standing));
  return rule?.gives ?? { open: 'rule-open' };
};
