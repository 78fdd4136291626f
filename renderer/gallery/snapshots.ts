import type { Snapshot } from '../../core/contract/kiosk.ts';
import { CHOICE_PAGES } from './choice-snapshots.ts';
import { CONFIRM_PAGES, ELDER_ROWS, confirm } from './confirm-snapshots.ts';
import { COVERAGE_PAGES } from './coverage-snapshots.ts';
import { IDENTIFY_PAGES } from './identify-snapshots.ts';
import { paymentPages } from './payment-snapshots.ts';
import { ADULT, BASE, COUNTER, ELDER, FIRST_PAGE, named, page, placeOf } from './snapshot-parts.ts';
import { TICKET_PAGES, TICKET } from './ticket-snapshots.ts';

/**
 * Every page the kiosk can show, in its notable variants, with people and a hospital that do not
 * exist. The screenshots and the checks of sizes, reach, contrast and accessibility go over these.
 */

const PAYMENT_PAGES = paymentPages(placeOf('clinic-dental'), COUNTER);

export const SNAPSHOTS = named({
  ...IDENTIFY_PAGES,
  ...CONFIRM_PAGES,
  ...CHOICE_PAGES,
  ...COVERAGE_PAGES,
  ...TICKET_PAGES,
  ...(Object.fromEntries(
    Object.entries(PAYMENT_PAGES).map(([id, step]) => [id, page(step, ADULT)]),
  ) as Readonly<Record<keyof typeof PAYMENT_PAGES, Snapshot>>),
  'welcome-payment': page(
    { name: 'welcome' },
    { ...FIRST_PAGE, service: { ...BASE.service, payment: true } },
  ),
  'ticket-payable': page(
    {
      name: 'ticket',
      ticket: {
        ...TICKET,
        payer: 'self-pay',
        print: 'printed',
        copy: 'offered',
        payable: true,
        payment: { state: 'due', amount: 200_000, isFirst: true },
      },
    },
    { ...ADULT, canGoBack: false },
  ),
  'ticket-paid': page(
    {
      name: 'ticket',
      ticket: {
        ...TICKET,
        payer: 'self-pay',
        print: 'printed',
        payment: { state: 'paid', amount: 200_000, isFirst: true },
      },
    },
    { ...ADULT, canGoBack: false },
  ),
  farewell: page({ name: 'farewell' }),
  'farewell-card-left': page({ name: 'farewell' }, { cardPresent: true }),
  'out-of-service': page({ name: 'out-of-service', place: COUNTER }, FIRST_PAGE),
  'not-enrolled': page(
    { name: 'out-of-service' },
    { ...FIRST_PAGE, joining: { state: 'not-enrolled', isBusy: false } },
  ),
  'not-enrolled-refused': page(
    { name: 'out-of-service' },
    {
      ...FIRST_PAGE,
      joining: { state: 'not-enrolled', isBusy: false, fault: 'enrolment-code-expired' },
    },
  ),
  'out-of-service-after-visit': page({ name: 'out-of-service' }),
  'idle-warning': page(
    confirm(ELDER_ROWS, { authenticity: 'valid', priorityGroup: 'aged-75-or-over' }),
    { ...ELDER, idle: { state: 'warning', secondsLeft: 24 } },
  ),
  'staff-calling': page({ name: 'identify', whose: 'own' }, { staffCall: 'calling' }),
  'staff-called': page({ name: 'identify', whose: 'own' }, { staffCall: 'called' }),
  'staff-unreachable': page({ name: 'identify', whose: 'own' }, { staffCall: 'unreachable' }),
});

export type SnapshotId = keyof typeof SNAPSHOTS;

export const SNAPSHOT_IDS = Object.keys(SNAPSHOTS) as SnapshotId[];
