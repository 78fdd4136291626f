import type { NumberClass } from '../contract/catalogue.ts';

/**
 * Minutes rounded up to a figure that promises no more than is known: fives up to an hour, tens up
 * to two, then quarters of an hour.
 */
export const plainMinutes = (minutes: number): number => {
  if (!(minutes > 0)) return 0;
  const step = minutes <= 60 ? 5 : minutes <= 120 ? 10 : 15;
  return Math.ceil(minutes / step) * step;
};

/**
 * Minutes until somebody who comes now is likely to be called.
 *
 * Priority numbers and normal ones are called by turns while both are waiting. The figure of the
 * queue does not tell the classes apart, so a priority number counts half of those waiting.
 *
 * @param waiting people with a number who have not been called
 */
export const expectedWaitMinutes = (
  waiting: number,
  point: { readonly minutesPerPatient: number },
  numberClass: NumberClass = 'normal',
): number => {
  const ahead = numberClass === 'priority' ? Math.ceil(waiting / 2) : waiting;
  return plainMinutes(ahead * point.minutesPerPatient);
};
