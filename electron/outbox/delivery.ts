import type { Client } from '../../core/contract/contract.ts';
import { asFaultError, type FaultError, faultSchema } from '../../core/contract/errors.ts';
import {
  type HubContract,
  type IntakeEvent,
  type IntakeResult,
  intakeEventSchema,
} from '../../core/contract/hub.ts';
import type { Clock } from '../../core/ports/ports.ts';
import type { OutboxItem, Settlement } from '../storage/kiosk-store.ts';
import { type RetryPolicy, verdictOn, waitMs } from './retry-policy.ts';

export interface DeliveryParts {
  readonly hub: Pick<Client<HubContract>, 'intake'>;
  readonly clock: Clock;
  /** 0 ≤ value < 1. */
  readonly random: () => number;
  readonly policy: RetryPolicy;
  /** The hub took other events a while ago. */
  readonly hubWorks: boolean;
}

/** What became of every event that was taken, and what the hub said last. */
export interface Delivery {
  readonly settlements: readonly Settlement[];
  /** The hub judged at least one event. */
  readonly answered: boolean;
  /** The kiosk is not let in: nothing more is to be sent for now. */
  readonly held?: FaultError;
  /** The last failure of a request as a whole. */
  readonly fault?: FaultError;
}

interface Sendable {
  readonly item: OutboxItem;
  readonly event: IntakeEvent;
}

/** What sending one part of the batch came to. */
interface Round {
  readonly settled: Settlement[];
  /** Events that alone make the hub fail in a way that blames nobody for sure. */
  readonly doubtful: { readonly item: OutboxItem; readonly fault: FaultError }[];
  answered: boolean;
  held?: FaultError;
  fault?: FaultError;
}

/** Single failures in a row, with no answer in between, after which the hub itself is to blame. */
const PATIENCE = 3;

/**
 * Hands events to the hub and says for each what became of it. A refused batch is halved until the
 * one event that is to blame stands alone: it never holds up the others.
 */
export const deliver = async (
  items: readonly OutboxItem[],
  parts: DeliveryParts,
): Promise<Delivery> => {
  const round: Round = { settled: [], doubtful: [], answered: false };
  const sendable = items.flatMap(item => checked(item, round));
  for (const request of requestsOf(sendable)) await send(request, parts, round);
  const { settled, doubtful, answered, held, fault } = round;
  return {
    answered,
    settlements: [...settled, ...doubtful.map(doubt => judged(doubt, round, parts))],
    ...(held === undefined ? {} : { held }),
    ...(fault === undefined ? {} : { fault }),
  };
};

/** The hub takes requests of 4 MiB: pictures fill them sooner than the number of events does. */
const REQUEST_BYTES = 3 * 1_048_576;
/** More than any event without its picture. */
const EVENT_BYTES = 8192;

const weightOf = ({ event }: Sendable): number =>
  EVENT_BYTES + ('portrait' in event ? (event.portrait?.length ?? 0) : 0);

/** In their order, as many in one request as fit. */
const requestsOf = (sendable: readonly Sendable[]): readonly (readonly Sendable[])[] => {
  const requests: Sendable[][] = [];
  let room = 0;
  for (const one of sendable) {
    const weight = weightOf(one);
    if (weight > room) {
      requests.push([]);
      room = REQUEST_BYTES;
    }
    room -= weight;
    requests.at(-1)?.push(one);
  }
  return requests;
};

/** What cannot be read, or is no event at all, is not sent: the hub could only refuse it. */
const checked = (item: OutboxItem, round: Round): readonly Sendable[] => {
  if ('unreadable' in item.event) {
    const { unreadable: fault } = item.event;
    round.settled.push({ sequence: item.sequence, to: 'failed', fault });
    return [];
  }
  const parsed = intakeEventSchema.safeParse(item.event);
  if (parsed.success) return [{ item, event: parsed.data }];
  round.settled.push({ sequence: item.sequence, to: 'failed', fault: 'bad-request' });
  return [];
};

const send = async (
  batch: readonly Sendable[],
  parts: DeliveryParts,
  round: Round,
): Promise<void> => {
  if (round.held !== undefined || isHopeless(round)) {
    round.settled.push(...batch.map(({ item }) => postponed(item, parts, round)));
    return;
  }
  try {
    const { results } = await parts.hub.intake({ events: batch.map(({ event }) => event) });
    round.answered = true;
    const byEvent = new Map(results.map(result => [result.eventId, result]));
    round.settled.push(
      ...batch.map(({ item }) => settlementOf(item, byEvent.get(item.eventId), parts)),
    );
  } catch (error) {
    await sendAgain(batch, asFaultError(error), parts, round);
  }
};

