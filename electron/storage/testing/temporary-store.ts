import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ids, Secrets } from '../../../core/ports/ports.ts';
import { createMemorySecrets } from '../../secrets/memory-secrets.ts';
import type { KioskInspector, KioskStore } from '../kiosk-store.ts';
import { openKioskInspector, openKioskStore } from '../open-store.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';

export interface TemporaryStore {
  readonly directory: string;
  readonly clock: ManualClock;
  readonly secrets: Secrets;
  readonly store: KioskStore;
  /** Closes the store and opens the same data again. */
  reopen(secrets?: Secrets): Promise<KioskStore>;
  inspect(): Promise<KioskInspector>;
  /** Closes everything and deletes the folder. */
  remove(): void;
}

export const randomIds: Ids = { uuid: () => randomUUID() };

/** A real store in a folder of its own. */
export const openTemporaryStore = async (
  clock: ManualClock = createManualClock(),
): Promise<TemporaryStore> => {
  const directory = mkdtempSync(join(tmpdir(), 'tiep-don-store-'));
  const secrets = createMemorySecrets();
  const options = { directory, clock, ids: randomIds, secrets };
  const inspectors: KioskInspector[] = [];
  let store = await openKioskStore(options);
  return {
    directory,
    clock,
    secrets,
    get store() {
      return store;
    },
    reopen: async (others = secrets) => {
      store.close();
      store = await openKioskStore({ ...options, secrets: others });
      return store;
    },
    inspect: async () => {
      const inspector = await openKioskInspector(options);
      inspectors.push(inspector);
      return inspector;
    },
    remove: () => {
      for (const inspector of inspectors) inspector.close();
      store.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};
