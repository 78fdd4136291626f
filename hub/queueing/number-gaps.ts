import { type NumberClass } from '../../core/contract/catalogue.ts';
import { numberLabel } from '../../core/queueing/number-label.ts';
import { type Queryable } from '../storage/database.ts';
import { type StoredSession } from './number-issue.ts';
import { RANGE } from './number-ranges.ts';

/**
 * Why a number was called by nobody:
 * leased-unused: it lies with a kiosk, which has not given it out as far as is known here;
 * visit-to-come: a kiosk gave it out, and the visit has not arrived yet;
 * returned: it was leased, not given out, and came back;
 * cancelled: its patient does not come;
 * no-visit: a kiosk asked for it and recorded no visit with it: the kiosk stopped in between, or
 * the answer came too late and it gave a leased number instead; or the visit has not arrived yet;
 * skipped: given to nobody: the counter was moved past it, as after a restore, or a block did not
 * fit in the rest of a range.
 */
export const GAP_REASONS = [
  'leased-unused',
  'visit-to-come',
  'returned',
  'cancelled',
  'no-visit',
  'skipped',
] as const;
export type GapReason = (typeof GAP_REASONS)[number];

/** Missing numbers in a row, for one reason. */
export interface NumberGap {
  readonly first: number;
  readonly last: number;
  /** `A-0007`, or `A-0007 – A-0012`. */
  readonly labels: string;
  readonly why: GapReason;
  /** The kiosk, counter or site that asked for them. */
  readonly heldBy: string | null;
  /** When they were issued, came back or were cancelled. */
  readonly at: string | null;
}

export interface NumberLineReport {
  readonly servicePointId: string;
  readonly session: StoredSession;
  readonly numberClass: NumberClass;
  /** Numbers that somebody holds. */
  readonly given: number;
  readonly gaps: readonly NumberGap[];
}

/** What was given to one request. */
export interface IssuedBlock {
  readonly kind: 'ticket' | 'lease';
  readonly source: 'kiosk' | 'counter' | 'online';
  readonly heldBy: string;
  readonly first: number;
  readonly last: number;
  readonly issuedAt: string;
  readonly cancelledAt: string | null;
  readonly returnedFrom: number | null;
  readonly returnedAt: string | null;
}

/** All that is known of one line on one day. */
export interface LineRecord {
  readonly series: string;
  /** Last number of the hub's own counter and of the one that blocks are leased from. */
  readonly lastNumber: number;
  readonly lastLeased: number;
  readonly blocks: readonly IssuedBlock[];
  /** Numbers that visits carry. */
  readonly visited: ReadonlySet<number>;
}

type Missing = Omit<NumberGap, 'labels'>;

/** One number of a block; undefined where somebody holds it. */
const missingIn = (
  block: IssuedBlock,
  number: number,
  { visited }: LineRecord,
  lastUsed: number,
): Missing | undefined => {
  if (visited.has(number)) return undefined;
  const gap = (why: GapReason, at: string): Missing => ({
    first: number,
    last: number,
    why,
    heldBy: block.heldBy,
    at,
  });
  if (block.cancelledAt !== null) return gap('cancelled', block.cancelledAt);
  if (block.kind === 'ticket') {
    // At a counter or online the number itself is the proof: no kiosk sends a visit for it.
    return block.source === 'kiosk' ? gap('no-visit', block.issuedAt) : undefined;
  }
  if (block.returnedFrom !== null && number >= block.returnedFrom) {
    return gap('returned', block.returnedAt ?? block.issuedAt);
  }
  const wasGiven = block.returnedFrom !== null || number < lastUsed;
  return gap(wasGiven ? 'visit-to-come' : 'leased-unused', block.issuedAt);
};

const missingOf = (block: IssuedBlock, record: LineRecord): readonly Missing[] => {
  const numbers = Array.from(
    { length: block.last - block.first + 1 },
    (_, index) => block.first + index,
  );
  // A kiosk gives a block out in order: what lies below a number in use was given out as well.
  const lastUsed = numbers.findLast(number => record.visited.has(number)) ?? 0;
  return numbers.flatMap(number => missingIn(block, number, record, lastUsed) ?? []);
};

/** What one counter has passed, range by range. */
const passed = (last: number, firstRange: 0 | 1): readonly (readonly [number, number])[] => {
  const ranges: [number, number][] = [];
  for (let start = firstRange * RANGE; start < last; start += 2 * RANGE) {
    ranges.push([start + 1, Math.min(last, start + RANGE)]);
  }
  return ranges;
};

