import type { KnownVisit } from '../contract/hub.ts';
import type { TicketView } from '../contract/kiosk.ts';
import { placeOf, servicePointOf } from './clinic-choice.ts';
import type { IssuedVisit, Surroundings, VisitContext } from './visit-context.ts';

type Print = Pick<TicketView, 'print' | 'reprinted'>;

/** The ticket of a number just given out. */
export const issuedTicket = (
  surroundings: Surroundings,
  issued: IssuedVisit,
  print: Print,
): TicketView | undefined => {
  const point = servicePointOf(surroundings, issued.number.servicePointId);
  if (point === undefined) return undefined;
  return {
    label: issued.number.label,
    numberClass: issued.number.numberClass,
    place: placeOf(point),
    offline: issued.offline,
    ...print,
    ...(issued.priorityGroup === undefined ? {} : { priorityGroup: issued.priorityGroup }),
    ...(issued.peopleAhead === undefined ? {} : { peopleAhead: issued.peopleAhead }),
    ...(issued.waitMinutes === undefined ? {} : { waitMinutes: issued.waitMinutes }),
    ...(issued.expectedAt === undefined ? {} : { expectedAt: issued.expectedAt }),
    ...(issued.payer === undefined ? {} : { payer: issued.payer }),
    ...(issued.coverageReason === undefined ? {} : { coverageReason: issued.coverageReason }),
    ...(issued.coverageRoute === undefined ? {} : { coverageRoute: issued.coverageRoute }),
    ...(issued.price === undefined ? {} : { price: issued.price }),
  };
};

/** Tickets somebody already holds today. What they were waiting for is not known any more. */
export const knownTickets = ({
  lookup,
  surroundings,
  print,
  reprinted,
  reprinting,
}: VisitContext): TicketView[] =>
  (lookup?.visitsToday ?? []).flatMap((visit: KnownVisit) => {
    const point = servicePointOf(surroundings, visit.number.servicePointId);
    if (point === undefined) return [];
    const isReprinting = reprinted && reprinting?.visitId === visit.visitId;
    return [
      {
        label: visit.number.label,
        numberClass: visit.number.numberClass,
        place: placeOf(point),
        offline: false,
        print: isReprinting ? print : 'printed',
        reprinted: isReprinting,
      },
    ];
  });
