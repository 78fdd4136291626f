import type { Catalogue } from '../../core/contract/catalogue.ts';
import { FaultError } from '../../core/contract/errors.ts';
import type { CheckInEvent } from '../../core/contract/hub.ts';
import type { Sheet } from '../../core/contract/sheet.ts';
import { visitCopy } from '../../core/document/visit-copy.ts';
import { placeOf } from '../../core/visit/clinic-choice.ts';
import type { CopyOrder, VisitServices } from '../../core/visit/visit-context.ts';
import type { Watched } from '../hub-client/watched.ts';
import type { VisitJournal } from '../storage/kiosk-store.ts';
import { createDocumentPrinting, type DocumentPrintingParts } from './document-printing.ts';
import { ticketWords } from './ticket-words.ts';

export interface CopyPrintingParts extends DocumentPrintingParts {
  readonly catalogue: Watched<Catalogue | undefined>;
  readonly visits: Pick<VisitJournal, 'read'>;
}

/** Its name in the journal of documents. */
const DOCUMENT = 'visit-copy';

/** The visit on A4, as it was recorded: journaled like a ticket, and marked where it is another one. */
export const createCopyPrinting = (parts: CopyPrintingParts): Pick<VisitServices, 'copy'> => {
  const print = createDocumentPrinting(parts);
  return {
    copy: async order => {
      const { visitId } = order.visit;
      const event = parts.visits.read(visitId)?.event;
      if (event?.type !== 'check-in') throw new FaultError('render-failed', 'no visit to copy');
      const { outcome } = await print({
        visitId,
        document: DOCUMENT,
        copies: 1,
        sides: 'one-sided',
        sheet: again => sheetOf(order, event, parts.catalogue.current(), again),
      });
      return outcome;
    },
  };
};

const sheetOf = (
  { visit, language }: CopyOrder,
  event: CheckInEvent,
  catalogue: Catalogue | undefined,
  again: boolean,
): Sheet => {
  const { visitId: _visitId, number, ...issued } = visit;
  const point = catalogue?.servicePoints.find(({ id }) => id === number.servicePointId);
  if (catalogue === undefined || point === undefined) {
    throw new FaultError('render-failed', 'the place of the number is gone');
  }
  const { label, numberClass, day } = number;
  const { identity, payer, occurredAt } = event;
  return visitCopy(
    {
      hospital: catalogue.hospital.name,
      language,
      day,
      issuedAt: occurredAt,
      facts: { ...issued, label, numberClass, place: placeOf(point), reprinted: again },
      identity,
      payer: payer.mode,
      coverage: payer.coverage,
    },
    again,
    ticketWords(language),
  );
};