const sendAgain = async (
  batch: readonly Sendable[],
  fault: FaultError,
  parts: DeliveryParts,
  round: Round,
): Promise<void> => {
  round.fault = fault;
  const verdict = verdictOn(fault.code);
  const [only] = batch;
  if (verdict === 'hold') {
    round.held = fault;
    round.settled.push(...batch.map(({ item }) => postponed(item, parts, round)));
  } else if (verdict === 'retry') {
    round.settled.push(...batch.map(({ item }) => again(item, fault, parts)));
  } else if (batch.length > 1) {
    const middle = Math.ceil(batch.length / 2);
    await send(batch.slice(0, middle), parts, round);
    await send(batch.slice(middle), parts, round);
  } else if (only !== undefined && verdict === 'refuse') {
    round.settled.push(deadLetter(only.item, 'rejected', fault));
    // It was the hub that judged this one: it works.
    round.answered = true;
  } else if (only !== undefined) {
    round.doubtful.push({ item: only.item, fault });
  }
};

const isHopeless = ({ answered, doubtful, fault }: Round): boolean =>
  (!answered && doubtful.length >= PATIENCE) ||
  (fault !== undefined && verdictOn(fault.code) === 'retry');

const settlementOf = (
  item: OutboxItem,
  result: IntakeResult | undefined,
  parts: DeliveryParts,
): Settlement => {
  const { sequence } = item;
  switch (result?.outcome) {
    case 'accepted':
    case 'duplicate':
      return { sequence, to: 'delivered' };
    case 'rejected':
      return {
        sequence,
        to: 'rejected',
        fault: result.fault?.code ?? 'hub-refused',
        ...(result.fault === undefined ? {} : { correlationId: result.fault.correlationId }),
      };
    case undefined:
      // Not a word about this one: it may be there or not, and asking again does no harm.
      return queuedAgain(item, parts, { fault: 'hub-timeout' });
  }
};

/** Only a hub that takes other events, now or lately, shows that this one is to blame. */
const judged = (
  { item, fault }: Round['doubtful'][number],
  { answered }: Round,
  parts: DeliveryParts,
): Settlement =>
  (answered || parts.hubWorks) && item.attempts + 1 >= parts.policy.doubtfulAttempts
    ? deadLetter(item, 'failed', fault)
    : again(item, fault, parts);

const deadLetter = (
  { sequence }: OutboxItem,
  to: 'rejected' | 'failed',
  fault: FaultError,
): Settlement => ({ sequence, to, fault: fault.code, ...correlationOf(fault) });

const again = (item: OutboxItem, fault: FaultError, parts: DeliveryParts): Settlement =>
  queuedAgain(item, parts, {
    fault: fault.code,
    ...correlationOf(fault),
    ...(fault.retryAfterMs === undefined ? {} : { retryAfterMs: fault.retryAfterMs }),
  });

interface Why {
  readonly fault: FaultError['code'];
  readonly correlationId?: string;
  readonly retryAfterMs?: number;
}

const queuedAgain = (
  { sequence, attempts }: OutboxItem,
  { clock, random, policy }: DeliveryParts,
  { retryAfterMs, ...why }: Why,
): Settlement => ({
  sequence,
  to: 'queued',
  attempted: true,
  nextAttemptAt: clock.now() + waitMs(attempts + 1, random(), retryAfterMs, policy),
  ...why,
});

/** Handed back unsent: the attempt does not count. */
const postponed = (
  { sequence, attempts }: OutboxItem,
  { clock, random, policy }: DeliveryParts,
  { held, fault }: Round,
): Settlement => {
  const wait = held === undefined ? waitMs(attempts + 1, random(), 0, policy) : policy.holdMs;
  const why = held ?? fault;
  return {
    sequence,
    to: 'queued',
    attempted: false,
    nextAttemptAt: clock.now() + wait,
    ...(why === undefined ? {} : { fault: why.code }),
  };
};

/** The hub's name for the failure, where it gave one. */
const correlationOf = ({ cause }: FaultError): { correlationId?: string } => {
  const named = faultSchema.safeParse(cause);
  return named.success ? { correlationId: named.data.correlationId } : {};
};
