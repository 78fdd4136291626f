import type { BusinessDay } from '../../core/contract/primitives.ts';
import { REFERENCE_BYTES } from './key-ring.ts';
import type { Database } from './sqlite-database.ts';

/**
 * Visits of the days in use, found by visit id or by patient, in memory: the process owns its data,
 * so what it read once and added since is all there is. It spares each check-in two or more random
 * index pages to make durable while a patient waits.
 */
export interface DayIndex {
  /** Sequence of a visit of that day. */
  visit(day: BusinessDay, visitId: string): number | undefined;
  /** Sequence of a visit of a day that was read before; others are unknown here. */
  recent(visitId: string): number | undefined;
  /** Sequences of the visits of that day under any of the references, oldest first. */
  patient(day: BusinessDay, references: readonly Buffer[]): readonly number[];
  /** Call only after the visit is committed. */
  add(day: BusinessDay, visit: IndexedVisit): void;
  /** Reads the days again at their next use. */
  forget(): void;
}

interface IndexedVisit {
  readonly visitId: string;
  readonly sequence: number;
  readonly references: readonly Buffer[];
}

interface DayEntries {
  readonly byVisit: Map<string, number>;
  readonly byReference: Map<string, number[]>;
}

interface VisitRow {
  readonly visit_id: string;
  readonly sequence: number;
  readonly patient_refs: Buffer;
}

/** Today, and the day before while a visit crosses midnight. */
const DAYS_KEPT = 2;

export const createDayIndex = (database: Database): DayIndex => {
  const days = new Map<BusinessDay, DayEntries>();
  const rowsOf = database.prepare<[BusinessDay], VisitRow>(
    'select visit_id, sequence, patient_refs from visit where day = ? order by sequence',
  );

  const entriesOf = (day: BusinessDay): DayEntries => {
    const known = days.get(day);
    if (known !== undefined) return known;
    const entries: DayEntries = { byVisit: new Map(), byReference: new Map() };
    for (const row of rowsOf.iterate(day)) {
      put(entries, {
        visitId: row.visit_id,
        sequence: row.sequence,
        references: splitReferences(row.patient_refs),
      });
    }
    days.set(day, entries);
    const oldest = days.keys().next();
    if (days.size > DAYS_KEPT && oldest.done === false) days.delete(oldest.value);
    return entries;
  };

  return {
    visit: (day, visitId) => entriesOf(day).byVisit.get(visitId),
    recent: visitId =>
      [...days.values()]
        .map(entries => entries.byVisit.get(visitId))
        .find(sequence => sequence !== undefined),
    patient: (day, references) => {
      const { byReference } = entriesOf(day);
      const found = references.flatMap(reference => byReference.get(nameOf(reference)) ?? []);
      return [...new Set(found)].sort((a, b) => a - b);
    },
    add: (day, visit) => {
      const entries = days.get(day);
      if (entries !== undefined) put(entries, visit);
    },
    forget: () => days.clear(),
  };
};

const put = (entries: DayEntries, { visitId, sequence, references }: IndexedVisit): void => {
  entries.byVisit.set(visitId, sequence);
  for (const reference of references) {
    const name = nameOf(reference);
    const sequences = entries.byReference.get(name);
    if (sequences === undefined) entries.byReference.set(name, [sequence]);
    else sequences.push(sequence);
  }
};

const nameOf = (reference: Buffer): string => reference.toString('latin1');

const splitReferences = (joined: Buffer): readonly Buffer[] =>
  Array.from({ length: joined.length / REFERENCE_BYTES }, (_, index) =>
    joined.subarray(index * REFERENCE_BYTES, (index + 1) * REFERENCE_BYTES),
  );
