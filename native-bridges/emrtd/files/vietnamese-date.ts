import { type PartialDate } from '../../../core/contract/primitives.ts';

const DIGITS = /^(\d{2})?(\d{2})?(\d{4})$/;
const SEPARATED = /^(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})$/;

/**
 * A date as Vietnamese documents write it (`02/01/1999`, `01/1999`, `1999`, `02011999`) as ISO 8601
 * with the precision that is known; `00` stands for an unknown day or month. Undefined for text
 * and for days that no calendar has.
 */
export const parseVietnameseDate = (text: string): PartialDate | undefined => {
  const trimmed = text.trim();
  const match = SEPARATED.exec(trimmed);
  if (match !== null) return partialDate(match[3], match[2], match[1]);
  const digits = DIGITS.exec(trimmed);
  if (digits === null) return undefined;
  const [, first, second, year] = digits;
  return second === undefined ? partialDate(year, first) : partialDate(year, second, first);
};

const partialDate = (year = '', month = '00', day = '00'): PartialDate | undefined => {
  if (year === '0000') return undefined;
  if (Number(month) === 0) return Number(day) === 0 ? year : undefined;
  if (Number(month) > 12) return undefined;
  const yearMonth = `${year}-${month.padStart(2, '0')}`;
  if (Number(day) === 0) return yearMonth;
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(day) > lastDay ? undefined : `${yearMonth}-${day.padStart(2, '0')}`;
};

/** The other way: `1999-01-02` as `02/01/1999`, `1985-06` as `06/1985`. */
export const formatVietnameseDate = (date: PartialDate): string =>
  date.split('-').reverse().join('/');
