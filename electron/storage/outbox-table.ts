import type { FaultCode } from '../../core/contract/errors.ts';
import { asFaultError } from '../../core/contract/errors.ts';
import type { IntakeEvent } from '../../core/contract/hub.ts';
import type { Clock } from '../../core/ports/ports.ts';
import type { KeyRing } from './key-ring.ts';
import type {
  OutboxCounts,
  OutboxItem,
  OutboxRow,
  OutboxState,
  OutboxTable,
  Settlement,
  VisitExtras,
} from './kiosk-store.ts';
import { OUTBOX_SQL } from './outbox-queries.ts';
import { type Database, readPragma, translating } from './sqlite-database.ts';

/** What is sealed in a row. */
export interface SealedContent {
  readonly event: IntakeEvent;
  readonly extras: VisitExtras;
}

interface NewOutboxRow {
  readonly sequence: number;
  readonly event: IntakeEvent;
  readonly keyId: number;
  readonly sealed: Buffer;
}

export interface OutboxRows extends OutboxTable {
  /** Adds a row; call it in the transaction of the business row, then `announce` after it. */
  add(row: NewOutboxRow): void;
  /** Tells everybody who subscribed. */
  announce(): void;
  /** @throws FaultError `data-unreadable` where the row or its key is gone. */
  contentOf(sequence: number): SealedContent | undefined;
  /** What a crash left in-flight is queued again: it may have arrived, and the hub knows it. */
  recover(): number;
  /** Counts delivered rows anew, after rows were deleted. */
  recount(): void;
}

interface SealedRow {
  readonly sequence: number;
  readonly event_id: string;
  readonly key_id: number;
  readonly sealed: Buffer;
}

interface ClaimedRow extends SealedRow {
  readonly aggregate: string;
  readonly attempts: number;
}

interface ListedRow {
  readonly sequence: number;
  readonly event_id: string;
  readonly aggregate: string;
  readonly type: IntakeEvent['type'];
  readonly state: OutboxState;
  readonly attempts: number;
  readonly created_at: number;
  readonly next_attempt_at: number;
  readonly settled_at: number | null;
  readonly fault: FaultCode | null;
  readonly correlation_id: string | null;
}

/** Nobody waits longer on purpose: a later time was written while the clock was wrong. */
const LONGEST_WAIT_MS = 60 * 60_000;

/** What the seal is bound to. */
export const boundToEvent = (eventId: string): string => `event ${eventId}`;

export const openOutboxTable = (database: Database, keys: KeyRing, clock: Clock): OutboxRows => {
  const sql = statementsOf(database);
  const listeners = new Set<() => void>();
  let delivered: number | undefined;

  const contentIn = (row: SealedRow): SealedContent =>
    JSON.parse(keys.unseal(row.key_id, row.sealed, boundToEvent(row.event_id))) as SealedContent;

  const eventIn = (row: SealedRow): OutboxItem['event'] => {
    try {
      return contentIn(row).event;
    } catch (error) {
      return { unreadable: asFaultError(error).code };
    }
  };

  const claim = database.transaction((limit: number): readonly ClaimedRow[] => {
    const now = clock.now();
    const rows = sql.dueHeads.all(now, now + LONGEST_WAIT_MS, limit);
    for (const row of rows) sql.takeOff.run(row.sequence);
    return rows;
  });

  const settleOne = (settlement: Settlement, now: number): void => {
    if (settlement.to === 'delivered') {
      sql.deliver.run(now, settlement.sequence);
      return;
    }
    const { sequence, fault = null, correlationId = null } = settlement;
    if (settlement.to === 'queued') {
      const { attempted, nextAttemptAt } = settlement;
      sql.requeue.run(attempted ? 1 : 0, nextAttemptAt, fault, correlationId, sequence);
    } else {
      sql.bury.run(settlement.to, now, fault, correlationId, sequence);
    }
  };
  const settle = database.transaction((settlements: readonly Settlement[], now: number) => {
    for (const settlement of settlements) settleOne(settlement, now);
  });

  const announce = (): void => {
    for (const listener of listeners) listener();
  };
  const changed = <T>(result: T): T => {
    announce();
    return result;
  };

  const retry = database.transaction((eventIds: readonly string[] | 'all-dead', now: number) => {
    if (eventIds === 'all-dead') return sql.reviveDead.run(now).changes;
    return eventIds.reduce((sum, id) => sum + sql.revive.run(now, id).changes, 0);
  });

  /** Up by one whenever another process has written: what was counted then is old. */
  let seenVersion: unknown;
  const counts = (): OutboxCounts => {
    const version = readPragma(database, 'data_version');
    if (version !== seenVersion) delivered = undefined;
    seenVersion = version;
    delivered ??= sql.countDelivered.get() ?? 0;
    const open = new Map(sql.countOpen.all().map(row => [row.state, row.count]));
    const dead = new Map(sql.countDead.all().map(row => [row.state, row.count]));
    return {
      queued: open.get('queued') ?? 0,
      inFlight: open.get('in-flight') ?? 0,
      delivered,
      rejected: dead.get('rejected') ?? 0,
      failed: dead.get('failed') ?? 0,
    };
  };

  return {
    add: ({ sequence, event, keyId, sealed }) => {
      const now = clock.now();
      const { eventId, aggregate, type } = event;
      sql.add.run(sequence, eventId, aggregate, type, now, now, keyId, sealed);
    },
    announce,
    contentOf: sequence => {
      const row = translating(() => sql.sealed.get(sequence));
      return row === undefined ? undefined : contentIn(row);
    },
    recover: () => translating(() => sql.recover.run().changes),
    recount: () => {
      delivered = undefined;
    },
    claim: limit =>
      translating(() => claim.immediate(limit)).map(row => ({
        sequence: row.sequence,
        eventId: row.event_id,
        aggregate: row.aggregate,
        attempts: row.attempts,
        event: eventIn(row),
      })),
    settle: settlements => {
      if (settlements.length === 0) return;
      translating(() => settle.immediate(settlements, clock.now()));
      if (delivered !== undefined) {
        delivered += settlements.filter(({ to }) => to === 'delivered').length;
      }
      announce();
    },
    nextDueAt: () => translating(() => sql.nextDue.get()) ?? undefined,
    hasten: () => {
      const now = clock.now();
      changed(translating(() => sql.hasten.run(now, now)));
    },
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    counts: () => translating(counts),
    list: ({ states, after = 0, limit }) => {
      const wanted = JSON.stringify(states ?? ALL_STATES);
      return translating(() => sql.list.all(after, wanted, limit)).map(listed);
    },
    show: eventId => {
      const row = translating(() => sql.show.get(eventId));
      return row === undefined ? undefined : listed(row);
    },
    oldestWaiting: () => {
      const at = translating(() => sql.oldest.get());
      return at === undefined ? undefined : instant(at);
    },
    resend: since => {
      const resent = translating(() => sql.resend.run(clock.now(), Date.parse(since)).changes);
      delivered = undefined;
      return changed(resent);
    },
    retry: eventIds => changed(translating(() => retry.immediate(eventIds, clock.now()))),
    *export(states) {
      let after = 0;
      for (;;) {
        const row = translating(() => sql.nextSealed.get(after, JSON.stringify(states)));
        if (row === undefined) return;
        after = row.sequence;
        yield contentIn(row).event;
      }
    },
  };
};

