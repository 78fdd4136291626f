import type { Catalogue } from '../../core/contract/catalogue.ts';
import { FaultError } from '../../core/contract/errors.ts';
import type { Printable } from '../../core/contract/printable.ts';
import type { Clock, Ids } from '../../core/ports/ports.ts';
import {
  counterSlip,
  type TicketFacts,
  type TicketSheet,
  visitTicket,
} from '../../core/document/ticket.ts';
import { placeOf } from '../../core/visit/clinic-choice.ts';
import { ticketRouteOf } from '../../core/visit/visit-cover.ts';
import type {
  IssuedVisit,
  PrintOrder,
  ReprintOrder,
  VisitServices,
} from '../../core/visit/visit-context.ts';
import type { DeviceBridge } from '../../native-bridges/contract/bridge.ts';
import type {
  PrintJournal,
  PrintResult,
  StoredVisit,
  VisitJournal,
} from '../storage/kiosk-store.ts';
import type { Watched } from '../hub-client/watched.ts';
import { ticketWords } from './ticket-words.ts';

export interface PrintingParts {
  readonly bridge: Pick<DeviceBridge, 'print'>;
  readonly catalogue: Watched<Catalogue | undefined>;
  readonly visits: Pick<VisitJournal, 'read'>;
  readonly prints: PrintJournal;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * Tickets on paper: laid out, journaled, printed, and journaled again with what the printer said.
 * Only the first ticket of a visit can be without the words "printed again": every later one has
 * them unless it is certain that nothing came out before.
 */
export const createPrinting = (parts: PrintingParts): Pick<VisitServices, 'print' | 'reprint'> => ({
  print: async order => {
    const { visitId } = order.visit;
    // A ticket that comes out later still says when its number was taken.
    const issuedAt =
      parts.visits.read(visitId)?.event.occurredAt ?? new Date(parts.clock.now()).toISOString();
    const again = parts.prints.mayBeOnPaper(visitId);
    const sheet = sheetOf(parts, order, issuedAt);
    return putOnPaper(
      parts,
      visitId,
      documentOf(order, sheet, again, parts.catalogue.current()),
      again,
    );
  },
  reprint: async order => {
    const sheet = sheetOf(parts, order, order.visit.checkedInAt);
    const { visitId } = order.visit;
    const again = parts.prints.mayBeOnPaper(visitId);
    const visit = reissued(order, parts.visits.read(visitId));
    const facts = factsOf(visit, again, parts.catalogue.current());
    return putOnPaper(
      parts,
      visitId,
      visitTicket(facts, sheet, ticketWords(order.language)),
      again,
    );
  },
});

const documentOf = (
  order: PrintOrder,
  sheet: TicketSheet,
  again: boolean,
  catalogue: Catalogue | undefined,
): Printable => {
  const { payment } = order;
  const facts = {
    ...factsOf(order.visit, again, catalogue),
    ...(payment === undefined ? {} : { payment }),
  };
  const words = ticketWords(order.language);
  return order.kind === 'visit'
    ? visitTicket(facts, sheet, words)
    : counterSlip(facts, order.reason ?? 'asked-for-help', sheet, words);
};

const factsOf = (
  { visitId: _visitId, number, priorityGroup, ...facts }: IssuedVisit,
  reprinted: boolean,
  catalogue: Catalogue | undefined,
): TicketFacts => {
  const point = catalogue?.servicePoints.find(({ id }) => id === number.servicePointId);
  if (point === undefined) throw new FaultError('render-failed', 'the place of the number is gone');
  return {
    ...facts,
    ...(priorityGroup === undefined ? {} : { priorityGroup }),
    label: number.label,
    numberClass: number.numberClass,
    place: placeOf(point),
    reprinted,
  };
};

/** A ticket of before: what this kiosk still knows of it; another kiosk's is number and place. */
const reissued = ({ visit }: ReprintOrder, stored: StoredVisit | undefined): IssuedVisit => {
  const event = stored?.event.type === 'check-in' ? stored.event : undefined;
  return {
    visitId: visit.visitId,
    number: visit.number,
    offline: false,
    ...(event === undefined
      ? {}
      : {
          payer: event.payer.mode,
          coverageReason: event.payer.coverage.reason,
          ...ticketRouteOf(event.payer.mode, event.payer.coverage),
        }),
  };
};

const sheetOf = (
  { catalogue }: PrintingParts,
  { language, large, visit }: Pick<PrintOrder | ReprintOrder, 'language' | 'large' | 'visit'>,
  issuedAt: string,
): TicketSheet => {
  const current = catalogue.current();
  if (current === undefined) throw new FaultError('render-failed', 'no catalogue to print from');
  return { hospital: current.hospital.name, language, large, day: visit.number.day, issuedAt };
};

/** The journal knows of the job before the printer does, and of its end before the patient does. */
export const putOnPaper = async (
  { bridge, prints, ids }: Pick<PrintingParts, 'bridge' | 'prints' | 'ids'>,
  visitId: string,
  document: Printable,
  again: boolean,
): Promise<PrintResult['outcome']> => {
  const jobId = ids.uuid();
  const leftover = prints.mayHang();
  prints.begin({ jobId, visitId, kind: again ? 'reprint' : 'ticket' });
  const { outcome, fault } = await bridge.print({ jobId, document, leftover });
  try {
    prints.settle(jobId, { outcome, ...(fault === undefined ? {} : { fault }) });
  } catch {
    // What came out came out: the patient is told so, and the journal says `uncertain` later.
  }
  return outcome;
};
