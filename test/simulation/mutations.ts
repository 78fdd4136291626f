import { familyOf } from '../../core/contract/errors.ts';
import type { NumberLease } from '../../core/contract/scheduling.ts';
import type { OutboxTable, Settlement } from '../../electron/storage/kiosk-store.ts';
import type { His } from '../../hub/his/his.ts';
import type { PortalClient } from '../../hub/insurance/portal-client.ts';
import type { HubWorks } from '../../hub/server/assemble.ts';
import type { Database } from '../../hub/storage/database.ts';
import type { KioskDiskOptions } from './kiosk-disk.ts';
import type { SimulatedProcess } from './simulated-process.ts';

export type HubHandlers = HubWorks['handlers'];

/** What a mutation puts in front of the parts of a hub. */
export interface HubMutation {
  readonly database: (database: Database) => Database;
  readonly handlers: (handlers: HubHandlers, process: SimulatedProcess) => HubHandlers;
  readonly his: (his: His) => His;
  readonly portal: (portal: PortalClient) => PortalClient;
  /** Another statement in place of one of the hub's. */
  readonly rewrite: (sql: string) => string;
}

/** The same for a kiosk. */
export interface KioskMutation {
  readonly outbox: (outbox: OutboxTable) => OutboxTable;
  readonly disk: KioskDiskOptions;
}

/** A guarantee broken on purpose, from outside: the product does not know of it. */
export interface Mutation extends HubMutation, KioskMutation {
  readonly says: string;
}

const AS_IT_IS: Omit<Mutation, 'says'> = {
  database: database => database,
  handlers: handlers => handlers,
  his: his => his,
  portal: portal => portal,
  rewrite: sql => sql,
  outbox: outbox => outbox,
  disk: {},
};

export const NO_MUTATION: Mutation = { ...AS_IT_IS, says: 'the product as it is' };

/** Every event that comes again is taken for another one. */
const takingRepeatsForNew = (): Mutation['handlers'] => {
  const seen = new Set<string>();
  return (handlers, { ids }) => ({
    ...handlers,
    intake: async ({ events }, caller) => {
      const taken = events.map(event =>
        seen.has(event.eventId) ? { ...event, eventId: ids.uuid(), visitId: ids.uuid() } : event,
      );
      const { results } = await handlers.intake({ events: taken }, caller);
      for (const { eventId } of events) seen.add(eventId);
      const nameOf = new Map(taken.map(({ eventId }, at) => [eventId, events[at]?.eventId]));
      return {
        results: results.map(result => ({
          ...result,
          eventId: nameOf.get(result.eventId) ?? result.eventId,
        })),
      };
    },
  });
};

const COMMIT_LATER_MS = 300;

const answeringBeforeCommit: Mutation['handlers'] = (handlers, { clock }) => ({
  ...handlers,
  intake: (input, caller) => {
    clock.after(COMMIT_LATER_MS, () => {
      Promise.resolve()
        .then(() => handlers.intake(input, caller))
        .catch(() => undefined);
    });
    return {
      results: input.events.map(({ eventId }) => ({ eventId, outcome: 'accepted' as const })),
    };
  },
});

/** Who asks for a block of a line gets the one that was given out last. */
const handingOutBlocksTwice = (): Mutation['handlers'] => {
  const last = new Map<string, NumberLease>();
  return handlers => ({
    ...handlers,
    leaseNumbers: async (request, caller) => {
      const line = `${request.day} ${request.servicePointId} ${request.numberClass}`;
      const known = last.get(line);
      if (known !== undefined) return { ...known, leaseId: request.requestId };
      const lease = await handlers.leaseNumbers(request, caller);
      last.set(line, lease);
      return lease;
    },
  });
};

/** A slip is gone as soon as somebody asked about it, with or without a visit. */
const usingSlipsUpByAsking = (): Mutation['handlers'] => {
  const asked = new Set<string>();
  return handlers => ({
    ...handlers,
    checkSlip: async (question, caller) => {
      const answer = await handlers.checkSlip(question, caller);
      const { slip } = answer;
      if (slip.standing === 'valid' && asked.has(slip.number)) {
        return { slip: { ...slip, standing: 'used' } };
      }
      asked.add(slip.number);
      return answer;
    },
  });
};

const takingTroubleForAnAnswer: Mutation['portal'] = portal => ({
  ...portal,
  lookUp: async (question, deadline) => {
    const reply = await portal.lookUp(question, deadline);
    if (reply.kind === 'answer') return reply;
    const answer = { code: '050', card: {}, newCard: {}, garbled: [] };
    return { kind: 'answer', answer, ms: reply.ms };
  },
});

const takenForDelivered = (settlement: Settlement): Settlement =>
  settlement.to === 'queued' &&
  settlement.fault !== undefined &&
  familyOf(settlement.fault) === 'ambiguous'
    ? { sequence: settlement.sequence, to: 'delivered' }
    : settlement;

const ORDER_AT_THE_HUB = /and not exists \(\s*select from delivery earlier[^)]*\)\s*\)/;

