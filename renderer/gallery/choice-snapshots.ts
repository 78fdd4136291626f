import type { ClinicChoice, StepView } from '../../core/contract/kiosk.ts';
import {
  SYNTHETIC_SERVICE_POINTS,
  type SyntheticServicePointId,
} from '../../core/identity/synthetic-hospital.ts';
import { pointOf, placeOf, BASE, page, ELDER, ADULT, CHILD, named } from './snapshot-parts.ts';
import { KNOWN_TICKET } from './ticket-snapshots.ts';

/** Pages of what somebody comes for: priority, bookings, clinics. */

const CLINIC_IDS = SYNTHETIC_SERVICE_POINTS.filter(point => point.kind === 'clinic').map(
  point => point.id as SyntheticServicePointId,
);

const clinics = (ids: readonly SyntheticServicePointId[], live: boolean): ClinicChoice[] =>
  ids.map((id, index) => ({
    ...placeOf(id),
    state: index === 2 ? 'full' : index === 4 ? 'closed' : 'open',
    ...(live ? { waiting: (index * 7) % 23, waitMinutes: ((index * 7) % 23) * 6 } : {}),
    price: pointOf(id).price,
  }));

const BOOKINGS = [
  {
    bookingId: 'bk-hoa-1',
    kind: 'appointment',
    place: placeOf('clinic-cardiology'),
    start: '2026-11-23T02:00:00.000Z',
    practitioner: 'Nguyễn Văn Thử',
  },
  {
    bookingId: 'bk-hoa-2',
    kind: 're-examination',
    place: placeOf('clinic-gastroenterology'),
    start: '2026-11-23T03:30:00.000Z',
  },
  {
    bookingId: 'bk-hoa-3',
    kind: 'online',
    place: placeOf('clinic-ent'),
    start: '2026-11-23T07:15:00.000Z',
  },
] as const satisfies Extract<StepView, { name: 'purpose' }>['bookings'];

export const CHOICE_PAGES = named({
  priority: page({ name: 'priority' }, ADULT),
  'priority-declared': page({ name: 'priority', declared: 'pregnant' }, ADULT),
  'already-registered': page({ name: 'already-registered', tickets: [KNOWN_TICKET] }, ELDER),
  'already-registered-reprinting': page(
    {
      name: 'already-registered',
      tickets: [{ ...KNOWN_TICKET, print: 'printing', reprinted: true }],
    },
    ELDER,
  ),
  'already-registered-several': page(
    {
      name: 'already-registered',
      tickets: [KNOWN_TICKET, { ...KNOWN_TICKET, label: 'D-0044', place: placeOf('clinic-ent') }],
    },
    ELDER,
  ),
  purpose: page({ name: 'purpose', bookings: [BOOKINGS[0]] }, ELDER),
  'purpose-several': page({ name: 'purpose', bookings: [...BOOKINGS] }, ELDER),
  'purpose-none': page({ name: 'purpose', bookings: [] }, ADULT),
  clinic: page({ name: 'clinic', clinics: clinics(CLINIC_IDS, true) }, ELDER),
  'clinic-full': page(
    { name: 'clinic', clinics: clinics(CLINIC_IDS, true), notice: 'clinic-full' },
    ADULT,
  ),
  'clinic-hub-away': page(
    { name: 'clinic', clinics: clinics(CLINIC_IDS.slice(0, 6), false) },
    { ...CHILD, service: { ...BASE.service, hub: 'away' } },
  ),
  'clinic-few': page({ name: 'clinic', clinics: clinics(CLINIC_IDS.slice(0, 2), true) }),
  'clinic-none': page({ name: 'clinic', clinics: [] }),
});
