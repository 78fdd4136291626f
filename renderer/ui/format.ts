import type { Instant, Language, PartialDate } from '../../core/contract/primitives.ts';
import { regionOf } from '../../core/identity/states.ts';

const ZONE = 'Asia/Ho_Chi_Minh';

const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const dayAndMonth = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  day: '2-digit',
  month: '2-digit',
});
const weekday: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  vi: new Intl.DateTimeFormat('vi-VN', { timeZone: ZONE, weekday: 'long' }),
  en: new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, weekday: 'long' }),
};

const THOUSANDS: Readonly<Record<Language, string>> = { vi: '.', en: ',' };

/** Whole đồng in groups of three: `150.000` (vi), `150,000` (en). */
export const grouped = (amount: number, language: Language): string =>
  String(amount).replace(/\B(?=(\d{3})+$)/g, THOUSANDS[language]);

/** As printed on Vietnamese papers, with the precision that is known: `01/06/1948`, `1948`. */
export const calendarDate = (date: PartialDate): string => date.split('-').reverse().join('/');

/** `08:30`, hospital time. */
export const clockTime = (instant: Instant | number): string =>
  clock.format(typeof instant === 'number' ? instant : Date.parse(instant));

/** `Thứ Hai 23/11`, hospital time. */
export const weekdayAndDate = (instant: number, language: Language): string =>
  `${weekday[language].format(instant)} ${dayAndMonth.format(instant)}`;

const regions: Readonly<Record<Language, Intl.DisplayNames>> = {
  vi: new Intl.DisplayNames('vi', { type: 'region' }),
  en: new Intl.DisplayNames('en', { type: 'region' }),
};

/** A state of a passport by its name (Unicode CLDR); one that is not listed by its letters. */
export const stateName = (state: string, language: Language): string => {
  const region = regionOf(state);
  return (region && regions[language].of(region)) ?? state;
};
