import type { BusinessDay } from '../contract/primitives.ts';
import type { QueueNumber } from '../contract/scheduling.ts';
import { encodeOwnCode } from '../identity/own-code.ts';
import { numberLabel, parseNumberLabel } from '../queueing/number-label.ts';
import { isCalendarDate } from '../identity/partial-date.ts';

/**
 * What a ticket's code says: `yyMMdd`, the number without its dash, and the end of the visit's id.
 * Nothing about the patient. The six hexadecimal digits keep anybody from printing the ticket of
 * somebody else by knowing a number from the board; six, so that the symbol stays coarse enough
 * for paper that was folded.
 */
export interface TicketCodeParts {
  readonly day: BusinessDay;
  readonly label: string;
  /** Last six hexadecimal digits of the visit's id, upper case. */
  readonly mark: string;
}

const markOf = (visitId: string): string => visitId.replace(/-/g, '').slice(-6).toUpperCase();

/** The text of the code on a ticket. @param visitId UUID of the visit */
export const ticketCode = (number: Pick<QueueNumber, 'day' | 'label'>, visitId: string): string => {
  const day = number.day.replace(/-/g, '').slice(2);
  return encodeOwnCode('ticket', day + number.label + markOf(visitId));
};

/** The parts of a scanned ticket code's payload; undefined where it is none. */
export const ticketCodeParts = (payload: string): TicketCodeParts | undefined => {
  const match = /^(\d{2})(\d{2})(\d{2})([A-Z]{1,2}\d{4,16})([0-9A-F]{6})$/.exec(payload);
  if (!match) return undefined;
  const [, year = '', month = '', date = '', compact = '', mark = ''] = match;
  const day = `20${year}-${month}-${date}`;
  const number = parseNumberLabel(compact);
  if (!number || !isCalendarDate(day)) return undefined;
  return { day, label: numberLabel(number.series, number.sequence), mark };
};

/** True where the code was printed for this visit, not only for a number like it. */
export const isTicketOf = (parts: TicketCodeParts, visitId: string): boolean =>
  parts.mark === markOf(visitId);
