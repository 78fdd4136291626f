import { InvalidArgumentError } from 'commander';
import { businessDaySchema } from '../../core/contract/primitives.ts';

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
