import type { Catalogue } from '../../core/contract/catalogue.ts';
import type { Client } from '../../core/contract/contract.ts';
import { asFaultError } from '../../core/contract/errors.ts';
import type { HubContract } from '../../core/contract/hub.ts';
import type { Clock } from '../../core/ports/ports.ts';
import type { Log } from '../host/host-interface.ts';
import type { StoreCaches } from '../storage/kiosk-store.ts';
import { type Watched, watched } from './watched.ts';

export interface CatalogueKeeperParts {
  readonly hub: Pick<Client<HubContract>, 'catalogue'>;
  readonly caches: Pick<StoreCaches, 'catalogue' | 'saveCatalogue'>;
  readonly reachable: Watched<boolean>;
  readonly clock: Clock;
  readonly everySeconds: number;
  readonly log: Log;
}

export interface CatalogueKeeper extends Watched<Catalogue | undefined> {
  /** Asks now, then every so often and whenever the hub comes back. */
  start(): void;
  stop(): void;
  /** Asks now; keeps the last copy where nobody answers. */
  refresh(): Promise<void>;
}

/** What is worth the disk: neither the moment nor the queue, which is old at the next start. */
const lastingPart = (catalogue: Catalogue | undefined): string =>
  JSON.stringify({
    ...catalogue,
    asOf: undefined,
    servicePoints: catalogue?.servicePoints.map(point => ({
      ...point,
      waiting: undefined,
      load: undefined,
    })),
  });

/** The clinics and counters as last heard, also over a restart without a network. */
export const createCatalogueKeeper = (parts: CatalogueKeeperParts): CatalogueKeeper => {
  const { hub, caches, reachable, clock, log } = parts;
  const catalogue = watched(caches.catalogue());
  let running = false;
  let cancel = (): void => undefined;
  let unsubscribe = (): void => undefined;

  const keep = (heard: Catalogue): void => {
    if (lastingPart(heard) !== lastingPart(catalogue.current())) caches.saveCatalogue(heard);
    catalogue.set(heard);
  };

  const refresh = async (): Promise<void> => {
    try {
      const heard = await hub.catalogue({});
      if (running) keep(heard);
    } catch (error) {
      log.warn({ code: asFaultError(error).code }, 'the catalogue could not be refreshed');
    }
  };

  const schedule = (): void => {
    cancel();
    if (running) cancel = clock.after(parts.everySeconds * 1000, () => void turn());
  };

  const turn = async (): Promise<void> => {
    cancel();
    if (!running) return;
    if (reachable.current()) await refresh();
    schedule();
  };

  return {
    current: catalogue.current,
    subscribe: catalogue.subscribe,
    refresh,
    start: () => {
      if (running) return;
      running = true;
      unsubscribe = reachable.subscribe(() => {
        if (reachable.current()) void turn();
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
