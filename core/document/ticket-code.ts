import { encodeOwnCode } from '../identity/own-code.ts';
import type { BusinessDay } from '../contract/primitives.ts';

const SHAPE = /^(\d{2})(\d{2})(\d{2})([A-Z]{1,2})(\d{4,})$/;

/** The code on a ticket: day and number, nothing about the person. `TD1-T-261123A0123-…`. */
export const ticketCode = (label: string, day: BusinessDay): string =>
  encodeOwnCode('ticket', `${day.slice(2)}${label}`);

/** Day and label of a ticket code's payload; undefined where it is none of ours. */
export const ticketCodeParts = (
  payload: string,
): { readonly label: string; readonly day: BusinessDay } | undefined => {
  const [, year, month, date, series, sequence] = SHAPE.exec(payload) ?? [];
  if (year === undefined || month === undefined || date === undefined) return undefined;
  return { label: `${series ?? ''}-${sequence ?? ''}`, day: `20${year}-${month}-${date}` };
};
