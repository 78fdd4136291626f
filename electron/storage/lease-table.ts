import type { NumberClass } from '../../core/contract/catalogue.ts';
import { FaultError } from '../../core/contract/errors.ts';
import type { BusinessDay } from '../../core/contract/primitives.ts';
import type { NumberLease, NumberSession } from '../../core/contract/scheduling.ts';
import type { Ids } from '../../core/ports/ports.ts';
import {
  type HeldLease,
  type LeasedNumber,
  type NumberLine,
  nextNumber,
  numbersLeft,
} from '../../core/queueing/lease-book.ts';
import type { LeaseCount, LeaseRequest, LeaseTable, SpentLease } from './kiosk-store.ts';
import { type Database, translating } from './sqlite-database.ts';

export interface LeaseBlocks extends LeaseTable {
  /**
   * The next number of a line, used up only once the visit that carries it is stored.
   * @throws FaultError `numbers-exhausted`
   */
  next(line: NumberLine): LeasedNumber;
  /** Counts the number up in memory; call it after that visit is committed. */
  taken(number: LeasedNumber): void;
  /** Reads the blocks again at their next use. */
  forget(): void;
}

/** As the database has it: `day` where numbers count through the whole day. */
export type StoredSession = 'day' | NumberSession;

interface LineRow {
  readonly day: BusinessDay;
  readonly service_point_id: string;
  readonly session: StoredSession;
  readonly number_class: NumberClass;
}

interface LeaseRow extends LineRow {
  readonly lease_id: string;
  readonly series: string;
  readonly first: number;
  readonly last: number;
  /** Highest number given out of this block. */
  readonly used: number | null;
}

interface RequestRow {
  readonly request_id: string;
  readonly size: number;
}

const USED = `(select v.number from visit v
  where v.day = l.day and v.service_point_id = l.service_point_id and v.session = l.session
    and v.number_class = l.number_class and v.number between l.first and l.last
  order by v.number desc limit 1) as used`;

type LineKey = [
  day: string,
  servicePointId: string,
  session: StoredSession,
  numberClass: NumberClass,
];
const keyOf = ({ day, servicePointId, session, numberClass }: NumberLine): LineKey => [
  day,
  servicePointId,
  session ?? 'day',
  numberClass,
];

/** A kiosk that has not heard yet that a point starts anew at noon takes what the hub gives. */
const answers = (lease: NumberLease, asked: NumberLine): boolean =>
  keyOf(asked).join() === keyOf(lease).join() ||
  (asked.session === undefined &&
    keyOf(asked).join() === keyOf({ ...lease, session: undefined }).join());

export const openLeaseTable = (database: Database, ids: Ids): LeaseBlocks => {
  const prepare = statementsOf(database);

  const store = (requestId: string, lease: NumberLease): void => {
    const asked = prepare.asked.get(requestId);
    if (asked !== undefined && !answers(lease, lineOf(asked))) {
      throw new FaultError(
        'hub-refused',
        `lease ${lease.leaseId} is of another line than asked for`,
      );
    }
    if (prepare.known.get(lease.leaseId) === undefined) {
      const line = keyOf(lease);
      if (lease.last < lease.first || prepare.overlap.get(...line, lease.last, lease.first)) {
        throw new FaultError(
          'idempotency-conflict',
          `lease ${lease.leaseId} holds numbers that another lease holds already`,
        );
      }
      prepare.add.run(lease.leaseId, ...line, lease.series, lease.first, lease.last);
    }
    prepare.close.run(requestId);
  };
  const receive = database.transaction(store);

  const openRequest = database.transaction((line: NumberLine, size: number): LeaseRequest => {
    const open = prepare.open.get(...keyOf(line));
    const { request_id: requestId, size: asked } = open ?? { request_id: ids.uuid(), size };
    if (open === undefined) prepare.ask.run(...keyOf(line), requestId, size);
    return { ...line, requestId, size: asked };
  });

  const setAside = database.transaction(
    (isOver: (line: NumberLine) => boolean): readonly SpentLease[] => {
      for (const row of prepare.inUse.all()) {
        if (isOver(lineOf(row))) prepare.setAside.run(heldLease(row).used, row.lease_id);
      }
      return prepare.setAsideBefore.all();
    },
  );

  const book = (day: BusinessDay): readonly HeldLease[] =>
    translating(() => prepare.ofDay.all(day)).map(heldLease);

  // How far each line is used, in memory: the process owns its data, and reading it again for
  // each number would cost a good part of what the whole commit costs.
  const lines = new Map<string, readonly HeldLease[]>();
  const linesOf = (line: NumberLine): readonly HeldLease[] => {
    const name = keyOf(line).join(' ');
    const held = lines.get(name) ?? prepare.blocks.all(...keyOf(line)).map(heldLease);
    lines.set(name, held);
    return held;
  };

  return {
    next: line => {
      const given = nextNumber(linesOf(line), line);
      if (given !== undefined) return given;
      throw new FaultError(
        'numbers-exhausted',
        `no leased number is left for ${line.servicePointId} (${line.numberClass})`,
      );
    },
    taken: ({ leaseId, number }) => {
      const counted = linesOf(number).map(held =>
        held.lease.leaseId === leaseId ? { ...held, used: held.used + 1 } : held,
      );
      lines.set(keyOf(number).join(' '), counted);
    },
    forget: () => lines.clear(),
    book,
    remaining: day => countLines(book(day)),
    request: ({ day, servicePointId, session, numberClass }, size) =>
      translating(() =>
        openRequest.immediate(
          { day, servicePointId, numberClass, ...(session === undefined ? {} : { session }) },
          size,
        ),
      ),
    receive: (requestId, lease) => {
      translating(() => receive.immediate(requestId, lease));
      lines.clear();
    },
    abandon: requestId => {
      translating(() => prepare.close.run(requestId));
    },
    spent: isOver => {
      const spent = translating(() => setAside.immediate(isOver));
      lines.clear();
      return spent;
    },
    returned: leaseId => {
      translating(() => prepare.drop.run(leaseId));
    },
  };
};

