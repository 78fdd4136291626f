import { type CheckInEvent, checkInEventSchema } from '../../core/contract/hub.ts';
import { type BusinessDay, type Instant } from '../../core/contract/primitives.ts';
import { addDays, momentOn } from '../../core/scheduling/business-day.ts';
import { contentHash } from '../intake/content-hash.ts';
import { heldFor } from '../storage/database-clock.ts';
import { type Database, type Queryable } from '../storage/database.ts';

/** A visit whose card is looked up again. */
export interface ClaimedRecheck {
  readonly visitId: string;
  readonly attempts: number;
  /** Undefined where the stored event cannot be read any more. */
  readonly event: CheckInEvent | undefined;
}

export interface RecheckStore {
  /**
   * Finds visits that arrived since, went on insured and unverified, and are not known yet. In the
   * order the hubs stored them, which no clock has a say in; undefined: those of these days.
   * @returns what to go on from; several hubs may look at once.
   */
  discover(since: number | undefined, today: BusinessDay, now: Instant): Promise<number>;
  /**
   * Takes visits that are due, for `owner` and `holdMs` milliseconds: none gets what another holds.
   * How long is told by the clock of the database, which is the same for all hubs.
   */
  claim(
    owner: string,
    limit: number,
    now: Instant,
    holdMs: number,
  ): Promise<readonly ClaimedRecheck[]>;
  /** Holds what the owner has for `holdMs` from now. @returns the visits it still has. */
  extend(owner: string, holdMs: number): Promise<ReadonlySet<string>>;
  /** Gives back what the owner has not looked up. */
  release(owner: string): Promise<void>;
  /**
   * Keeps what a look-up came to and queues the update of the HIS, both or neither; nothing where
   * the owner does not hold the visit any more. @returns whether it was kept.
   */
  verified(owner: string, visitId: string, update: CheckInEvent, now: Instant): Promise<boolean>;
  /** Gives the visit back for later, or for good where there is nothing to ask with. */
  postpone(
    owner: string,
    visitId: string,
    rest: {
      readonly result: string;
      readonly dueAt: Instant;
      readonly state: 'waiting' | 'no-key';
    },
    now: Instant,
  ): Promise<void>;
  /** Puts back what is held longer than agreed, and ends the day for what is left of it. */
  sweep(today: BusinessDay, now: Instant): Promise<void>;
}

const PAGE = 200;
/** What a transaction that lasted long committed after later ones is seen by looking back. */
const LOOKED_BACK = 1_000;
/** For days before today too: what was stored under a clock that was behind. */
const LOOKED_BACK_DAYS = 2;

interface ArrivedRow {
  readonly visit_id: string;
  readonly event_id: string;
  readonly day: BusinessDay;
  readonly ordinal: number;
  readonly content: unknown;
}

// The text is looked through before it is parsed: few visits are unverified, and a text with
// U+0000, which only the type json keeps, must not end the whole search.
const arrived = (where: string): string => `
  select visit.visit_id, visit.event_id, visit.day, delivery.ordinal, event.content
  from delivery
  join intake_event event on event.event_id = delivery.event_id
  join visit on visit.event_id = event.event_id
  where delivery.ordinal > $1 and ${where}
    and event.content is not null and event.outcome = 'accepted'
    and visit.kind = 'check-in' and visit.duplicate_of is null
    and event.content::text like '%"unverified-%'
    and not exists (select from insurance_recheck known where known.visit_id = visit.visit_id)
  order by delivery.ordinal limit ${PAGE}`;

const NEW = arrived('true');
const OF_THESE_DAYS = arrived('event.received_at >= $2');

const isUnverified = ({ payer }: CheckInEvent): boolean =>
  payer.mode === 'insured' && payer.coverage.reason.startsWith('unverified-');

const addAll = async (
  tx: Queryable,
  rows: readonly ArrivedRow[],
  today: BusinessDay,
  now: Instant,
): Promise<void> => {
  const entries = rows.flatMap(({ visit_id, event_id, day, content }) => {
    const event = checkInEventSchema.safeParse(content);
    if (!event.success || !isUnverified(event.data)) return [];
    const { portal, reason } = event.data.payer.coverage;
    return [
      {
        visit_id,
        event_id,
        day,
        result: reason,
        state: day < today ? 'day-over' : 'waiting',
        evidence: portal?.evidenceId ?? null,
      },
    ];
  });
  if (entries.length === 0) return;
  const json = JSON.stringify(entries);
  await tx.query(
    `insert into insurance_recheck (visit_id, event_id, day, state, due_at, result, updated_at)
     select visit_id, event_id, day, state, $2, result, $2
     from jsonb_to_recordset($1::jsonb)
       as given (visit_id uuid, event_id uuid, day date, state text, result text)
     order by visit_id on conflict do nothing`,
    [json, now],
  );
  await tx.query(
    `update insurance_failure set visit_id = given.visit_id
     from jsonb_to_recordset($1::jsonb) as given (visit_id uuid, evidence uuid)
     where insurance_failure.evidence_id = given.evidence`,
    [json],
  );
};

/** Nobody waits for longer on purpose: a later time was written under a clock ahead. */
const LONGEST = "interval '1 hour'";

const CLAIM = `
  with claimed as (
    update insurance_recheck set state = 'looking', lease_owner = $1, lease_until = ${heldFor('$4')},
      updated_at = $3
    where visit_id in (
      select visit_id from insurance_recheck
      where state = 'waiting'
        and (due_at <= $3 or due_at > $3::timestamptz + ${LONGEST})
      order by due_at limit $2 for update skip locked
    )
    returning visit_id, event_id, attempts
  )
  select claimed.visit_id, claimed.attempts, event.content
  from claimed join intake_event event on event.event_id = claimed.event_id`;

