import type { PressureStep } from '../../core/contract/staff.ts';

/** What is still done at a step. */
export interface Allowance {
  /** The chip's picture is kept with a visit. */
  readonly portraits: boolean;
  /** Patients are registered; otherwise they get a slip with a number of the counter. */
  readonly checkIns: boolean;
  /** Slips with numbers are given; otherwise the page only names the counter. */
  readonly slips: boolean;
  /** Delivered visits of earlier days are kept as long as configured. */
  readonly history: boolean;
}

interface StepRule {
  readonly step: PressureStep;
  /** From so many waiting events on. */
  readonly waiting: number;
  /** From so little room on the disk on, in MB. */
  readonly freeMb: number;
  readonly allows: Allowance;
}

/**
 * How a kiosk gives way when the hub stays away or the disk fills, from nothing to everything. What
 * was recorded is never touched. The room left at `slips-only` is enough for the slips of days: one
 * takes about 2 KB.
 */
export const PRESSURE_STEPS: readonly StepRule[] = [
  {
    step: 'ample',
    waiting: 0,
    freeMb: Infinity,
    allows: { portraits: true, checkIns: true, slips: true, history: true },
  },
  {
    step: 'filling',
    waiting: 5_000,
    freeMb: 500,
    allows: { portraits: true, checkIns: true, slips: true, history: true },
  },
  {
    step: 'tight',
    waiting: 50_000,
    freeMb: 200,
    allows: { portraits: false, checkIns: true, slips: true, history: false },
  },
  {
    step: 'slips-only',
    waiting: 100_000,
    freeMb: 60,
    allows: { portraits: false, checkIns: false, slips: true, history: false },
  },
  {
    step: 'closed',
    waiting: 200_000,
    freeMb: 12,
    allows: { portraits: false, checkIns: false, slips: false, history: false },
  },
];

export interface PressureReading {
  readonly waiting: number;
  readonly freeMb: number;
}

/** So much better than the limit it has to be before a step is left: or it would come and go. */
const SLACK = 0.1;

const placeOf = (step: PressureStep): number =>
  PRESSURE_STEPS.findIndex(rule => rule.step === step);

const reached = ({ waiting, freeMb }: PressureReading, slack: number): number =>
  PRESSURE_STEPS.findLastIndex(
    rule => waiting >= rule.waiting * (1 - slack) || freeMb < rule.freeMb * (1 + slack),
  );

/** The step of a reading: up at once, down only with some room to spare. */
export const stepAfter = (before: PressureStep, reading: PressureReading): PressureStep => {
  const now = reached(reading, 0);
  const place = Math.max(now, Math.min(placeOf(before), reached(reading, SLACK)));
  return PRESSURE_STEPS[place]?.step ?? 'ample';
};

export const allowanceOf = (step: PressureStep): Allowance => {
  const rule = PRESSURE_STEPS[placeOf(step)] ?? PRESSURE_STEPS[0];
  if (rule === undefined) throw new RangeError('there are no steps');
  return rule.allows;
};
