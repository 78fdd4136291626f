import { type FaultCode } from '../../../core/contract/errors.ts';
import { type Queryable } from '../../storage/database.ts';
import { DELIVERY_STATES, type DeliveryState } from './delivery-store.ts';

/** How many deliveries stand where, and what a person must look at. */
export interface DeliveryCounts {
  readonly queued: number;
  readonly 'in-flight': number;
  readonly delivered: number;
  readonly rejected: number;
  readonly failed: number;
  /** Events refused at intake, kept for a person. */
  readonly refusedAtIntake: number;
}

interface Row {
  readonly eventId: string;
  readonly kind: 'check-in' | 'counter-referral' | 'payment' | 'cancellation';
  readonly kioskId: string;
  /** Of a receipt the HIS's number of the bill, or its visit's. */
  readonly label: string;
  readonly day: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly fault: FaultCode | null;
  readonly httpStatus: number | null;
  readonly dueAt: string;
  readonly updatedAt: string;
  /** Null for the receipt of a bill that is of no visit. */
  readonly visitId: string | null;
  readonly duplicateOf: string | null;
  readonly diagnosis: unknown;
  readonly receipt: unknown;
}

export const countDeliveries = async (database: Queryable): Promise<DeliveryCounts> => {
  const { rows } = await database.query<{ state: string; number: number }>(
    `select state, count(*) as number from delivery group by state
     union all
     select 'refusedAtIntake', (select count(*) from intake_event where outcome = 'rejected')
       + (select count(*) from intake_conflict)`,
  );
  const of = (state: string): number => rows.find(row => row.state === state)?.number ?? 0;
  return {
    queued: of('queued'),
    'in-flight': of('in-flight'),
    delivered: of('delivered'),
    rejected: of('rejected'),
    failed: of('failed'),
    refusedAtIntake: of('refusedAtIntake'),
  };
};

const SELECT = `
  select delivery.event_id as "eventId", coalesce(receipt.kind, visit.kind) as kind,
    event.kiosk_id as "kioskId", coalesce(visit.number_label, bill.his_bill, '') as label,
    coalesce(receipt.day, visit.day) as day, delivery.state, delivery.attempts, delivery.fault,
    delivery.http_status as "httpStatus", delivery.due_at as "dueAt",
    delivery.updated_at as "updatedAt", visit.visit_id as "visitId",
    visit.duplicate_of as "duplicateOf", delivery.diagnosis, delivery.receipt
  from delivery
  join intake_event event on event.event_id = delivery.event_id
  left join his_receipt receipt on receipt.receipt_id = delivery.event_id
  left join bill on bill.bill_id = receipt.bill_id
  left join visit on visit.visit_id = coalesce(bill.visit_id, delivery.updates_visit,
    (select visit_id from visit own where own.event_id = delivery.event_id))`;

/** Deliveries in the given states (all where none is given), oldest first. */
export const listDeliveries = async (
  database: Queryable,
  states: readonly DeliveryState[],
  limit: number,
): Promise<Row[]> => {
  const { rows } = await database.query<Row>(
    `${SELECT} where delivery.state in (select jsonb_array_elements_text($1::jsonb))
     order by delivery.ordinal limit $2`,
    [JSON.stringify(states.length === 0 ? DELIVERY_STATES : states), limit],
  );
  return rows;
};

/** @param eventId a UUID. */
export const showDelivery = async (
  database: Queryable,
  eventId: string,
): Promise<Row | undefined> => {
  const { rows } = await database.query<Row>(`${SELECT} where delivery.event_id = $1`, [eventId]);
  return rows[0];
};

/**
 * Queues dead letters again, by event id (a UUID each) or all of them; also what waits for its
 * back-off becomes due at once. @returns how many.
 */
export const retryDeliveries = async (
  database: Queryable,
  eventIds: readonly string[] | 'all',
  now: string,
): Promise<number> => {
  const retry = `
    update delivery set state = 'queued', strikes = 0, due_at = $1, updated_at = $1
    where state in ('queued', 'rejected', 'failed')`;
  const { affected } = await (eventIds === 'all'
    ? database.query(retry, [now])
    : database.query(
        `${retry} and event_id in (select jsonb_array_elements_text($2::jsonb)::uuid)`,
        [now, JSON.stringify(eventIds)],
      ));
  return affected;
};

interface RefusedRow {
  readonly eventId: string;
  readonly kioskId: string;
  readonly fault: FaultCode;
  readonly receivedAt: string;
}

/** Content of one refused event as it came, for another try; undefined where nothing is kept. */
export const refusedContent = async (
  database: Queryable,
  eventId: string,
): Promise<{ readonly kioskId: string; readonly content: unknown } | undefined> => {
  const { rows } = await database.query<{ kioskId: string; content: unknown }>(
    `select kiosk_id as "kioskId", content from intake_event
     where event_id = $1 and outcome = 'rejected' and content is not null`,
    [eventId],
  );
  return rows[0];
};

export interface ExportedEvent {
  readonly eventId: string;
  /** State of its delivery, `refused` at intake, or `conflict`: other content under a known id. */
  readonly state: DeliveryState | 'refused' | 'conflict';
  readonly fault: FaultCode | null;
  /** The event as the kiosk sent it: personal data. Null once its time is over. */
  readonly event: unknown;
}

/** Everything the HIS does not have, whole, in the order in which it came; a page at a time. */
export const exportUndelivered = async (
  database: Queryable,
  after: number,
  limit: number,
): Promise<ExportedEvent[]> => {
  const { rows } = await database.query<ExportedEvent>(
    `select "eventId", state, fault, event from (
       select event.event_id as "eventId", delivery.state, delivery.fault, event.content as event,
         event.received_at as came, delivery.ordinal as place
       from delivery join intake_event event on event.event_id = delivery.event_id
       where delivery.state <> 'delivered'
       union all
       select event_id, 'refused', fault, content, received_at, 0 from intake_event
       where outcome = 'rejected' and content is not null
       union all
       select event_id, 'conflict', 'idempotency-conflict', content, received_at, 0
       from intake_conflict where content is not null) all_of_them
     order by came, place, "eventId" offset $1 limit $2`,
    [after, limit],
  );
  return rows;
};

/** Events refused at intake, newest first: unreadable, or other content under a known id. */
export const listRefused = async (database: Queryable, limit: number): Promise<RefusedRow[]> => {
  const { rows } = await database.query<RefusedRow>(
    `select event_id as "eventId", kiosk_id as "kioskId", fault, received_at as "receivedAt"
     from intake_event where outcome = 'rejected'
     union all
     select event_id, kiosk_id, 'idempotency-conflict', received_at from intake_conflict
     order by "receivedAt" desc limit $1`,
    [limit],
  );
  return rows;
};
