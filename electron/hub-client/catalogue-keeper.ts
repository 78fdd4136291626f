import type { Catalogue } from '../../core/contract/catalogue.ts';
import type { Client } from '../../core/contract/contract.ts';
import type { HubContract } from '../../core/contract/hub.ts';
import type { Clock } from '../../core/ports/ports.ts';
import type { StoreCaches } from '../storage/kiosk-store.ts';
import type { Reachability } from './reachability.ts';

/** The hospital's clinics and queues: fresh while the hub answers, the last copy while it does not. */
export interface CatalogueKeeper {
  current(): Catalogue | undefined;
  subscribe(listener: () => void): () => void;
  /** Asks once, then keeps asking; resolves after the first answer or failure. */
  start(): Promise<void>;
  stop(): void;
}

export interface CatalogueKeeperOptions {
  readonly hub: Pick<Client<HubContract>, 'catalogue'>;
  readonly reachability: Pick<Reachability, 'current' | 'subscribe'>;
  readonly caches: Pick<StoreCaches, 'catalogue' | 'saveCatalogue'>;
  readonly clock: Clock;
  readonly everyMs: number;
}

export const createCatalogueKeeper = (options: CatalogueKeeperOptions): CatalogueKeeper => {
  const { hub, reachability, caches, clock, everyMs } = options;
  const listeners = new Set<() => void>();
  let catalogue = caches.catalogue();
  let kept = withoutMoments(catalogue);
  let cancel: () => void = () => undefined;
  let asking = false;

  const refresh = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    cancel();
    if (reachability.current()) await hub.catalogue({}).then(keep, () => undefined);
    asking = false;
    cancel = clock.after(everyMs, () => void refresh());
  };
  const keep = (fresh: Catalogue): void => {
    catalogue = fresh;
    // What did not change is not written again: the disk is for visits.
    const comparable = withoutMoments(fresh);
    if (comparable !== kept) caches.saveCatalogue(fresh);
    kept = comparable;
    for (const listener of listeners) listener();
  };
  const unsubscribe = reachability.subscribe(() => {
    if (reachability.current()) void refresh();
  });

  return {
    current: () => catalogue,
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: refresh,
    stop: () => {
      unsubscribe();
      cancel();
      asking = true;
      listeners.clear();
    },
  };
};

const withoutMoments = (catalogue: Catalogue | undefined): string =>
  catalogue === undefined
    ? ''
    : JSON.stringify({
        ...catalogue,
        asOf: '',
        servicePoints: catalogue.servicePoints.map(point => ({ ...point, waiting: 0 })),
      });
