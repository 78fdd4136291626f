import type { Instant, Language, PartialDate } from '../contract/primitives.ts';
import { businessDayOf, wallClockOf } from '../scheduling/business-day.ts';

/** Whole đồng as people write them: `150.000 đ`. */
export const formatDong = (dong: number): string =>
  `${String(dong).replace(/\B(?=(\d{3})+$)/g, '.')} đ`;

/** A percentage without its sign: `47,5` (vi), `47.5` (en). */
export const formatPercent = (percent: number, language: Language): string =>
  language === 'vi' ? String(percent).replace('.', ',') : String(percent);

/** A date as far as it is known: `1947`, `06/1985`, `23/11/2026`. */
export const formatDate = (date: PartialDate): string => date.split('-').reverse().join('/');

/** Wall clock in the hospital: `08:30`. */
export const formatTime = (moment: Instant): string => wallClockOf(moment);

/** The hospital's day of a moment: `23/11/2026`. */
export const formatDay = (moment: Instant): string => formatDate(businessDayOf(moment));
