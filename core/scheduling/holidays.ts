import type { BusinessDay } from '../contract/primitives.ts';

/** How sure a free day is: `law` by its date, `announced` for that year, `expected` until it is. */
type Certainty = 'law' | 'announced' | 'expected';

interface PublicHoliday {
  readonly name: string;
  readonly certainty: Certainty;
  readonly first: BusinessDay;
  readonly last: BusinessDay;
}

/**
 * Days off besides weekends, with the days taken instead of a holiday on a weekend (Labour Code
 * 45/2019, Art. 111(3) and 112). The dates of Tết and of the second day of the National Day are
 * announced every year; a hospital corrects what is `expected` in its own configuration.
 */
const PUBLIC_HOLIDAYS: readonly PublicHoliday[] = [
  { name: 'Tết Dương lịch', certainty: 'law', first: '2026-01-01', last: '2026-01-01' },
  // The 29th of the twelfth month to the 4th of the first; announced in October 2025.
  { name: 'Tết Bính Ngọ', certainty: 'announced', first: '2026-02-16', last: '2026-02-20' },
  // The 10th of the third month is Sunday 26 April.
  { name: 'Giỗ Tổ Hùng Vương', certainty: 'law', first: '2026-04-27', last: '2026-04-27' },
  { name: 'Ngày Chiến thắng', certainty: 'law', first: '2026-04-30', last: '2026-05-01' },
  { name: 'Quốc khánh', certainty: 'announced', first: '2026-09-01', last: '2026-09-02' },
  // Chosen as a day off with pay by Politburo Resolution 80-NQ/TW of January 2026.
  { name: 'Ngày Văn hóa Việt Nam', certainty: 'expected', first: '2026-11-24', last: '2026-11-24' },
  { name: 'Tết Dương lịch', certainty: 'law', first: '2027-01-01', last: '2027-01-01' },
  // The 1st of the first month is Saturday 6 February: five days and two for the weekend.
  { name: 'Tết Đinh Mùi', certainty: 'expected', first: '2027-02-04', last: '2027-02-10' },
  { name: 'Giỗ Tổ Hùng Vương', certainty: 'law', first: '2027-04-16', last: '2027-04-16' },
  // 1 May is a Saturday: Monday instead.
  { name: 'Ngày Chiến thắng', certainty: 'law', first: '2027-04-30', last: '2027-05-03' },
  { name: 'Quốc khánh', certainty: 'expected', first: '2027-09-02', last: '2027-09-03' },
  { name: 'Ngày Văn hóa Việt Nam', certainty: 'expected', first: '2027-11-24', last: '2027-11-24' },
];

/** Free days are known up to here; later ones count as working days until they are listed. */
export const HOLIDAYS_KNOWN_TO: BusinessDay = '2027-12-31';

export const isPublicHoliday = (day: BusinessDay): boolean =>
  PUBLIC_HOLIDAYS.some(({ first, last }) => day >= first && day <= last);
