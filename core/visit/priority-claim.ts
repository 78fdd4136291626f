import type { Priority } from '../contract/hub.ts';
import { legalPriorityByAge } from '../queueing/priority.ts';
import type { VisitContext } from './visit-context.ts';

/**
 * The legal priority of the person at the kiosk. Age decides where the birth date was read or
 * confirmed by the hospital's record; a typed birth date that nobody could check is a declaration.
 */
export const priorityOf = (context: VisitContext): Priority | undefined => {
  const { claim, lookup, declared, surroundings } = context;
  const birthDate = claim?.birthDate ?? lookup?.patient?.claim.birthDate;
  const byAge =
    birthDate === undefined ? undefined : legalPriorityByAge(birthDate, surroundings.day);
  if (byAge !== undefined) {
    const checked = claim?.method !== 'typed' || lookup?.outcome === 'found';
    return { group: byAge, basis: checked ? 'card' : 'declared' };
  }
  return declared === undefined ? undefined : { group: declared, basis: 'declared' };
};
