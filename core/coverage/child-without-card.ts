import type { IdentityClaim } from '../contract/identity.ts';
import type { BusinessDay } from '../contract/primitives.ts';
import { ageOn } from '../identity/partial-date.ts';

/** Until when a child is insured by law, with or without a card in the hand. */
interface ChildRule {
  /** First day on which the rule holds. */
  readonly from: BusinessDay;
  /** Completed years that end it. */
  readonly years: number;
  /** A child who comes of that age before school begins stays insured to this day of the year. */
  readonly schoolYearEnd: string;
}

/**
 * Newest first. Law on Health Insurance 25/2008/QH12, Art. 12 and 16(3): every child below 6; the
 * birth certificate stands for a card that is not there yet (result 130 of the insurer's portal).
 */
const CHILD_RULES: readonly ChildRule[] = [
  { from: '2009-07-01', years: 6, schoolYearEnd: '09-30' },
];

/**
 * Whether a patient of that birth date is insured as a child on a day. Where the day of birth is
 * not known the day that helps the child counts; the clerk sees the birth certificate.
 */
export const insuredAsChild = (
  birthDate: IdentityClaim['birthDate'],
  day: BusinessDay,
): boolean => {
  const rule = CHILD_RULES.find(({ from }) => from <= day);
  if (birthDate === undefined || rule === undefined) return false;
  const { min, max } = ageOn(birthDate, day);
  if (max < 0) return false;
  if (min < rule.years) return true;
  const turned = Number(birthDate.slice(0, 4)) + rule.years;
  return day.slice(0, 4) === String(turned) && day.slice(5) <= rule.schoolYearEnd;
};
