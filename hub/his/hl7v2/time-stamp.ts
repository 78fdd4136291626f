import { type Instant, type PartialDate } from '../../../core/contract/primitives.ts';
import { isCalendarDate } from '../../../core/identity/partial-date.ts';

const OFFSET_MS = 7 * 3_600_000;

/** A moment as TS, in the hospital's time and with its offset: `20261123080000+0700` (2.A.77). */
export const timeStampOf = (moment: Instant | number): string => {
  const at = typeof moment === 'number' ? moment : Date.parse(moment);
  const local = new Date(at + OFFSET_MS).toISOString();
  return `${local.slice(0, 19).replace(/\D/g, '')}+0700`;
};

/** A date to the precision that is known: `1947`, `198506`, `19990102`. */
export const dateStampOf = (date: PartialDate): string => date.replaceAll('-', '');

/** The date of a TS or DT; undefined where it is none. Zeros for an unknown month or day are left out. */
export const dateOfStamp = (stamp: string | undefined): PartialDate | undefined => {
  const [, year = '', month = '00', day = '00'] =
    /^(\d{4})(\d{2})?(\d{2})?/.exec(stamp ?? '') ?? [];
  const parts = [year, ...(month === '00' ? [] : [month, ...(day === '00' ? [] : [day])])];
  const date = parts.join('-');
  return isCalendarDate(date) ? date : undefined;
};

const STAMP =
  /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(?:(\d{2})(?:\.(\d{1,4}))?)?)?(?:([+-])(\d{2})(\d{2}))?$/;

/** The moment of a TS; one without an offset is the hospital's time. Undefined for a date alone. */
export const momentOfStamp = (stamp: string | undefined): Instant | undefined => {
  const match = STAMP.exec(stamp ?? '');
  const [, year, month, day, hour, minute, second = '00', fraction = '0', sign, hours, minutes] =
    match ?? [];
  if (year === undefined || hour === undefined || minute === undefined) return undefined;
  const offset = sign === undefined ? '+07:00' : `${sign}${hours ?? '00'}:${minutes ?? '00'}`;
  const milliseconds = fraction.padEnd(3, '0').slice(0, 3);
  const at = Date.parse(
    `${year}-${month ?? ''}-${day ?? ''}T${hour}:${minute}:${second}.${milliseconds}${offset}`,
  );
  const date = dateOfStamp(stamp);
  return Number.isNaN(at) || date?.length !== 10 ? undefined : new Date(at).toISOString();
};
