import type { FaultCode } from '../../core/contract/errors.ts';
import type { IntakeEvent } from '../../core/contract/hub.ts';
import type { BusinessDay, Instant } from '../../core/contract/primitives.ts';
import type { QueueNumber } from '../../core/contract/scheduling.ts';
import type { NumberClass } from '../../core/contract/catalogue.ts';
import {
  maskBirthDate,
  maskInsuranceNumber,
  maskName,
  maskNumber,
} from '../../core/identity/masking.ts';
import type {
  MaskedPerson,
  OutboxState,
  PrintRecord,
  VisitReading,
  VisitSummary,
} from './kiosk-store.ts';
import type { StoredSession } from './lease-table.ts';
import type { OutboxRows } from './outbox-table.ts';
import { type Database, translating } from './sqlite-database.ts';

export interface VisitLookup extends VisitReading {
  sequenceOf(visitId: string): number | undefined;
}

interface VisitRow {
  readonly day: BusinessDay;
  readonly service_point_id: string;
  readonly session: StoredSession;
  readonly number_class: NumberClass;
  readonly number: number;
  readonly label: string;
  readonly source: QueueNumber['source'];
  readonly sequence: number;
  readonly visit_id: string;
  readonly occurred_at: Instant;
  readonly event_id: string;
  readonly type: IntakeEvent['type'];
  readonly state: OutboxState;
  readonly reprints: number;
}

interface PrintRow {
  readonly printed_at: number;
  readonly kind: PrintRecord['kind'];
  readonly outcome: PrintRecord['outcome'];
  readonly fault: FaultCode | null;
}

const VISIT = `select v.day, v.service_point_id, v.session, v.number_class, v.number, v.label, v.source,
    v.sequence, v.visit_id, v.occurred_at, o.event_id, o.type, o.state,
    (select count(*) from print_job p
      where p.sequence = v.sequence and p.kind = 'reprint') as reprints
  from visit v cross join outbox o on o.sequence = v.sequence`;

/** The journal without persons, for IT, and masked persons one visit at a time. */
export const createVisitReading = (
  database: Database,
  outbox: Pick<OutboxRows, 'contentOf'>,
): VisitLookup => {
  const sql = {
    ofDay: database.prepare<[BusinessDay, number, number], VisitRow>(
      `${VISIT} where v.day = ? and v.sequence < ? order by v.sequence desc limit ?`,
    ),
    all: database.prepare<[number, number], VisitRow>(
      `${VISIT} where v.sequence < ? order by v.sequence desc limit ?`,
    ),
    one: database.prepare<[string], VisitRow>(`${VISIT} where v.visit_id = ?`),
    byLabel: database.prepare<[BusinessDay, string], VisitRow>(
      `${VISIT} where v.day = ? and v.label = ? order by v.sequence`,
    ),
    sequence: database
      .prepare<[string], number>('select sequence from visit where visit_id = ?')
      .pluck(),
    prints: database.prepare<[number], PrintRow>(
      `select coalesce(settled_at, begun_at) as printed_at, kind, state as outcome, fault
       from print_job where sequence = ? order by job`,
    ),
  };

  const personOf = (sequence: number): MaskedPerson | undefined => {
    try {
      const identity = outbox.contentOf(sequence)?.event.identity;
      return identity && maskedPerson(identity);
    } catch {
      // The key is gone: what can still be told about the visit is told.
      return undefined;
    }
  };

  return {
    list: ({ day, before = Number.MAX_SAFE_INTEGER, limit }) =>
      translating(() =>
        day === undefined ? sql.all.all(before, limit) : sql.ofDay.all(day, before, limit),
      ).map(summary),
    show: visitId => {
      const row = translating(() => sql.one.get(visitId));
      if (row === undefined) return undefined;
      const prints = translating(() => sql.prints.all(row.sequence)).map(printRecord);
      const person = personOf(row.sequence);
      return { ...summary(row), prints, ...(person === undefined ? {} : { person }) };
    },
    findByLabel: (label, day) => translating(() => sql.byLabel.all(day, label)).map(summary),
    sequenceOf: visitId => translating(() => sql.sequence.get(visitId)),
  };
};

const summary = (row: VisitRow): VisitSummary => ({
  visitId: row.visit_id,
  eventId: row.event_id,
  sequence: row.sequence,
  type: row.type,
  occurredAt: row.occurred_at,
  number: {
    servicePointId: row.service_point_id,
    day: row.day,
    numberClass: row.number_class,
    sequence: row.number,
    label: row.label,
    source: row.source,
    ...(row.session === 'day' ? {} : { session: row.session }),
  },
  delivery: row.state,
  reprints: row.reprints,
});

const printRecord = (row: PrintRow): PrintRecord => ({
  printedAt: new Date(row.printed_at).toISOString(),
  kind: row.kind,
  outcome: row.outcome,
  ...(row.fault === null ? {} : { fault: row.fault }),
});

const maskedPerson = (identity: NonNullable<IntakeEvent['identity']>): MaskedPerson => {
  const { name, birthDate, citizenNumber, oldNumber, insurance, patientCode } = identity;
  const plain = citizenNumber ?? oldNumber ?? patientCode;
  const number =
    plain === undefined
      ? insurance && maskInsuranceNumber(insurance.cardNumber)
      : maskNumber(plain);
  return {
    ...(name === undefined ? {} : { name: maskName(name) }),
    ...(number === undefined ? {} : { number }),
    ...(birthDate === undefined ? {} : { birthYear: maskBirthDate(birthDate) }),
  };
};