const ALL_STATES: readonly OutboxState[] = [
  'queued',
  'in-flight',
  'delivered',
  'rejected',
  'failed',
];

interface StateCount {
  readonly state: OutboxState;
  readonly count: number;
}

type Refusal = [fault: string | null, correlationId: string | null];

const statementsOf = (database: Database) => ({
  add: database.prepare<[number, string, string, string, number, number, number, Buffer]>(
    OUTBOX_SQL.add,
  ),
  sealed: database.prepare<[number], SealedRow>(OUTBOX_SQL.sealed),
  nextSealed: database.prepare<[number, string], SealedRow>(OUTBOX_SQL.nextSealed),
  dueHeads: database.prepare<[number, number, number], ClaimedRow>(OUTBOX_SQL.dueHeads),
  takeOff: database.prepare<[number]>(OUTBOX_SQL.takeOff),
  deliver: database.prepare<[number, number]>(OUTBOX_SQL.deliver),
  bury: database.prepare<[string, number, ...Refusal, number]>(OUTBOX_SQL.bury),
  requeue: database.prepare<[number, number, ...Refusal, number]>(OUTBOX_SQL.requeue),
  revive: database.prepare<[number, string]>(OUTBOX_SQL.revive),
  reviveDead: database.prepare<[number]>(OUTBOX_SQL.reviveDead),
  resend: database.prepare<[number, number]>(OUTBOX_SQL.resend),
  oldest: database.prepare<[], number>(OUTBOX_SQL.oldest).pluck(),
  recover: database.prepare<[]>(OUTBOX_SQL.recover),
  hasten: database.prepare<[number, number]>(OUTBOX_SQL.hasten),
  nextDue: database.prepare<[], number | null>(OUTBOX_SQL.nextDue).pluck(),
  countOpen: database.prepare<[], StateCount>(OUTBOX_SQL.countOpen),
  countDead: database.prepare<[], StateCount>(OUTBOX_SQL.countDead),
  countDelivered: database.prepare<[], number>(OUTBOX_SQL.countDelivered).pluck(),
  list: database.prepare<[number, string, number], ListedRow>(OUTBOX_SQL.list),
  show: database.prepare<[string], ListedRow>(OUTBOX_SQL.show),
});

const instant = (ms: number): string => new Date(ms).toISOString();

const listed = (row: ListedRow): OutboxRow => ({
  sequence: row.sequence,
  eventId: row.event_id,
  aggregate: row.aggregate,
  type: row.type,
  state: row.state,
  attempts: row.attempts,
  createdAt: instant(row.created_at),
  ...(row.state === 'queued' ? { nextAttemptAt: instant(row.next_attempt_at) } : {}),
  ...(row.settled_at === null ? {} : { settledAt: instant(row.settled_at) }),
  ...(row.fault === null ? {} : { fault: row.fault }),
  ...(row.correlation_id === null ? {} : { correlationId: row.correlation_id }),
});
