import { FaultError } from '../../core/contract/errors.ts';
import type { KioskInspector, VisitDetail, VisitSummary } from '../storage/kiosk-store.ts';
import { type Answer, columns } from './output.ts';

export interface VisitListing {
  readonly day?: string;
  readonly limit: number;
}

/** The journal, newest first; nobody is named. */
export const visitsList = (kiosk: KioskInspector, { day, limit }: VisitListing): Answer => {
  const visits = kiosk.visits.list({ ...(day === undefined ? {} : { day }), limit });
  return { json: visits, lines: visits.length === 0 ? ['no visits'] : columns(visits.map(cells)) };
};

const cells = (visit: VisitSummary): readonly string[] => [
  visit.occurredAt,
  visit.number.label,
  visit.number.servicePointId,
  visit.type,
  visit.delivery,
  visit.reprints === 0 ? '' : `${visit.reprints} reprints`,
  visit.visitId,
];

/** One visit by its id, or by the number on its ticket of that day. */
export const visitsShow = (kiosk: KioskInspector, idOrLabel: string, day: string): Answer => {
  const byLabel = kiosk.visits.findByLabel(idOrLabel.toUpperCase(), day);
  const found = [idOrLabel, ...byLabel.map(visit => visit.visitId)]
    .map(id => kiosk.visits.show(id))
    .find(visit => visit !== undefined);
  if (found === undefined) throw new FaultError('bad-request', `no visit ${idOrLabel} on ${day}`);
  return { json: found, lines: detailLines(found) };
};

const detailLines = (visit: VisitDetail): readonly string[] =>
  columns([
    ['visit', visit.visitId],
    ['number', `${visit.number.label} (${visit.number.servicePointId}, ${visit.number.source})`],
    ['at', visit.occurredAt],
    ['kind', visit.type],
    ['delivery', visit.delivery],
    ...(visit.person === undefined ? [] : [['person', Object.values(visit.person).join(', ')]]),
    ...visit.prints.map(print => ['print', `${print.printedAt} ${print.kind}: ${print.outcome}`]),
  ]);
