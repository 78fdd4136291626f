import type { TicketView } from '../../core/contract/kiosk.ts';
import {
  placeOf,
  COUNTER,
  BASE,
  page,
  FIRST_PAGE,
  ELDER,
  ADULT,
  CHILD,
  named,
} from './snapshot-parts.ts';

/** Pages of a number that was given: tickets, and the way to the counter. */

export const TICKET: TicketView = {
  label: 'B-0123',
  numberClass: 'normal',
  place: placeOf('clinic-cardiology'),
  peopleAhead: 4,
  waitMinutes: 40,
  expectedAt: '2026-11-23T01:25:00.000Z',
  payer: 'insured',
  coverageReason: 'valid-in-network',
  coverageRoute: { route: 'in-network', reason: 'registered-here', benefitPercent: 95 },
  price: 200_000,
  offline: false,
  print: 'printing',
  reprinted: false,
};

const PRIORITY_TICKET: TicketView = {
  ...TICKET,
  label: 'PB-0012',
  numberClass: 'priority',
  priorityGroup: 'aged-75-or-over',
  peopleAhead: 1,
  print: 'printed',
};

/** Of an earlier check-in only the number and the place are known. */
export const KNOWN_TICKET: TicketView = {
  label: 'B-0123',
  numberClass: 'normal',
  place: placeOf('clinic-cardiology'),
  offline: false,
  print: 'printed',
  reprinted: false,
};

export const COUNTER_TICKET: TicketView = {
  label: 'Q-0031',
  numberClass: 'normal',
  place: COUNTER,
  peopleAhead: 2,
  waitMinutes: 8,
  offline: false,
  print: 'printed',
  reprinted: false,
};

export const TICKET_PAGES = named({
  issuing: page({ name: 'issuing' }, { ...ELDER, canGoBack: false }),
  'ticket-printing': page({ name: 'ticket', ticket: TICKET }, { ...ELDER, canGoBack: false }),
  'ticket-copy': page(
    { name: 'ticket', ticket: { ...TICKET, print: 'printed', copy: 'offered' } },
    { ...ELDER, canGoBack: false },
  ),
  'ticket-priority': page(
    { name: 'ticket', ticket: PRIORITY_TICKET },
    { ...ELDER, canGoBack: false },
  ),
  'ticket-self-pay': page(
    {
      name: 'ticket',
      ticket: {
        ...TICKET,
        payer: 'self-pay',
        print: 'printed',
        peopleAhead: 0,
        reprinted: true,
      },
    },
    { ...ADULT, canGoBack: false },
  ),
  'ticket-offline': page(
    {
      name: 'ticket',
      ticket: {
        label: 'PG-0102',
        numberClass: 'priority',
        priorityGroup: 'child-under-6',
        place: placeOf('clinic-paediatrics'),
        payer: 'insured',
        price: 150_000,
        offline: true,
        print: 'printed',
        reprinted: false,
      },
    },
    { ...CHILD, canGoBack: false, service: { ...BASE.service, hub: 'away' } },
  ),
  'ticket-uncertain': page(
    { name: 'ticket', ticket: { ...TICKET, print: 'uncertain' } },
    { ...ELDER, canGoBack: false },
  ),
  'ticket-failed': page(
    { name: 'ticket', ticket: { ...PRIORITY_TICKET, print: 'failed', offline: true } },
    { ...ELDER, canGoBack: false },
  ),
  'ticket-uncertain-no-paper': page(
    { name: 'ticket', ticket: { ...TICKET, print: 'uncertain', payable: true } },
    { ...ADULT, canGoBack: false, service: { ...BASE.service, printer: 'unavailable' } },
  ),
  'counter-no-document': page(
    { name: 'counter', reason: 'no-document', ticket: COUNTER_TICKET },
    FIRST_PAGE,
  ),
  'counter-card-not-authentic': page(
    { name: 'counter', reason: 'card-not-authentic', ticket: COUNTER_TICKET },
    { ...ADULT, ...FIRST_PAGE },
  ),
  'counter-card-expired': page(
    {
      name: 'counter',
      reason: 'card-expired',
      ticket: { ...COUNTER_TICKET, print: 'failed' },
    },
    { ...ADULT, ...FIRST_PAGE },
  ),
  'counter-emergency': page(
    {
      name: 'counter',
      reason: 'emergency',
      ticket: { ...COUNTER_TICKET, label: 'PQ-0003', numberClass: 'priority', print: 'printing' },
    },
    FIRST_PAGE,
  ),
});
