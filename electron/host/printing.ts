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
import type {
  IssuedVisit,
  PrintOrder,
  ReprintOrder,
  VisitServices,
} from '../../core/visit/visit-context.ts';
import type { DeviceBridge } from '../../native-bridges/contract/bridge.ts';
import type { StoredVisit, VisitJournal } from '../storage/kiosk-store.ts';
import type { Watched } from '../hub-client/watched.ts';
import { ticketWords } from './ticket-words.ts';

export interface PrintingParts {
  readonly bridge: Pick<DeviceBridge, 'print'>;
  readonly catalogue: Watched<Catalogue | undefined>;
  readonly visits: Pick<VisitJournal, 'recordPrint' | 'read'>;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Tickets on paper: laid out, printed, and journaled with what the printer said. */
export const createPrinting = (parts: PrintingParts): Pick<VisitServices, 'print' | 'reprint'> => ({
  print: order => {
    const issuedAt = new Date(parts.clock.now()).toISOString();
    const document = documentOf(order, sheetOf(parts, order, issuedAt), parts.catalogue.current());
    return put(parts, order.visit.visitId, document, order.reprint ? 'reprint' : 'ticket');
  },
  reprint: order => {
    const sheet = sheetOf(parts, order, order.visit.checkedInAt);
    const facts = factsOf(
      reissued(order, parts.visits.read(order.visit.visitId)),
      true,
      parts.catalogue.current(),
    );
    const document = visitTicket(facts, sheet, ticketWords(order.language));
    return put(parts, order.visit.visitId, document, 'reprint');
  },
});

const documentOf = (
  order: PrintOrder,
  sheet: TicketSheet,
  catalogue: Catalogue | undefined,
): Printable => {
  const facts = factsOf(order.visit, order.reprint, catalogue);
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
      : { payer: event.payer.mode, coverageReason: event.payer.coverage.reason }),
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

const put = async (
  { bridge, visits, ids }: PrintingParts,
  visitId: string,
  document: Printable,
  kind: 'ticket' | 'reprint',
): Promise<'printed' | 'uncertain' | 'failed'> => {
  const { outcome, fault } = await bridge.print({ jobId: ids.uuid(), document });
  // A ticket another kiosk gave out is in that kiosk's journal.
  if (visits.read(visitId) === undefined) return outcome;
  visits.recordPrint(visitId, { kind, outcome, ...(fault === undefined ? {} : { fault }) });
  return outcome;
};
