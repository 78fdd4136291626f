import type { DeviceEvent } from '../../core/contract/device.ts';
import type { PagePlace } from '../../core/contract/page-device.ts';
import type { DeviceBridge, DeviceConfig } from '../../native-bridges/contract/bridge.ts';
import type { DeviceCare } from '../../native-bridges/contract/device-care.ts';
import type { DeviceTracing } from '../../native-bridges/contract/device-tracing.ts';
import type { TranscriptEntry } from '../../native-bridges/contract/transcript.ts';
import { inOneTime } from '../../native-bridges/contract/transcript-time.ts';

/** Devices that can be set up anew, with another configuration, while the kiosk runs. */
export interface ReplaceableBridge extends DeviceBridge, DeviceTracing, DeviceCare {
  /**
   * Ends the processes of the devices and starts them with these devices. Resolves when each has
   * reported. Listeners stay, and so do those of a device's line, who are told that it was set up
   * anew; a card that lies on a reader is announced anew.
   */
  replace(devices: readonly DeviceConfig[]): Promise<void>;
}

/** Somebody who listens to the line of a device, whatever driver it has. */
interface Trace {
  readonly tell: (entry: TranscriptEntry) => void;
  stop: () => void;
}

/** Says what the device is now and listens on; one that is configured no more may come back. */
const traceAnew = (
  bridge: DeviceTracing,
  devices: readonly DeviceConfig[],
  deviceId: string,
  trace: Trace,
): void => {
  const driver = devices.find(({ id }) => id === deviceId)?.driver;
  trace.tell({ at: 0, what: 'set-up', ...(driver === undefined ? {} : { driver }) });
  trace.stop = driver === undefined ? () => undefined : bridge.trace(deviceId, trace.tell);
};

export const createReplaceableBridge = (
  make: (devices: readonly DeviceConfig[]) => DeviceBridge & DeviceTracing & DeviceCare,
  devices: readonly DeviceConfig[],
): ReplaceableBridge => {
  const listeners = new Set<(event: DeviceEvent) => void>();
  const pages: PagePlace[] = [];
  const traces = new Map<string, Trace>();
  let replacing: Promise<void> = Promise.resolve();
  let stopped = false;

  const attach = (bridge: DeviceBridge): void => {
    bridge.subscribe(event => {
      if (bridge !== current) return;
      for (const listener of listeners) listener(event);
    });
  };
  let current = make(devices);
  attach(current);

  const replaceNow = async (next: readonly DeviceConfig[]): Promise<void> => {
    if (stopped) return;
    await current.stop();
    const bridge = make(next);
    current = bridge;
    attach(bridge);
    for (const place of pages) bridge.pageCame(place);
    for (const [deviceId, trace] of traces) traceAnew(bridge, next, deviceId, trace);
    await bridge.start();
  };

  return {
    replace: next => {
      const replaced = replacing.then(() => replaceNow(next));
      replacing = replaced.catch(() => undefined);
      return replaced;
    },
    start: () => current.start(),
    stop: async () => {
      stopped = true;
      await replacing;
      await current.stop();
    },
    statuses: () => current.statuses(),
    subscribe: listener => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    print: job => current.print(job),
    printDocument: job => current.printDocument(job),
    tellPaymentDisplays: order => current.tellPaymentDisplays(order),
    playSound: sound => current.playSound(sound),
    pageCame: (place = 'screen') => {
      pages.push(place);
      current.pageCame(place);
    },
    pageWent: (place = 'screen') => {
      const at = pages.indexOf(place);
      if (at >= 0) pages.splice(at, 1);
      current.pageWent(place);
    },
    reportFromPage: report => current.reportFromPage(report),
    preview: document => current.preview(document),
    simulate: (deviceId, action) => current.simulate(deviceId, action),
    offerCardKeys: keys => current.offerCardKeys(keys),
    forgetCardKeys: () => current.forgetCardKeys(),
    papers: () => current.papers(),
    trace: (deviceId, listener) => {
      const tell = inOneTime(listener);
      const trace: Trace = { tell, stop: current.trace(deviceId, tell) };
      traces.set(deviceId, trace);
      return () => {
        if (traces.get(deviceId) === trace) traces.delete(deviceId);
        trace.stop();
      };
    },
    restart: deviceId => current.restart(deviceId),
    found: () => current.found(),
  };
};