interface ClaimedRow {
  readonly visit_id: string;
  readonly attempts: number;
  readonly content: unknown;
}

/** The update goes behind everything of the patient that is queued, and is found as an event. */
const queueUpdate = async (tx: Queryable, event: CheckInEvent, now: Instant): Promise<void> => {
  await tx.query(
    `insert into intake_event (event_id, kiosk_id, content_hash, content, outcome, received_at)
     values ($1, $2, $3, $4::json, 'accepted', $5)`,
    [event.eventId, event.kioskId, contentHash(event), JSON.stringify(event), now],
  );
  await tx.query(
    `insert into delivery (event_id, patient_key, service_point_id, due_at, updated_at, updates_visit)
     select $1, patient_key, service_point_id, $2, $2, visit_id from visit where visit_id = $3`,
    [event.eventId, now, event.visitId],
  );
};

export const createRecheckStore = (database: Database): RecheckStore => ({
  async discover(since, today, now) {
    const { rows: tops } = await database.query<{ top: number | null }>(
      'select max(ordinal) as top from delivery',
    );
    const firstDay = momentOn(addDays(today, -LOOKED_BACK_DAYS));
    let from = Math.max(0, (since ?? 0) - LOOKED_BACK);
    for (;;) {
      const { rows } = await (since === undefined
        ? database.query<ArrivedRow>(OF_THESE_DAYS, [from, firstDay])
        : database.query<ArrivedRow>(NEW, [from]));
      if (rows.length > 0) await database.transaction(tx => addAll(tx, rows, today, now));
      const last = rows.at(-1)?.ordinal;
      if (rows.length < PAGE || last === undefined) return tops[0]?.top ?? 0;
      from = last;
    }
  },
  async claim(owner, limit, now, holdMs) {
    const { rows } = await database.query<ClaimedRow>(CLAIM, [owner, limit, now, holdMs]);
    return rows.map(({ visit_id, attempts, content }) => ({
      visitId: visit_id,
      attempts,
      event: checkInEventSchema.safeParse(content).data,
    }));
  },
  async extend(owner, holdMs) {
    const { rows } = await database.query<Pick<ClaimedRow, 'visit_id'>>(
      `update insurance_recheck set lease_until = ${heldFor('$2')}
       where lease_owner = $1 returning visit_id`,
      [owner, holdMs],
    );
    return new Set(rows.map(({ visit_id }) => visit_id));
  },
  async release(owner) {
    await database.query(
      `update insurance_recheck set state = 'waiting', lease_owner = null, lease_until = null
       where lease_owner = $1`,
      [owner],
    );
  },
  verified: (owner, visitId, update, now) =>
    database.transaction(async tx => {
      const { affected } = await tx.query(
        `update insurance_recheck set state = 'verified', lease_owner = null, lease_until = null,
           attempts = attempts + 1, result = $3, updated_at = $4
         where visit_id = $1 and lease_owner = $2`,
        [visitId, owner, update.payer.coverage.reason, now],
      );
      if (affected > 0) await queueUpdate(tx, update, now);
      return affected > 0;
    }),
  async postpone(owner, visitId, { result, dueAt, state }, now) {
    await database.query(
      `update insurance_recheck set state = $6, lease_owner = null, lease_until = null,
         attempts = attempts + 1, result = $3, due_at = $4, updated_at = $5
       where visit_id = $1 and lease_owner = $2`,
      [visitId, owner, result, dueAt, now, state],
    );
  },
  async sweep(today, now) {
    await database.query(
      `update insurance_recheck set state = 'waiting', lease_owner = null, lease_until = null
       where state = 'looking' and lease_until <= clock_timestamp()`,
    );
    // Of a day that a clock ahead took for past.
    await database.query(
      `update insurance_recheck set state = 'waiting', due_at = $2, updated_at = $2
       where state = 'day-over' and day >= $1::date`,
      [today, now],
    );
    await database.query(
      `update insurance_recheck set state = 'day-over', updated_at = $2
       where state = 'waiting' and day < $1::date`,
      [today, now],
    );
  },
});

export interface RecheckCounts {
  /** Are looked up again until their day is over. */
  readonly waiting: number;
  /** Of that day: could not be asked about, or not before it ended. */
  readonly left: number;
}

export const countRechecks = async (
  database: Queryable,
  day: BusinessDay,
): Promise<RecheckCounts> => {
  const { rows } = await database.query<RecheckCounts>(
    `select count(*) filter (where state in ('waiting', 'looking'))::integer as waiting,
       count(*) filter (where state in ('no-key', 'day-over') and day = $1::date)::integer as left
     from insurance_recheck`,
    [day],
  );
  return rows[0] ?? { waiting: 0, left: 0 };
};

export interface UnverifiedVisit {
  readonly visitId: string;
  readonly label: string;
  readonly state: string;
  readonly attempts: number;
  readonly result: string | null;
}

/** Visits of one day whose card nobody could verify: for the clerk and the insurer. */
export const unverifiedOfDay = async (
  database: Queryable,
  day: BusinessDay,
  limit: number,
): Promise<readonly UnverifiedVisit[]> => {
  const { rows } = await database.query<UnverifiedVisit>(
    `select visit.visit_id as "visitId", visit.number_label as label, recheck.state,
       recheck.attempts, recheck.result
     from insurance_recheck recheck join visit on visit.visit_id = recheck.visit_id
     where recheck.day = $1::date and recheck.state <> 'verified'
     order by visit.checked_in_at limit $2`,
    [day, limit],
  );
  return rows;
};
