import { z } from 'zod';
import {
  checkInEventSchema,
  counterEventSchema,
  intakeEventSchema,
} from '../../../core/contract/hub.ts';
import { type Database } from '../../storage/database.ts';
import { heldFor } from '../../storage/database-clock.ts';
import { type HisDiagnosis, type HisDelivery } from '../his.ts';
import { type HisReferences } from '../his-references.ts';
import { type PaymentReceipt, type ReceiptDelivery, paymentReceiptSchema } from '../his-money.ts';

export const DELIVERY_STATES = ['queued', 'in-flight', 'delivered', 'rejected', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** A visit, or the receipt of a payment. */
export type ClaimedDelivery = (HisDelivery | ReceiptDelivery) & {
  readonly eventId: string;
  readonly strikes: number;
};

/** How a delivery ended for now. */
export type Settlement =
  | { readonly eventId: string; readonly state: 'delivered'; readonly receipt: HisReferences }
  | {
      readonly eventId: string;
      readonly state: 'queued' | 'rejected' | 'failed';
      readonly diagnosis: HisDiagnosis;
      /** ISO instant from which a queued one is due. */
      readonly dueAt: string;
      /** False where nothing was sent after all. */
      readonly sent: boolean;
      /** True where the failure concerns this one alone, not the HIS as a whole. */
      readonly strike: boolean;
    };

export interface DeliveryStore {
  /**
   * Takes up to `limit` due deliveries, the oldest of each patient, for `owner` and `holdMs`
   * milliseconds; those that were tried least come first.
   * Several hubs may claim at once: none gets what another holds. How long is told by the clock of the
   * database, which is the same for all of them.
   */
  claim(
    owner: string,
    limit: number,
    now: string,
    holdMs: number,
  ): Promise<readonly ClaimedDelivery[]>;
  /** Records how they ended; what the owner no longer holds is left alone. */
  settle(owner: string, settlements: readonly Settlement[], now: string): Promise<void>;
  /** Whether the owner has this one still, for `forMs` milliseconds more at least. */
  holds(owner: string, eventId: string, forMs: number): Promise<boolean>;
  /** Holds what the owner has for `holdMs` from now. */
  extend(owner: string, holdMs: number): Promise<void>;
  /**
   * Puts back what is held longer than agreed, or all that is held where no other process can be
   * alive. @returns how many.
   */
  recover(which: 'overdue' | 'all'): Promise<number>;
}

interface ClaimedRow {
  readonly event_id: string;
  readonly attempts: number;
  readonly strikes: number;
  readonly content: unknown;
  readonly updates_visit: string | null;
  readonly first_visit_id: string | null;
  readonly first_label: string | null;
  readonly slip_visit_id: string | null;
  readonly slip_label: string | null;
  readonly paid_visit_id: string | null;
  readonly paid_visit_event: unknown;
  readonly paid_visit_receipt: HisReferences | null;
  readonly cancelled_receipt: HisReferences | null;
}

/** Nobody waits for longer on purpose: a later time was written under a clock ahead. */
const LONGEST = "interval '1 hour'";

const CLAIM = `
  with claimed as (
    update delivery set state = 'in-flight', lease_owner = $1, lease_until = ${heldFor('$4')},
      attempts = attempts + 1, updated_at = $3
    where event_id in (
      select head.event_id from delivery head
      where head.state = 'queued'
        and (head.due_at <= $3 or head.due_at > $3::timestamptz + ${LONGEST})
        and not exists (
          select from delivery earlier
          where earlier.patient_key = head.patient_key and earlier.ordinal < head.ordinal
            and earlier.state in ('queued', 'in-flight')
        )
      order by head.attempts, head.ordinal limit $2 for update skip locked
    )
    returning event_id, ordinal, attempts, strikes, updates_visit
  )
  select claimed.event_id, claimed.attempts, claimed.strikes, event.content,
    claimed.updates_visit,
    first.visit_id as first_visit_id, first.number_label as first_label,
    slip.visit_id as slip_visit_id, slip.number_label as slip_label,
    paid_visit.visit_id as paid_visit_id, paid_event.content as paid_visit_event,
    paid_delivery.receipt as paid_visit_receipt, cancelled.receipt as cancelled_receipt
  from claimed
  join intake_event event on event.event_id = claimed.event_id
  left join visit on visit.event_id = claimed.event_id
  left join visit first on first.visit_id = visit.duplicate_of
  left join visit slip on slip.visit_id = visit.slip_used_by
  left join his_receipt paid on paid.receipt_id = claimed.event_id
  left join bill on bill.bill_id = paid.bill_id
  left join visit of_bill on of_bill.visit_id = bill.visit_id
  left join visit paid_visit
    on paid_visit.visit_id = coalesce(of_bill.duplicate_of, of_bill.visit_id)
  left join intake_event paid_event on paid_event.event_id = paid_visit.event_id
  left join delivery paid_delivery on paid_delivery.event_id = paid_visit.event_id
  left join delivery cancelled on cancelled.event_id = paid.cancels
  order by claimed.ordinal`;

const SETTLE = `
  update delivery set
    state = given.state,
    attempts = attempts - case when given.sent then 0 else 1 end,
    strikes = strikes + case when given.strike then 1 else 0 end,
    due_at = coalesce(given.due_at, delivery.due_at),
    lease_owner = null, lease_until = null,
    fault = given.fault, http_status = given.http_status, diagnosis = given.outcome::jsonb,
    receipt = coalesce(given.receipt::jsonb, delivery.receipt), updated_at = $3
  from jsonb_to_recordset($1::jsonb) as given (event_id uuid, state text, sent boolean,
    strike boolean, due_at timestamptz, fault text, http_status integer, outcome text, receipt text)
  where delivery.event_id = given.event_id and delivery.lease_owner = $2`;

/** jsonb cannot hold the character U+0000; in a diagnosis nothing is lost with it. */
const jsonText = (value: unknown): string | null =>
  value === undefined ? null : JSON.stringify(value).replaceAll('\\u0000', '');

const settledRow = (settlement: Settlement) => {
  if (settlement.state === 'delivered') {
    const { eventId, state, receipt } = settlement;
    return { event_id: eventId, state, sent: true, strike: false, receipt: jsonText(receipt) };
  }
  const { eventId, state, diagnosis, dueAt, sent, strike } = settlement;
  return {
    event_id: eventId,
    state,
    sent,
    strike,
    due_at: dueAt,
    fault: diagnosis.fault,
    http_status: diagnosis.httpStatus,
    outcome: jsonText(diagnosis.outcome),
  };
};

const contentSchema = z.discriminatedUnion('type', [
  checkInEventSchema,
  counterEventSchema,
  paymentReceiptSchema,
]);

const receiptOf = (receipt: PaymentReceipt, row: ClaimedRow): ReceiptDelivery => ({
  receipt,
  attemptsBefore: row.attempts - 1,
  ...(row.paid_visit_id === null
    ? {}
    : {
        visit: {
          visitId: row.paid_visit_id,
          event: intakeEventSchema.safeParse(row.paid_visit_event).data,
          references: row.paid_visit_receipt ?? {},
        },
      }),
  ...(row.cancelled_receipt === null ? {} : { cancelled: row.cancelled_receipt }),
});

/** Undefined where the stored event cannot be read any more. */
const claimedOf = (row: ClaimedRow): ClaimedDelivery | undefined => {
  const { data } = contentSchema.safeParse(row.content);
  if (data === undefined) return undefined;
  const held = { eventId: row.event_id, strikes: row.strikes };
  if (data.type === 'receipt') return { ...held, ...receiptOf(data, row) };
  return {
    ...held,
    event: { ...data, visitId: data.visitId.toLowerCase() },
    // The visit was sent before, by another delivery.
    attemptsBefore: row.updates_visit === null ? row.attempts - 1 : row.attempts,
    ...(row.updates_visit === null ? {} : { isCoverUpdate: true }),
    ...(row.first_visit_id === null
      ? {}
      : { duplicateOf: { visitId: row.first_visit_id, label: row.first_label ?? '' } }),
    ...(row.slip_visit_id === null
      ? {}
      : { slipUsedBy: { visitId: row.slip_visit_id, label: row.slip_label ?? '' } }),
  };
};

export const createDeliveryStore = (database: Database): DeliveryStore => ({
  async claim(owner, limit, now, holdMs) {
    const { rows } = await database.query<ClaimedRow>(CLAIM, [owner, limit, now, holdMs]);
    const unreadable = rows.filter(row => claimedOf(row) === undefined);
    if (unreadable.length > 0) {
      const failed = unreadable.map(
        ({ event_id }): Settlement => ({
          eventId: event_id,
          state: 'failed',
          diagnosis: { fault: 'data-unreadable' },
          dueAt: now,
          sent: false,
          strike: true,
        }),
      );
      await this.settle(owner, failed, now);
    }
    return rows.flatMap(row => claimedOf(row) ?? []);
  },
  async settle(owner, settlements, now) {
    const rows = JSON.stringify(settlements.map(settledRow));
    await database.query(SETTLE, [rows, owner, now]);
  },
  async extend(owner, holdMs) {
    await database.query(
      `update delivery set lease_until = ${heldFor('$2')}
       where lease_owner = $1 and state = 'in-flight'`,
      [owner, holdMs],
    );
  },
  async holds(owner, eventId, forMs) {
    const { rows } = await database.query(
      `select from delivery where event_id = $1 and lease_owner = $2 and state = 'in-flight'
         and lease_until > ${heldFor('$3')}`,
      [eventId, owner, forMs],
    );
    return rows.length > 0;
  },
  async recover(which) {
    const { affected } = await database.query(
      `update delivery set state = 'queued', lease_owner = null, lease_until = null
       where state = 'in-flight' and (lease_until <= clock_timestamp() or $1 = 'all')`,
      [which],
    );
    return affected;
  },
});
