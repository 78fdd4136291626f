import { visitTicket } from '../../core/document/ticket.ts';
import {
  SYNTHETIC_HOSPITAL,
  SYNTHETIC_SERVICE_POINTS,
} from '../../core/identity/synthetic-hospital.ts';
import type { Language } from '../../core/contract/primitives.ts';
import type { Printable } from '../../core/contract/printable.ts';
import type { Clock } from '../../core/ports/ports.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { placeOf } from '../../core/visit/clinic-choice.ts';
import { ticketWords } from './ticket-words.ts';

export interface SampleTicket {
  readonly language: Language;
  readonly large: boolean;
}

/** A ticket with everything on it and nobody in it; it says that it is a sample. */
export const sampleTicket = (clock: Clock, { language, large }: SampleTicket): Printable => {
  const now = new Date(clock.now()).toISOString();
  const [point] = SYNTHETIC_SERVICE_POINTS;
  if (point === undefined) throw new Error('the synthetic hospital has service points');
  return visitTicket(
    {
      label: 'PA-0123',
      numberClass: 'priority',
      place: placeOf({ ...point, state: 'open', waiting: 4 }),
      peopleAhead: 4,
      waitMinutes: 25,
      expectedAt: new Date(clock.now() + 25 * 60_000).toISOString(),
      payer: 'insured',
      coverageReason: 'valid-in-network',
      offline: false,
      reprinted: false,
    },
    {
      hospital: SYNTHETIC_HOSPITAL.name,
      language,
      large,
      day: businessDayOf(now),
      issuedAt: now,
      sample: true,
    },
    ticketWords(language),
  );
};
