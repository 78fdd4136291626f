import { InvalidArgumentError } from 'commander';
import { businessDaySchema, type Instant } from '../../core/contract/primitives.ts';
import { momentOn } from '../../core/scheduling/business-day.ts';

/** A TCP port, 0 for any free one. */
export const port = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65535) {
    throw new InvalidArgumentError('A port is a whole number from 0 to 65535.');
  }
  return value;
};

export const count = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 100_000) {
    throw new InvalidArgumentError('A whole number from 1 to 100000.');
  }
  return value;
};

/** A calendar day, `yyyy-MM-dd`. */
export const day = (text: string): string => {
  const read = businessDaySchema.safeParse(text);
  if (!read.success) throw new InvalidArgumentError('A day is written 2026-11-23.');
  return read.data;
};

/** A moment: with its zone, or on the clock of the hospital; a day is its first moment. */
export const moment = (text: string): Instant => {
  const local = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?$/.exec(text);
  try {
    if (local?.[1] !== undefined) return momentOn(day(local[1]), local[2]);
    if (/[zZ]|[+-]\d{2}:\d{2}$/.test(text)) return new Date(text).toISOString();
  } catch {
    // Said below.
  }
  throw new InvalidArgumentError('A time is written 2026-11-23T22:00 (in the hospital).');
};
