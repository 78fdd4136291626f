import { type IntakeEvent, type IntakeResult, intakeEventSchema } from '../../core/contract/hub.ts';
import { type FaultCode, FaultError } from '../../core/contract/errors.ts';
import { type Clock, type Ids } from '../../core/ports/ports.ts';
import { type Database, type Queryable } from '../storage/database.ts';
import { contentHash } from './content-hash.ts';
import { type PatientAliases } from './patient-aliases.ts';
import { patientKeysFor } from './patient-keys.ts';
import { useSlips } from './slip-uses.ts';
import { storeVisits } from './visit-record.ts';

export interface Intake {
  /**
   * Stores events and their deliveries in one transaction. Each result ends the kiosk's duty:
   * whatever is refused is kept for a person to look at.
   */
  receive(
    kioskId: string,
    events: readonly ReceivedEvent[],
    /** Under which the machine recorded visits before it was renamed or joined anew. */
    formerNames?: readonly string[],
  ): Promise<readonly IntakeResult[]>;
}

/** What can be kept of any event, however wrong the rest of it is. */
export interface ReceivedEvent {
  readonly eventId: string;
  readonly [field: string]: unknown;
}

interface Arrival {
  readonly eventId: string;
  readonly hash: string;
  readonly content: ReceivedEvent;
  readonly event: IntakeEvent | undefined;
}

/** UUIDs as PostgreSQL writes them (RFC 9562, section 4: output in lower case). */
const lowerIds = (event: IntakeEvent): IntakeEvent => ({
  ...event,
  eventId: event.eventId.toLowerCase(),
  visitId: event.visitId.toLowerCase(),
});

const arrivalOf = (names: readonly string[], content: ReceivedEvent): Arrival => {
  const parsed = intakeEventSchema.safeParse(content);
  return {
    eventId: content.eventId.toLowerCase(),
    hash: contentHash(content),
    content,
    event:
      parsed.success && names.includes(parsed.data.kioskId) ? lowerIds(parsed.data) : undefined,
  };
};

interface StoredRow {
  readonly event_id: string;
  readonly content_hash: string;
  readonly outcome: 'accepted' | 'rejected';
  readonly fault: FaultCode | null;
}

/** Inserts what is new. @returns the ids that were new. */
const storeNew = async (
  tx: Queryable,
  kioskId: string,
  arrivals: readonly Arrival[],
  at: string,
): Promise<ReadonlySet<string>> => {
  const rows = arrivals.map(({ eventId, hash, content, event }) => ({
    event_id: eventId,
    hash,
    content: JSON.stringify(content),
    fault: event === undefined ? ('bad-request' satisfies FaultCode) : null,
  }));
  const stored = await tx.query<{ event_id: string }>(
    `insert into intake_event
       (event_id, kiosk_id, content_hash, content, outcome, fault, received_at)
     select event_id, $2, hash, content::json,
       case when fault is null then 'accepted' else 'rejected' end, fault, $3
     from jsonb_to_recordset($1::jsonb)
       as given (event_id uuid, hash text, content text, fault text)
     order by event_id
     on conflict do nothing returning event_id`,
    [JSON.stringify(rows), kioskId, at],
  );
  return new Set(stored.rows.map(row => row.event_id));
};

/** SQL: the ids of a JSON array, as an array that an index on ids is asked with. */
const LISTED = 'array(select jsonb_array_elements_text($1::jsonb)::uuid)';

const storedBefore = async (
  tx: Queryable,
  arrivals: readonly Arrival[],
): Promise<readonly StoredRow[]> => {
  if (arrivals.length === 0) return [];
  const { rows } = await tx.query<StoredRow>(
    `select event_id, content_hash, outcome, fault from intake_event
     where event_id = any(${LISTED})`,
    [JSON.stringify(arrivals.map(({ eventId }) => eventId))],
  );
  return rows;
};

/** What stands in the table for an event that was new. */
const storedNow = ({ eventId, hash, event }: Arrival, refused: ReadonlySet<string>): StoredRow => {
  const head = { event_id: eventId, content_hash: hash };
  if (event === undefined) return { ...head, outcome: 'rejected', fault: 'bad-request' };
  return refused.has(eventId)
    ? { ...head, outcome: 'rejected', fault: 'idempotency-conflict' }
    : { ...head, outcome: 'accepted', fault: null };
};

const keepConflicts = async (
  tx: Queryable,
  kioskId: string,
  conflicts: readonly Arrival[],
  at: string,
): Promise<void> => {
  for (const { eventId, hash, content } of conflicts) {
    await tx.query(
      `insert into intake_conflict (event_id, content_hash, kiosk_id, content, received_at)
       values ($1, $2, $3, $4::json, $5) on conflict do nothing`,
      [eventId, hash, kioskId, JSON.stringify(content), at],
    );
  }
};

/**
 * What was refused because this hub could not read it, and can now: a newer program reads more.
 * @returns the ids of what is taken after all.
 */
