import type { ServicePoint } from '../../core/contract/catalogue.ts';
import type { Client } from '../../core/contract/contract.ts';
import { asFaultError, type FaultCode } from '../../core/contract/errors.ts';
import type { HubContract } from '../../core/contract/hub.ts';
import type { Clock } from '../../core/ports/ports.ts';
import {
  blockToAskFor,
  DEFAULT_LEASE_POLICY,
  type LeasePolicy,
  type NumberLine,
} from '../../core/queueing/lease-book.ts';
import { halfOfDay, isOver } from '../../core/queueing/number-session.ts';
import { addDays, businessDayOf, minuteOfDay } from '../../core/scheduling/business-day.ts';
import type { Log } from '../host/host-interface.ts';
import type { LeaseRequest, LeaseTable } from '../storage/kiosk-store.ts';
import type { Watched } from './watched.ts';

export interface LeaseKeeperParts {
  readonly hub: Pick<Client<HubContract>, 'leaseNumbers' | 'returnNumbers'>;
  readonly leases: Pick<
    LeaseTable,
    'book' | 'request' | 'receive' | 'abandon' | 'spent' | 'returned'
  >;
  /** The points of the catalogue, as last heard. */
  readonly servicePoints: () => readonly ServicePoint[];
  readonly reachable: Watched<boolean>;
  readonly clock: Clock;
  readonly log: Log;
  readonly policy?: LeasePolicy;
}

export interface LeaseKeeper {
  /** Tops up now, then every 15 s (soon after midnight too), and when the hub comes back. */
  start(): void;
  stop(): void;
  /**
   * One round: blocks whose time is over go back to the hub, lines that run low are filled. A round
   * under way is waited for instead.
   */
  topUp(): Promise<void>;
}

const EVERY_MS = 15_000;
/** Until the catalogue is there for the first time. */
const NO_POINTS_MS = 500;

/** A part of the patients has legal priority; a stock too large only leaves a gap. */
const PRIORITY_SHARE = 0.3;

/** Failures that say something about this request, not about the hub: it is not asked again. */
const ABOUT_THE_REQUEST: ReadonlySet<FaultCode> = new Set([
  'bad-request',
  'clinic-closed',
  'clinic-full',
  'idempotency-conflict',
  'hub-refused',
]);

/** The hub knows otherwise about a block, and will say the same of it tomorrow. */
const RETURN_REFUSED: ReadonlySet<FaultCode> = new Set([
  'bad-request',
  'idempotency-conflict',
  'not-permitted',
]);

interface PacedLine {
  readonly line: NumberLine;
  /** Numbers an hour. */
  readonly pace: number;
}

/** Keeps numbers in hand for the time the hub is away: for every point that takes patients. */
export const createLeaseKeeper = (parts: LeaseKeeperParts): LeaseKeeper => {
  const { reachable, clock } = parts;
  let running = false;
  let round: Promise<void> | undefined;
  let cancel = (): void => undefined;
  let unsubscribe = (): void => undefined;

  const topUp = (): Promise<void> => {
    round ??= topUpAll(parts).finally(() => {
      round = undefined;
    });
    return round;
  };

  const turn = async (): Promise<void> => {
    cancel();
    if (reachable.current()) await topUp();
    cancel();
    const wait = parts.servicePoints().length === 0 ? NO_POINTS_MS : EVERY_MS;
    if (running) cancel = clock.after(wait, () => void turn());
  };

  return {
    topUp,
    start: () => {
      if (running) return;
      running = true;
      unsubscribe = reachable.subscribe(() => {
        if (running && reachable.current()) void turn();
      });
      void turn();
    },
    stop: () => {
      running = false;
      cancel();
      unsubscribe();
    },
  };
};

const topUpAll = async (parts: LeaseKeeperParts): Promise<void> => {
  const { leases, servicePoints, clock, log, policy = DEFAULT_LEASE_POLICY } = parts;
  try {
    const now = clock.now();
    if (!(await giveBack(parts))) return;
    for (const day of daysToProvideFor(now)) {
      for (const { line, pace } of servicePoints().flatMap(point => linesOf(point, day, now))) {
        const size = blockToAskFor(leases.book(day), line, pace, policy);
        if (size > 0 && !(await askFor(parts, leases.request(line, size)))) return;
      }
    }
  } catch (error) {
    log.error({ code: asFaultError(error).code }, 'the leased numbers could not be kept');
  }
};

/** Blocks of days and sessions gone by, also those a kiosk held while it was away for days. */
const giveBack = async ({ hub, leases, clock, log }: LeaseKeeperParts): Promise<boolean> => {
  for (const spent of leases.spent(line => isOver(line, clock.now()))) {
    try {
      await hub.returnNumbers(spent);
    } catch (error) {
      const { code, family } = asFaultError(error);
      log.warn({ code, leaseId: spent.leaseId }, 'a block of numbers was not taken back');
      if (family !== 'permanent') return false;
      // Kept for a hub that knows no returns yet, or fails at them.
      if (!RETURN_REFUSED.has(code)) continue;
    }
    leases.returned(spent.leaseId);
  }
  return true;
};

/** From here on a hub that is lost may still be away when the doors open. */
const EVENING_MINUTE = 18 * 60;

/** Today, and in the evening tomorrow: numbers of a new day cannot be leased from a hub that is away. */
const daysToProvideFor = (now: number): readonly string[] => {
  const today = businessDayOf(now);
  return minuteOfDay(now) < EVENING_MINUTE ? [today] : [today, addDays(today, 1)];
};

/** The sessions of a day that can still be called, where a point starts anew at noon. */
const sessionsOf = (
  point: ServicePoint,
  day: string,
  now: number,
): readonly Pick<NumberLine, 'session'>[] => {
  if (point.reset !== 'noon') return [{}];
  const isMorning = day > businessDayOf(now) || halfOfDay(now) === 'morning';
  return isMorning
    ? [{ session: 'morning' }, { session: 'afternoon' }]
    : [{ session: 'afternoon' }];
};

/** A point calls one patient after another; a line lasts as long as it could call from it. */
const linesOf = (point: ServicePoint, day: string, now: number): readonly PacedLine[] => {
  if (point.state === 'closed') return [];
  const pace = 60 / point.minutesPerPatient;
  return sessionsOf(point, day, now).flatMap((session): PacedLine[] => {
    const line = { servicePointId: point.id, day, ...session };
    return [
      { line: { ...line, numberClass: 'normal' }, pace },
      { line: { ...line, numberClass: 'priority' }, pace: pace * PRIORITY_SHARE },
    ];
  });
};

/** False where it is no use to go on with this round. */
const askFor = async (
  { hub, leases, log }: LeaseKeeperParts,
  request: LeaseRequest,
): Promise<boolean> => {
  const { requestId, servicePointId, numberClass } = request;
  try {
    leases.receive(requestId, await hub.leaseNumbers(request));
    return true;
  } catch (error) {
    const { code } = asFaultError(error);
    log.warn({ code, servicePointId, numberClass }, 'no block of numbers was leased');
    if (!ABOUT_THE_REQUEST.has(code)) return false;
    // Any other failure leaves the request open: asked again, it is the same block.
    leases.abandon(requestId);
    return true;
  }
};