const HELD_BY_THE_LIVING = /where state = 'in-flight' and \(lease_until[\s\S]*$/;

/** By name; made anew for every world, since some remember what they saw. */
export const MUTATIONS: Readonly<Record<string, () => Mutation>> = {
  'intake-without-dedup': () => ({
    ...AS_IT_IS,
    says: 'the hub takes an event that comes again for a new one',
    handlers: takingRepeatsForNew(),
  }),
  'intake-acks-before-commit': () => ({
    ...AS_IT_IS,
    says: 'the hub says "accepted" a moment before it has stored anything',
    handlers: answeringBeforeCommit,
  }),
  'intake-without-transaction': () => ({
    ...AS_IT_IS,
    says: 'the hub stores an event statement by statement',
    database: database => ({ ...database, transaction: work => work(database) }),
    // Outside of a transaction there are no locks to hold.
    rewrite: sql => (sql.startsWith('lock table') ? 'select 1' : sql),
  }),
  'kiosk-acks-before-durable': () => ({
    ...AS_IT_IS,
    says: 'the kiosk hands out the ticket while its last commits are not on the disk yet',
    disk: { commitsLostInCrash: 2 },
  }),
  'kiosk-forgets-what-was-in-flight': () => ({
    ...AS_IT_IS,
    says: 'a kiosk that died does not send again what it was sending',
    disk: {
      rewrite: sql =>
        sql.startsWith("update outbox set state = 'queued' where settled_at is null")
          ? `${sql} and false`
          : sql,
    },
  }),
  'timeout-taken-for-delivered': () => ({
    ...AS_IT_IS,
    says: 'the kiosk takes no answer for a good one',
    outbox: outbox => ({
      ...outbox,
      settle: settlements => outbox.settle(settlements.map(takenForDelivered)),
    }),
  }),
  'outbox-order-by-id-only': () => ({
    ...AS_IT_IS,
    says: 'the kiosk sends what is due by its count alone, whatever waits before it',
    disk: {
      rewrite: sql =>
        sql
          .replace('select min(sequence) as sequence, state', 'select sequence, state')
          .replace('where settled_at is null group by aggregate', 'where settled_at is null'),
    },
  }),
  'delivery-out-of-order': () => ({
    ...AS_IT_IS,
    says: 'the hub sends a visit to the HIS before an earlier one of the patient has arrived',
    rewrite: sql => sql.replace(ORDER_AT_THE_HUB, ''),
  }),
  'deliver-without-look-up': () => ({
    ...AS_IT_IS,
    says: 'the hub sends again what may have arrived, and does not ask the HIS first',
    his: his => ({
      ...his,
      deliver: delivery => his.deliver({ ...delivery, attemptsBefore: 0 }),
    }),
  }),
  'claims-of-the-living-taken': () => ({
    ...AS_IT_IS,
    says: 'a hub sends what another hub is sending at the moment',
    rewrite: sql => sql.replace(HELD_BY_THE_LIVING, "where state = 'in-flight' and $1 <> ''"),
  }),
  'stumble-stops-everything': () => ({
    ...AS_IT_IS,
    says: 'one visit the HIS stumbles over holds up all others',
    his: his => ({
      ...his,
      deliver: async delivery => {
        const verdict = await his.deliver(delivery);
        return verdict.verdict === 'later' ? { ...verdict, scope: 'system' } : verdict;
      },
    }),
  }),
  'slip-used-twice': () => ({
    ...AS_IT_IS,
    says: 'the hub does not keep which slips were used',
    rewrite: sql =>
      sql.startsWith('insert into slip_use')
        ? sql.replace('on conflict', 'where false on conflict')
        : sql,
  }),
  'slip-used-up-by-asking': () => ({
    ...AS_IT_IS,
    says: 'a slip is used up by who asks about it and does not check in',
    handlers: usingSlipsUpByAsking(),
  }),
  'portal-trouble-taken-for-answer': () => ({
    ...AS_IT_IS,
    says: 'an insurance portal that fails is taken for one that does not know the card',
    portal: takingTroubleForAnAnswer,
  }),
  'card-looked-up-once': () => ({
    ...AS_IT_IS,
    says: 'the hub gives an unverified card up after the first look-up that failed',
    rewrite: sql =>
      sql.startsWith('update insurance_recheck')
        ? sql.replace('state = $6', "state = replace($6, 'waiting', 'no-key')")
        : sql,
  }),
  'card-verified-twice': () => ({
    ...AS_IT_IS,
    says: 'a hub looks up the card that another hub is looking up, and both keep the answer',
    rewrite: sql =>
      sql.startsWith('update insurance_recheck')
        ? sql
            .replace("state = 'looking' and lease_until <= clock_timestamp()", "state = 'looking'")
            .replace('visit_id = $1 and lease_owner = $2', "visit_id = $1 and $2::text <> ''")
        : sql,
  }),
  'verified-card-not-told': () => ({
    ...AS_IT_IS,
    says: 'the hub keeps that a card is good and does not tell the HIS',
    rewrite: sql =>
      sql.startsWith('insert into delivery') && sql.includes('updates_visit')
        ? `${sql} and false`
        : sql,
  }),
  'lease-handed-out-twice': () => ({
    ...AS_IT_IS,
    says: 'the hub gives one block of numbers to several kiosks',
    handlers: handingOutBlocksTwice(),
  }),
};
