import { FaultError } from '../../core/contract/errors.ts';
import type { CheckInEvent, CounterEvent, IntakeEvent } from '../../core/contract/hub.ts';
import type { BusinessDay, Instant } from '../../core/contract/primitives.ts';
import type { QueueNumber } from '../../core/contract/scheduling.ts';
import type { LeasedNumber } from '../../core/queueing/lease-book.ts';
import type { DayIndex } from './day-index.ts';
import type { KeyRing } from './key-ring.ts';
import type {
  CheckInRecording,
  NumberSource,
  ReferralRecording,
  StoredVisit,
  VisitExtras,
  VisitJournal,
} from './kiosk-store.ts';
import type { LeaseBlocks } from './lease-table.ts';
import { boundToEvent, type OutboxRows, type SealedContent } from './outbox-table.ts';
import { createSequence } from './sequence.ts';
import { type Database, isDuplicate, translating } from './sqlite-database.ts';
import { createVisitReading, type VisitLookup } from './visit-reading.ts';

export interface JournalParts {
  readonly database: Database;
  readonly keys: KeyRing;
  readonly outbox: OutboxRows;
  readonly leases: LeaseBlocks;
  readonly days: DayIndex;
}

/** What the commit adds to a draft. */
interface Given {
  readonly sequence: number;
  readonly aggregate: string;
  readonly number: QueueNumber;
}

/** A number of the hub's own, of no lease. */
interface GivenNumber {
  readonly leaseId: undefined;
  readonly number: QueueNumber;
}

interface Commit {
  readonly event: IntakeEvent;
  readonly extras: VisitExtras;
  readonly references: readonly Buffer[];
}

export const openVisitJournal = (
  parts: JournalParts,
): VisitJournal & Pick<VisitLookup, 'sequenceOf'> => {
  const { database, keys, outbox, leases, days } = parts;
  const sql = statementsOf(database);
  const sequences = createSequence(database);
  const reading = createVisitReading(database, outbox);

  const numberFrom = (source: NumberSource): LeasedNumber | GivenNumber =>
    source.from === 'hub' ? { leaseId: undefined, number: source.number } : leases.next(source);

  const write = ({ event, extras, references }: Commit): void => {
    const content: SealedContent = { event, extras };
    const { keyId, seal } = keys.sealing(event.number.day);
    const sealed = seal(JSON.stringify(content), boundToEvent(event.eventId));
    outbox.add({ sequence: event.sequence, event, keyId, sealed });
    insertVisit(event, references);
  };

  const insertVisit = (
    { sequence, visitId, occurredAt, number }: IntakeEvent,
    references: readonly Buffer[],
  ): void => {
    const { day, servicePointId, session, numberClass, sequence: count, label, source } = number;
    const line = [day, servicePointId, session ?? 'day', numberClass, count] as const;
    const refs = Buffer.concat(references);
    try {
      sql.insert.run(...line, label, source, sequence, visitId, occurredAt, refs);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      throw new FaultError(
        'idempotency-conflict',
        `number ${label} of ${day} was given out before`,
      );
    }
  };

  const writeDurably = database.transaction(write);

  const record = <E extends IntakeEvent>(
    recording: CheckInRecording | ReferralRecording,
    complete: (given: Given) => E,
  ): E => {
    const { number: source, patientKeys, extras } = recording;
    const { visitId } = recording.event;
    const day = source.from === 'hub' ? source.number.day : source.day;
    const before = days.visit(day, visitId);
    if (before !== undefined) return stored(before).event as E;
    const references = [...new Set(patientKeys)].map(keys.reference);
    // A new day's key is made durable on its own, before it is used.
    keys.sealing(day);
    return translating(() => {
      const taken = numberFrom(source);
      const sequence = sequences.next();
      const aggregate = references[0]?.toString('base64url') ?? visitId;
      const event = complete({ sequence, aggregate, number: taken.number });
      writeDurably.immediate({ event, extras, references });
      sequences.advanceTo(sequence);
      if (taken.leaseId !== undefined) leases.taken(taken);
      days.add(day, { visitId, sequence, references });
      outbox.announce();
      return event;
    });
  };

  const sequenceOf = (visitId: string): number | undefined =>
    days.recent(visitId) ?? reading.sequenceOf(visitId);

  const stored = (sequence: number): StoredVisit => {
    const content = outbox.contentOf(sequence);
    if (content === undefined) throw new FaultError('internal', 'a visit has no event');
    return { ...content, reprints: translating(() => sql.reprints.get(sequence)) ?? 0 };
  };

  return {
    ...reading,
    recordCheckIn: recording =>
      record<CheckInEvent>(recording, given => ({
        ...recording.event,
        ...given,
        type: 'check-in',
      })),
    recordCounterReferral: recording =>
      record<CounterEvent>(recording, given => ({
        ...recording.event,
        ...given,
        type: 'counter-referral',
      })),
    today: (patientKeys, day) => days.patient(day, patientKeys.map(keys.reference)).map(stored),
    sequenceOf,
    read: visitId => {
      const sequence = sequenceOf(visitId);
      return sequence === undefined ? undefined : stored(sequence);
    },
  };
};

type InsertedVisit = [
  day: BusinessDay,
  servicePointId: string,
  session: string,
  numberClass: string,
  number: number,
  label: string,
  source: string,
  sequence: number,
  visitId: string,
  occurredAt: Instant,
  patientRefs: Buffer,
];

const statementsOf = (database: Database) => ({
  insert: database.prepare<InsertedVisit>(
    `insert into visit (day, service_point_id, session, number_class, number, label, source,
      sequence, visit_id, occurred_at, patient_refs) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ),
  reprints: database
    .prepare<[number], number>(
      "select count(*) from print_job where sequence = ? and kind = 'reprint'",
    )
    .pluck(),
});
