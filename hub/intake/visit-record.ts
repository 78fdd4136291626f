import { type IntakeEvent } from '../../core/contract/hub.ts';
import { type Queryable } from '../storage/database.ts';

export interface KeyedEvent {
  readonly event: IntakeEvent;
  readonly patientKey: string;
}

const rowOf = ({ event, patientKey }: KeyedEvent, position: number) => ({
  position,
  visit_id: event.visitId,
  event_id: event.eventId,
  kind: event.type,
  patient_key: patientKey,
  service_point_id: event.type === 'check-in' ? event.servicePointId : event.number.servicePointId,
  booking_id: event.type === 'check-in' ? (event.bookingId ?? null) : null,
  day: event.number.day,
  number_session: event.number.session ?? 'day',
  number_class: event.number.numberClass,
  number_sequence: event.number.sequence,
  number_label: event.number.label,
  number_source: event.number.source,
  checked_in_at: event.occurredAt,
});

const GIVEN = `jsonb_to_recordset($1::jsonb) as given (
  position integer, visit_id uuid, event_id uuid, kind text, patient_key uuid,
  service_point_id text, booking_id text, day date, number_session text, number_class text,
  number_sequence integer, number_label text, number_source text, checked_in_at timestamptz)`;

const COLUMNS = [
  'visit_id',
  'event_id',
  'kind',
  'patient_key',
  'service_point_id',
  'booking_id',
  'day',
  'number_session',
  'number_class',
  'number_sequence',
  'number_label',
  'number_source',
  'checked_in_at',
] as const;
const COLUMN_LIST = COLUMNS.join(', ');
const GIVEN_LIST = COLUMNS.map(column => `given.${column}`).join(', ');

const insertFirsts = async (
  tx: Queryable,
  rows: readonly ReturnType<typeof rowOf>[],
): Promise<ReadonlySet<string>> => {
  const { rows: stored } = await tx.query<{ event_id: string }>(
    `insert into visit (${COLUMN_LIST}) select ${COLUMN_LIST} from ${GIVEN} order by position
     on conflict do nothing returning event_id`,
    [JSON.stringify(rows)],
  );
  return new Set(stored.map(row => row.event_id));
};

/** What lost against a first visit of the same patient is kept and linked to it. */
const insertDuplicates = async (
  tx: Queryable,
  rows: readonly ReturnType<typeof rowOf>[],
): Promise<ReadonlySet<string>> => {
  const { rows: stored } = await tx.query<{ event_id: string }>(
    `insert into visit (${COLUMN_LIST}, duplicate_of)
     select ${GIVEN_LIST}, first.visit_id
     from ${GIVEN} cross join lateral (
       select visit_id from visit
       where visit.patient_key = given.patient_key and visit.day = given.day
         and coalesce('booking ' || visit.booking_id, 'point ' || visit.service_point_id)
           = coalesce('booking ' || given.booking_id, 'point ' || given.service_point_id)
         and visit.duplicate_of is null and visit.kind = 'check-in'
       limit 1
     ) first
     where given.kind = 'check-in'
     order by given.position on conflict do nothing returning event_id`,
    [JSON.stringify(rows)],
  );
  return new Set(stored.map(row => row.event_id));
};

/**
 * Records visits in the order given. A second check-in of a patient for the same booking (or the
 * same clinic and day) becomes a duplicate of the first.
 * @returns ids of events that claim a visit id another event already has.
 */
export const storeVisits = async (
  tx: Queryable,
  events: readonly KeyedEvent[],
): Promise<ReadonlySet<string>> => {
  if (events.length === 0) return new Set();
  const rows = events.map(rowOf);
  const firsts = await insertFirsts(tx, rows);
  const left = rows.filter(row => !firsts.has(row.event_id));
  if (left.length === 0) return new Set();
  const duplicates = await insertDuplicates(tx, left);
  return new Set(left.map(row => row.event_id).filter(eventId => !duplicates.has(eventId)));
};
