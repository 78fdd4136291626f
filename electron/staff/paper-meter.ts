import type { DeviceStatus } from '../../core/contract/device.ts';
import type { DeviceBridge } from '../../native-bridges/contract/bridge.ts';
import type { StoreSettings } from '../storage/kiosk-store.ts';

export interface PaperMeterParts {
  readonly bridge: Pick<DeviceBridge, 'statuses' | 'subscribe'>;
  readonly settings: StoreSettings;
  /** Tickets that fit after the near-end mark. */
  readonly ticketsAfterMark: () => number;
  /** Told once for each roll, when as many were printed. */
  readonly onLow: (status: DeviceStatus) => void;
}

/**
 * How much paper is left once a printer has said that it is near the end: its sensor knows one
 * mark, and where that is on the roll depends on the model.
 */
export interface PaperMeter {
  /** A ticket came out of the first receipt printer. */
  printed(): void;
  /** Undefined while the paper is not near its end, or nobody knows. */
  ticketsLeft(status: DeviceStatus): number | undefined;
  stop(): void;
}

const named = (deviceId: string): string => `paper-after-mark:${deviceId}`;

export const createPaperMeter = (parts: PaperMeterParts): PaperMeter => {
  const { bridge, settings, ticketsAfterMark } = parts;
  const usedOf = (deviceId: string): number => {
    const used = settings.get(named(deviceId));
    return typeof used === 'number' && Number.isInteger(used) && used >= 0 ? used : 0;
  };
  const unsubscribe = bridge.subscribe(event => {
    // A new roll is in; `end` and `unknown` say nothing of a new one.
    if (event.type === 'status' && event.status.paper === 'ok') {
      if (usedOf(event.status.deviceId) > 0) settings.remove(named(event.status.deviceId));
    }
  });
  return {
    printed: () => {
      const status = bridge.statuses().find(({ kind }) => kind === 'receipt-printer');
      if (status?.paper !== 'near-end') return;
      const used = usedOf(status.deviceId) + 1;
      settings.set(named(status.deviceId), used);
      if (used === Math.max(1, ticketsAfterMark())) parts.onLow(status);
    },
    ticketsLeft: status =>
      status.paper === 'near-end'
        ? Math.max(0, ticketsAfterMark() - usedOf(status.deviceId))
        : undefined,
    stop: unsubscribe,
  };
};
