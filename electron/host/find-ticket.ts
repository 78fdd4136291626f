import { ticketCodeParts } from '../../core/document/ticket-code.ts';
import type { VisitJournal } from '../storage/kiosk-store.ts';
import type { FindTicket } from './device-intake.ts';
import { knownVisitOf } from './look-up.ts';

/** Looks a shown ticket up in this kiosk's own journal. */
export const createFindTicket =
  (visits: Pick<VisitJournal, 'findByLabel' | 'read'>): FindTicket =>
  code => {
    const parts = ticketCodeParts(code);
    if (parts === undefined) return undefined;
    return visits
      .findByLabel(parts.label, parts.day)
      .flatMap(summary => visits.read(summary.visitId) ?? [])
      .flatMap(knownVisitOf)
      .at(0);
  };
