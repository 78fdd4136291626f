import type { NumberClass } from '../contract/catalogue.ts';
import type { Priority, PriorityGroup } from '../contract/hub.ts';
import type { BusinessDay, PartialDate } from '../contract/primitives.ts';
import { ageOn } from '../identity/partial-date.ts';

/**
 * The group somebody belongs to by age alone: children under 6 and people of 75 or more (Law on
 * Examination and Treatment 2023, Art. 3(2)).
 *
 * Where the day of birth is not known, the day that helps the patient counts. People without a
 * registered day are mostly old, and it is the registry that lacks it; the claim carries the flag
 * `birth-date-partial`, so staff see it and can decide otherwise. A birth in the future is a
 * mistake and gives nothing.
 */
export const legalPriorityByAge = (
  birth: PartialDate,
  day: BusinessDay,
): Extract<PriorityGroup, 'child-under-6' | 'aged-75-or-over'> | undefined => {
  const { min, max } = ageOn(birth, day);
  if (max < 0) return undefined;
  if (min < 6) return 'child-under-6';
  return max >= 75 ? 'aged-75-or-over' : undefined;
};

/** Which of a service point's two sequences a patient's number comes from. */
export const numberClassOf = (priority: Priority | undefined): NumberClass =>
  priority === undefined ? 'normal' : 'priority';
