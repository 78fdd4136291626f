/** How providers write local time, which is seven hours ahead of UTC, without saying so. */
const SPELLINGS: readonly RegExp[] = [
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})[ T](?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2})$/,
  /^(?<day>\d{2})\/(?<month>\d{2})\/(?<year>\d{4}) (?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2})$/,
  /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})(?<hour>\d{2})(?<minute>\d{2})(?<second>\d{2})$/,
];

/** @returns ISO 8601 in UTC, or undefined for anything that is no time. */
export const instantOfVietnamTime = (text: string): string | undefined => {
  const parts = SPELLINGS.map(spelling => spelling.exec(text)?.groups).find(Boolean);
  if (parts === undefined) return undefined;
  const { year, month, day, hour, minute, second } = parts;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}+07:00`);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
};

const OFFSET_MS = 7 * 3_600_000;

/** Local time as `2026-11-23T08:15:00`. @param at milliseconds since 1970 */
export const vietnamTimeOf = (at: number): string =>
  new Date(at + OFFSET_MS).toISOString().slice(0, 19);
