import type { Catalogue, NumberClass } from '../../core/contract/catalogue.ts';
import type { Client } from '../../core/contract/contract.ts';
import { asFaultError } from '../../core/contract/errors.ts';
import type { HubContract } from '../../core/contract/hub.ts';
import type { Clock } from '../../core/ports/ports.ts';
import { blockToAskFor, type NumberLine } from '../../core/queueing/lease-book.ts';
import { businessDayOf } from '../../core/scheduling/business-day.ts';
import type { Log } from '../host/host-interface.ts';
import type { LeaseTable } from '../storage/kiosk-store.ts';
import type { Reachability } from './reachability.ts';

/** Keeps a stock of numbers for the time the hub is away. */
export interface LeaseKeeper {
  start(): void;
  stop(): void;
}

export interface LeaseKeeperOptions {
  readonly hub: Pick<Client<HubContract>, 'leaseNumbers'>;
  readonly reachability: Pick<Reachability, 'current' | 'subscribe'>;
  readonly catalogue: {
    current(): Catalogue | undefined;
    subscribe(listener: () => void): () => void;
  };
  readonly leases: LeaseTable;
  readonly clock: Clock;
  readonly log: Log;
}

const EVERY_MS = 30_000;
const CLASSES: readonly NumberClass[] = ['normal', 'priority'];

/** Every tenth patient has legal priority, roughly; a stock too large only leaves a gap. */
const SHARE: Readonly<Record<NumberClass, number>> = { normal: 1, priority: 0.3 };

/** A block left over at night is a gap in numbers nobody misses; an empty one is a patient without. */
export const createLeaseKeeper = (options: LeaseKeeperOptions): LeaseKeeper => {
  const { hub, reachability, catalogue, leases, clock, log } = options;
  let cancel: () => void = () => undefined;
  let working = false;
  let stopped = false;

  const topUp = async (): Promise<void> => {
    if (working || stopped) return;
    working = true;
    cancel();
    try {
      for (const wish of wishes()) {
        if (!reachability.current()) break;
        await ask(wish);
      }
    } catch (cause) {
      log.warn({ code: asFaultError(cause).code }, 'numbers could not be leased');
    }
    working = false;
    cancel = clock.after(EVERY_MS, () => void topUp());
  };
  const wishes = (): readonly { line: NumberLine; size: number }[] => {
    const day = businessDayOf(clock.now());
    const book = leases.book(day);
    return (catalogue.current()?.servicePoints ?? []).flatMap(point =>
      CLASSES.flatMap(numberClass => {
        const line = { servicePointId: point.id, numberClass, day };
        const perHour = (60 / point.minutesPerPatient) * SHARE[numberClass];
        const size = blockToAskFor(book, line, perHour);
        return size === 0 ? [] : [{ line, size }];
      }),
    );
  };
  const ask = async ({ line, size }: { line: NumberLine; size: number }): Promise<void> => {
    const request = leases.request(line, size);
    try {
      const { requestId, servicePointId, numberClass, day } = request;
      const lease = await hub.leaseNumbers({
        requestId,
        servicePointId,
        numberClass,
        day,
        size: request.size,
      });
      leases.receive(requestId, lease);
    } catch (cause) {
      // Asked again under the same id a lost answer costs no numbers; a refusal is final.
      if (asFaultError(cause).family === 'permanent') leases.abandon(request.requestId);
      throw cause;
    }
  };
  const unsubscribe = [
    reachability.subscribe(() => void topUp()),
    catalogue.subscribe(() => void topUp()),
  ];

  return {
    start: () => void topUp(),
    stop: () => {
      stopped = true;
      for (const stop of unsubscribe) stop();
      cancel();
    },
  };
};
