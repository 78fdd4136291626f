import { enrol } from '../../electron/enrolment/enrol.ts';
import { type HubLink, openHubLink } from '../../electron/enrolment/hub-link.ts';
import { randomIds } from '../../electron/host/system-ports.ts';
import { createHubClient } from '../../electron/hub-client/hub-client.ts';
import { createPinnedFetch } from '../../electron/hub-client/pinned-fetch.ts';
import type { StoreSettings } from '../../electron/storage/kiosk-store.ts';
import type { Client } from '../../core/contract/contract.ts';
import type { HubContract } from '../../core/contract/hub.ts';
import type { Clock } from '../../core/ports/ports.ts';

/** What one kiosk keeps, without the rest of it. */
export interface KioskAtTest {
  readonly link: HubLink;
  readonly hub: Client<HubContract>;
  readonly settings: StoreSettings;
  /** The hub's time, where it refused this kiosk's. */
  readonly heardTimes: number[];
  join(code: string): Promise<string>;
}

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

const settingsInMemory = (): StoreSettings => {
  const kept = new Map<string, string>();
  return {
    get: name => {
      const text = kept.get(name);
      return text === undefined ? undefined : (JSON.parse(text) as unknown);
    },
    set: (name, value) => void kept.set(name, JSON.stringify(value)),
    remove: name => void kept.delete(name),
  };
};

/** A kiosk's line to its hub, put together as its composition root does. */
export const kioskAtTest = (
  clock: Clock,
  { hubUrl, wishedId }: { readonly hubUrl?: string; readonly wishedId?: string } = {},
  settings: StoreSettings = settingsInMemory(),
): KioskAtTest => {
  const master = Buffer.alloc(32, 5);
  const link = openHubLink({ settings, master, hubUrl, wishedId, clock, log: SILENT });
  const heardTimes: number[] = [];
  const ports = { clock, ids: randomIds };
  const hub = createHubClient({
    route: () => link.route(),
    fetch: createPinnedFetch(pin => link.acceptsPin(pin)),
    onHubTime: now => void heardTimes.push(now),
    onFault: fault => link.failed(fault),
    ...ports,
  });
  return {
    link,
    hub,
    settings,
    heardTimes,
    join: async code => {
      const joined = await enrol(code, { settings, master, wishedId, version: '1', ...ports });
      link.joined(joined);
      return joined.kioskId;
    },
  };
};
