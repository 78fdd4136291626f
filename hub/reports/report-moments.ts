import type { BusinessDay } from '../../core/contract/primitives.ts';
import { businessDayOf, wallClockOf } from '../../core/scheduling/business-day.ts';

/** `23/11/2026` */
export const dayText = (day: BusinessDay): string => day.split('-').reverse().join('/');

/** `23/11/2026 08:30`, hospital time. */
export const momentText = (at: string): string =>
  `${dayText(businessDayOf(at))} ${wallClockOf(at)}`;