const reconsider = async (
  tx: Queryable,
  arrivals: readonly Arrival[],
  at: string,
): Promise<ReadonlySet<string>> => {
  const readable = arrivals.filter(({ event }) => event !== undefined);
  if (readable.length === 0) return new Set();
  const { rows } = await tx.query<{ event_id: string }>(
    `update intake_event set outcome = 'accepted', fault = null, received_at = $2
     from jsonb_to_recordset($1::jsonb) as given (event_id uuid, hash text)
     where intake_event.event_id = given.event_id and content_hash = given.hash
       and outcome = 'rejected' and fault = 'bad-request' and content is not null
     returning intake_event.event_id`,
    [JSON.stringify(readable.map(({ eventId, hash }) => ({ event_id: eventId, hash }))), at],
  );
  return new Set(rows.map(row => row.event_id));
};

const queueDeliveries = async (
  tx: Queryable,
  { ids, patients }: Pick<IntakeParts, 'ids' | 'patients'>,
  arrivals: readonly Arrival[],
  at: string,
): Promise<ReadonlySet<string>> => {
  const events = arrivals.flatMap(({ event }) => event ?? []);
  if (events.length === 0) return new Set();
  const aliases = new Map(events.map(event => [event, patients.ofEvent(event)]));
  const keys = await patientKeysFor(tx, ids, [...aliases.values()], at);
  const keyed = events.map(event => ({
    event,
    patientKey: keys.get(aliases.get(event) ?? []) ?? ids.uuid(),
  }));
  const refused = await storeVisits(tx, keyed);
  await useSlips(
    tx,
    events.flatMap(event =>
      event.type === 'check-in' && !refused.has(event.eventId) ? [event] : [],
    ),
  );
  const rows = keyed
    .filter(({ event }) => !refused.has(event.eventId))
    .map(({ event, patientKey }, position) => ({
      position,
      event_id: event.eventId,
      patient_key: patientKey,
      service_point_id: event.number.servicePointId,
      occurred_at: event.occurredAt,
    }));
  // After a restore the HIS may have it already: then it is looked up before it is sent.
  await tx.query(
    `insert into delivery (event_id, patient_key, service_point_id, attempts, due_at, updated_at)
     select event_id, patient_key, service_point_id,
       case when occurred_at < (select restored_at from hub_identity) then 1 else 0 end, $2, $2
     from jsonb_to_recordset($1::jsonb) as given (position integer, event_id uuid,
       patient_key uuid, service_point_id text, occurred_at timestamptz)
     order by position`,
    [JSON.stringify(rows), at],
  );
  return refused;
};

const refusedWith = (eventId: string, code: FaultCode): IntakeResult => ({
  eventId,
  outcome: 'rejected',
  fault: new FaultError(code).toFault(eventId),
});

/** Results in the order the events came, also where one batch holds the same event twice. */
const resultsOf = (
  arrivals: readonly Arrival[],
  fresh: ReadonlySet<string>,
  stored: ReadonlyMap<string, StoredRow>,
): readonly IntakeResult[] => {
  const answered = new Set<string>();
  return arrivals.map(({ eventId, hash, content }) => {
    const row = stored.get(eventId);
    if (row === undefined) throw new FaultError('storage-failed', 'an event vanished at intake');
    if (row.content_hash !== hash) return refusedWith(content.eventId, 'idempotency-conflict');
    const first = fresh.has(eventId) && !answered.has(eventId);
    answered.add(eventId);
    if (row.outcome === 'rejected') return refusedWith(content.eventId, row.fault ?? 'bad-request');
    return { eventId: content.eventId, outcome: first ? 'accepted' : 'duplicate' };
  });
};

export interface IntakeParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly patients: PatientAliases;
}

export const createIntake = ({ database, clock, ids, patients }: IntakeParts): Intake => ({
  receive(kioskId, events, formerNames = []) {
    const names = [kioskId, ...formerNames];
    const arrivals = events.map(event => arrivalOf(names, event));
    const at = new Date(clock.now()).toISOString();
    const byId = new Map([...arrivals].reverse().map(arrival => [arrival.eventId, arrival]));
    const firsts = arrivals.filter(arrival => byId.get(arrival.eventId) === arrival);
    return database.transaction(async tx => {
      const stored = await storeNew(tx, kioskId, firsts, at);
      const known = firsts.filter(({ eventId }) => !stored.has(eventId));
      const fresh = new Set([...stored, ...(await reconsider(tx, known, at))]);
      const isFresh = (arrival: Arrival): boolean => fresh.has(arrival.eventId);
      const refused = await queueDeliveries(tx, { ids, patients }, firsts.filter(isFresh), at);
      if (refused.size > 0) {
        await tx.query(
          `update intake_event set outcome = 'rejected', fault = 'idempotency-conflict'
           where event_id = any(${LISTED})`,
          [JSON.stringify([...refused])],
        );
      }
      const before = await storedBefore(
        tx,
        known.filter(arrival => !isFresh(arrival)),
      );
      const now = firsts.filter(isFresh).map(arrival => storedNow(arrival, refused));
      const rows = new Map([...before, ...now].map(row => [row.event_id, row]));
      const conflicts = arrivals.filter(({ eventId, hash }) => {
        const row = rows.get(eventId);
        return row !== undefined && row.content_hash !== hash;
      });
      await keepConflicts(tx, kioskId, conflicts, at);
      return resultsOf(arrivals, fresh, rows);
    });
  },
});