const statementsOf = (database: Database) => ({
  blocks: database.prepare<LineKey, LeaseRow>(
    `select l.*, ${USED} from number_lease l
     where day = ? and service_point_id = ? and session = ? and number_class = ?
       and given_back is null order by first`,
  ),
  ofDay: database.prepare<[string], LeaseRow>(
    `select l.*, ${USED} from number_lease l where day = ? and given_back is null
     order by service_point_id, session, number_class, first`,
  ),
  inUse: database.prepare<[], LeaseRow>(
    `select l.*, ${USED} from number_lease l where given_back is null`,
  ),
  setAside: database.prepare<[number, string]>(
    'update number_lease set given_back = ? where lease_id = ?',
  ),
  setAsideBefore: database.prepare<[], SpentLease>(
    `select lease_id as leaseId, given_back as used from number_lease
     where given_back is not null order by day, first`,
  ),
  drop: database.prepare<[string]>(
    'delete from number_lease where lease_id = ? and given_back is not null',
  ),
  known: database.prepare<[string]>('select 1 from number_lease where lease_id = ?'),
  overlap: database.prepare<[...LineKey, number, number]>(
    `select 1 from number_lease
     where day = ? and service_point_id = ? and session = ? and number_class = ?
       and first <= ? and last >= ?`,
  ),
  add: database.prepare<[string, ...LineKey, string, number, number]>(
    `insert into number_lease
       (lease_id, day, service_point_id, session, number_class, series, first, last)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
  ),
  open: database.prepare<LineKey, RequestRow>(
    `select request_id, size from lease_request
     where day = ? and service_point_id = ? and session = ? and number_class = ?`,
  ),
  asked: database.prepare<[string], LineRow>(
    'select day, service_point_id, session, number_class from lease_request where request_id = ?',
  ),
  ask: database.prepare<[...LineKey, string, number]>(
    `insert into lease_request (day, service_point_id, session, number_class, request_id, size)
     values (?, ?, ?, ?, ?, ?)`,
  ),
  close: database.prepare<[string]>('delete from lease_request where request_id = ?'),
});

const lineOf = (row: LineRow): NumberLine => ({
  servicePointId: row.service_point_id,
  numberClass: row.number_class,
  day: row.day,
  ...(row.session === 'day' ? {} : { session: row.session }),
});

const heldLease = (row: LeaseRow): HeldLease => ({
  lease: {
    leaseId: row.lease_id,
    ...lineOf(row),
    series: row.series,
    first: row.first,
    last: row.last,
  },
  used: row.used === null ? 0 : row.used - row.first + 1,
});

const countLines = (book: readonly HeldLease[]): readonly LeaseCount[] => {
  const lines = new Map<string, LeaseCount>();
  for (const { lease } of book) {
    const { servicePointId, numberClass, day, session } = lease;
    const line = {
      servicePointId,
      numberClass,
      day,
      ...(session === undefined ? {} : { session }),
    };
    lines.set(keyOf(line).join(' '), { ...line, remaining: numbersLeft(book, line) });
  }
  return [...lines.values()];
};