/** Numbers a counter has passed that no request was given. */
const skippedOf = ({ blocks, lastNumber, lastLeased }: LineRecord): readonly Missing[] => {
  const inOrder = [...blocks].sort((one, other) => one.first - other.first);
  return [...passed(lastNumber, 0), ...passed(lastLeased, 1)].flatMap(([start, end]) => {
    const gaps: Missing[] = [];
    let next = start;
    const skipTo = (last: number): void => {
      if (last >= next) gaps.push({ first: next, last, why: 'skipped', heldBy: null, at: null });
    };
    for (const { first, last } of inOrder.filter(one => one.last >= start && one.first <= end)) {
      skipTo(first - 1);
      next = Math.max(next, last + 1);
    }
    skipTo(end);
    return gaps;
  });
};

const goesOn = (run: Missing | undefined, gap: Missing): run is Missing =>
  run?.last === gap.first - 1 &&
  run.why === gap.why &&
  run.heldBy === gap.heldBy &&
  run.at === gap.at;

const joined = (gaps: readonly Missing[]): readonly Missing[] => {
  const runs: Missing[] = [];
  for (const gap of [...gaps].sort((one, other) => one.first - other.first)) {
    const run = runs.at(-1);
    if (goesOn(run, gap)) runs[runs.length - 1] = { ...run, last: gap.last };
    else runs.push(gap);
  }
  return runs;
};

/** Every number up to the counters that nobody holds, with the reason, in order. */
export const explainGaps = (record: LineRecord): readonly NumberGap[] => {
  const label = (number: number): string => numberLabel(record.series, number);
  const gaps = [...record.blocks.flatMap(block => missingOf(block, record)), ...skippedOf(record)];
  return joined(gaps).map(gap => ({
    ...gap,
    labels: gap.first === gap.last ? label(gap.first) : `${label(gap.first)} – ${label(gap.last)}`,
  }));
};

/** How many numbers somebody holds. */
const givenIn = (record: LineRecord, gaps: readonly NumberGap[]): number => {
  const count = (ranges: readonly { readonly first: number; readonly last: number }[]): number =>
    ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  return count(record.blocks) - count(gaps.filter(({ why }) => why !== 'skipped'));
};

interface LineRow {
  readonly service_point_id: string;
  readonly session: StoredSession;
  readonly number_class: NumberClass;
  readonly last_number: number;
  readonly last_leased: number;
  readonly series: string | null;
  readonly blocks: readonly IssuedBlock[];
  readonly visited: readonly number[];
}

const LINES = `
  select counter.service_point_id, counter.session, counter.number_class, counter.last_number,
    counter.last_leased,
    coalesce((select max(issue.series) from number_issue issue
        where issue.service_point_id = counter.service_point_id and issue.day = counter.day
          and issue.session = counter.session and issue.number_class = counter.number_class),
      (select series.series from number_series series
        where series.service_point_id = counter.service_point_id
          and series.number_class = counter.number_class)) as series,
    coalesce((select jsonb_agg(jsonb_build_object('kind', issue.kind, 'source', issue.source,
          'heldBy', issue.kiosk_id, 'first', issue.first_number, 'last', issue.last_number,
          'issuedAt', issue.issued_at, 'cancelledAt', issue.cancelled_at,
          'returnedFrom', issue.returned_from, 'returnedAt', issue.returned_at)
        order by issue.first_number)
      from number_issue issue
      where issue.service_point_id = counter.service_point_id and issue.day = counter.day
        and issue.session = counter.session and issue.number_class = counter.number_class), '[]')
      as blocks,
    coalesce((select jsonb_agg(visit.number_sequence) from visit
      where visit.service_point_id = counter.service_point_id and visit.day = counter.day
        and visit.number_session = counter.session
        and visit.number_class = counter.number_class), '[]') as visited
  from number_sequence counter
  where counter.day = $1::date
  order by counter.service_point_id, counter.session desc, counter.number_class`;

/** Instants inside of JSON come as PostgreSQL writes them there, `2026-11-23T01:00:00+00:00`. */
const isoOf = (text: string | null): string | null =>
  text === null ? null : new Date(text).toISOString();

const inUtc = (block: IssuedBlock): IssuedBlock => ({
  ...block,
  issuedAt: new Date(block.issuedAt).toISOString(),
  cancelledAt: isoOf(block.cancelledAt),
  returnedAt: isoOf(block.returnedAt),
});

/** Every line of a day, with what is missing in it and why. */
export const numbersOfDay = async (
  queryable: Queryable,
  day: string,
): Promise<readonly NumberLineReport[]> => {
  const { rows } = await queryable.query<LineRow>(LINES, [day]);
  // A restore moves the counters of every line, also of those that nobody takes numbers from.
  const inUse = rows.filter(({ blocks, visited }) => blocks.length + visited.length > 0);
  return inUse.map(row => {
    const record: LineRecord = {
      series: row.series ?? 'X',
      lastNumber: row.last_number,
      lastLeased: row.last_leased,
      blocks: row.blocks.map(inUtc),
      visited: new Set(row.visited),
    };
    const gaps = explainGaps(record);
    return {
      servicePointId: row.service_point_id,
      session: row.session,
      numberClass: row.number_class,
      given: givenIn(record, gaps),
      gaps,
    };
  });
};
