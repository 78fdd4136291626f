import type { Client } from '../../core/contract/contract.ts';
import type { DeviceStatus } from '../../core/contract/device.ts';
import { asFaultError } from '../../core/contract/errors.ts';
import type { DeviceChange, HubContract } from '../../core/contract/hub.ts';
import type { Clock, Ids } from '../../core/ports/ports.ts';
import type { DeviceBridge } from '../../native-bridges/contract/bridge.ts';
import type { Log } from '../host/host-interface.ts';
import type { DeviceChangeTable } from '../storage/device-change-table.ts';
import type { Watched } from './watched.ts';

export interface DeviceChangeParts {
  readonly bridge: Pick<DeviceBridge, 'subscribe'>;
  readonly changes: DeviceChangeTable;
  /** Ids of the devices in the configuration, as it is now. */
  readonly configured: () => readonly string[];
  readonly hub: Pick<Client<HubContract>, 'deviceEvents'>;
  readonly reachable: Watched<boolean>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

export interface DeviceChangeKeeper {
  /** The roll of a printer should be changed now. */
  paperLow(status: DeviceStatus): void;
  /** The configuration is another one: devices that are in it no longer are told as removed. */
  reconfigured(): void;
  stop(): void;
}

const BATCH = 200;
/** What happens together is told together. */
const GATHER_MS = 1000;
const RETRY_MS = 60_000;
/** A hub that is older than this kiosk does not know the method until it is updated. */
const RETRY_OLD_HUB_MS = 3_600_000;

/** What is worth telling: a reader that is busy with a card is no news. */
const telling = ({ state, stage, fault, paper }: DeviceStatus): string =>
  JSON.stringify([state, stage === 'busy' ? 'ready' : stage, fault, paper]);

/** Stores every change of a device and tells the hub, now or when it is there again. */
export const keepDeviceChanges = (parts: DeviceChangeParts): DeviceChangeKeeper => {
  const { changes, hub, reachable, clock, ids, log } = parts;
  const last = new Map<string, string>();
  let stopped = false;
  let sending = false;
  let cancel = (): void => undefined;

  const schedule = (ms: number): void => {
    cancel();
    if (!stopped) cancel = clock.after(ms, () => void send());
  };

  const send = async (): Promise<void> => {
    if (sending || stopped || !reachable.current()) return;
    sending = true;
    try {
      const events = changes.unsent(BATCH);
      if (events.length === 0) return;
      await hub.deviceEvents({ events: [...events] });
      // Stopped meanwhile: the data may be closed; the hub knows these when they come again.
      if (!isStopped()) changes.sent(events.map(({ eventId }) => eventId));
      if (events.length === BATCH) schedule(0);
    } catch (cause) {
      const { code } = asFaultError(cause);
      log.info({ code }, 'changes of devices wait for the hub');
      schedule(code === 'unknown-method' ? RETRY_OLD_HUB_MS : RETRY_MS);
    } finally {
      sending = false;
    }
  };
  const isStopped = (): boolean => stopped;

  /** A full disk is told by others; a device goes on without its history. */
  const storing = (store: () => void): void => {
    try {
      store();
    } catch (cause) {
      log.error({ code: asFaultError(cause).code }, 'a change of a device was not stored');
    }
    schedule(GATHER_MS);
  };

  const add = (change: Omit<DeviceChange, 'eventId' | 'occurredAt'>): void =>
    changes.add({
      eventId: ids.uuid(),
      occurredAt: new Date(clock.now()).toISOString(),
      ...change,
    });

  const addStatus = (status: DeviceStatus, more: Partial<DeviceChange> = {}): void => {
    const { deviceId, kind, driver, state, stage, fault, paper } = status;
    storing(() =>
      add({
        deviceId,
        kind,
        driver,
        state,
        ...(stage === undefined ? {} : { stage }),
        ...(fault === undefined ? {} : { fault }),
        ...(paper === undefined ? {} : { paper }),
        ...more,
      }),
    );
  };

  const reconfigured = (): void =>
    storing(() => {
      const configured = parts.configured();
      for (const { deviceId, kind, driver, state } of changes.latest()) {
        if (state === 'removed' || configured.includes(deviceId)) continue;
        last.delete(deviceId);
        add({ deviceId, kind, driver, state: 'removed' });
      }
    });

  const unsubscribe = [
    parts.bridge.subscribe(event => {
      if (event.type !== 'status' || event.status.state === 'starting') return;
      const { status } = event;
      const news = telling(status);
      if (last.get(status.deviceId) === news) return;
      last.set(status.deviceId, news);
      addStatus(status);
    }),
    reachable.subscribe(() => {
      if (reachable.current()) schedule(0);
    }),
  ];
  reconfigured();

  return {
    paperLow: status => addStatus(status, { paperLow: true }),
    reconfigured,
    stop: () => {
      stopped = true;
      cancel();
      for (const end of unsubscribe) end();
    },
  };
};
