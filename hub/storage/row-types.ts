/**
 * How values arrive in rows, the same from every carrier, by the object id of the type
 * (pg_type.dat). Text is PostgreSQL's own output, ISO style, session in UTC.
 */

/** `2026-11-22 01:02:03.456789+00` as `2026-11-22T01:02:03.456Z`. */
const instantOf = (text: string): string =>
  new Date(text.replace(' ', 'T').replace(/([+-]\d{2})$/, '$1:00')).toISOString();

const safeInteger = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('a bigint beyond 2^53 came in a row');
  return value;
};

export const ROW_TYPES: Readonly<Record<number, (text: string) => unknown>> = {
  16: text => text === 't' || text === 'true',
  20: safeInteger,
  21: Number,
  23: Number,
  114: text => JSON.parse(text) as unknown,
  700: Number,
  701: Number,
  1082: text => text,
  1184: instantOf,
  1700: Number,
  3802: text => JSON.parse(text) as unknown,
};
