/** When a line was booked, and what else stands in the same cell. */
export interface StatementDate {
  /** `yyyy-MM-dd`, local. */
  readonly day: string;
  /** `HH:mm:ss`, local, where it is said. */
  readonly time?: string;
  /** Some banks put the document number below the date. */
  readonly rest?: string;
}

const DAY_FIRST =
  /^(?<day>\d{1,2})[/.-](?<month>\d{1,2})[/.-](?<year>\d{4})(?:[ T,]+(?<time>\d{1,2}:\d{2}(?::\d{2})?))?(?:\s+(?<rest>\S.*))?$/s;
const YEAR_FIRST =
  /^(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})(?:[ T]+(?<time>\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?Z?)?(?:\s+(?<rest>\S.*))?$/s;
const TIME_FIRST =
  /^(?<time>\d{1,2}:\d{2}(?::\d{2})?) +(?<day>\d{1,2})[/.-](?<month>\d{1,2})[/.-](?<year>\d{4})(?<rest>)$/;

const two = (text: string | undefined): string => (text ?? '').padStart(2, '0');

const isDay = (day: string): boolean => {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
};

const clockOf = (text: string): string | undefined => {
  const [hours, minutes, seconds = '00'] = text.split(':');
  const isTime = Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60;
  return isTime ? `${two(hours)}:${two(minutes)}:${two(seconds)}` : undefined;
};

/** Reads `23/11/2026`, `23-11-2026 08:15:00`, `2026-11-23`, each with more text behind it. */
export const parseStatementDate = (text: string): StatementDate | undefined => {
  const plain = text.replace(/\u00A0/g, ' ').trim();
  const groups = [DAY_FIRST, YEAR_FIRST, TIME_FIRST]
    .map(shape => shape.exec(plain)?.groups)
    .find(match => match !== undefined);
  if (groups === undefined) return undefined;
  const { year, month, day: date, time: clock, rest } = groups;
  const day = `${year ?? ''}-${two(month)}-${two(date)}`;
  if (!isDay(day)) return undefined;
  const time = clock === undefined ? undefined : clockOf(clock);
  if (clock !== undefined && time === undefined) return undefined;
  return {
    day,
    ...(time === undefined ? {} : { time }),
    ...(rest === undefined || rest === '' ? {} : { rest: rest.trim() }),
  };
};
