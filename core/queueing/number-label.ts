/**
 * What people read and hear as their number: series letters, a dash, at least four digits, such as
 * `A-0123` or `PA-12345`.
 */

/** @throws RangeError where the series is not one or two capitals or the sequence not 1, 2, 3 … */
export const numberLabel = (series: string, sequence: number): string => {
  if (!/^[A-Z]{1,2}$/.test(series)) throw new RangeError('a series is one or two capital letters');
  if (!Number.isSafeInteger(sequence) || sequence < 1) {
    throw new RangeError('a queue number counts from 1');
  }
  return `${series}-${String(sequence).padStart(4, '0')}`;
};

/** Any text, also `a 123` as somebody would type it; undefined where it is no number of a queue. */
export const parseNumberLabel = (
  text: string,
): { readonly series: string; readonly sequence: number } | undefined => {
  const match = /^([A-Z]{1,2})\s*[-–]?\s*(\d{1,16})$/i.exec(text.trim());
  if (!match) return undefined;
  const [, series = '', digits = ''] = match;
  const sequence = Number(digits);
  return Number.isSafeInteger(sequence) && sequence >= 1
    ? { series: series.toUpperCase(), sequence }
    : undefined;
};
