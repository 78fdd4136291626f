import { writeFileSync } from 'node:fs';
import { visitTicket } from '../../core/document/ticket.ts';
import {
  SYNTHETIC_HOSPITAL,
  SYNTHETIC_SERVICE_POINTS,
} from '../../core/identity/synthetic-hospital.ts';
import type { Language } from '../../core/contract/primitives.ts';
import type { Clock } from '../../core/ports/ports.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import { placeOf } from '../../core/visit/clinic-choice.ts';
import type { DeviceBridge } from '../../native-bridges/contract/bridge.ts';
import { ticketWords } from '../host/ticket-words.ts';
import type { Answer } from './output.ts';

export interface SampleTicket {
  readonly language: Language;
  readonly large: boolean;
}

/** The ticket as the printer would print it, as a picture: nobody's number, and it says so. */
export const ticketSample = async (
  bridge: Pick<DeviceBridge, 'preview'>,
  clock: Clock,
  { language, large }: SampleTicket,
  file: string,
): Promise<Answer> => {
  const now = new Date(clock.now()).toISOString();
  const [point] = SYNTHETIC_SERVICE_POINTS;
  if (point === undefined) throw new Error('the synthetic hospital has service points');
  const document = visitTicket(
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
  const picture = await bridge.preview(document);
  writeFileSync(file, Buffer.from(picture.png, 'base64'));
  return {
    json: { file, widthDots: picture.widthDots, heightDots: picture.heightDots },
    lines: [`${file}: ${picture.widthDots} × ${picture.heightDots} dots`],
  };
};
