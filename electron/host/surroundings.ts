import type { Catalogue } from '../../core/contract/catalogue.ts';
import type { DeviceKind, DeviceStatus } from '../../core/contract/device.ts';
import type { PressureStep } from '../../core/contract/staff.ts';
import type { BusinessDay } from '../../core/contract/primitives.ts';
import type { Surroundings } from '../../core/visit/visit-context.ts';
import type { Joining } from '../../core/contract/enrolment.ts';
import type { Watched } from '../hub-client/watched.ts';
import type { DeviceBridge } from '../../native-bridges/contract/bridge.ts';

export interface SurroundingsParts {
  readonly bridge: Pick<DeviceBridge, 'statuses' | 'subscribe'>;
  readonly hubReachable: Watched<boolean>;
  /** How full the kiosk is; absent: never. */
  readonly pressure?: Watched<PressureStep> | undefined;
  readonly catalogue: Watched<Catalogue | undefined>;
  /** Present while this kiosk belongs to no hub. */
  readonly joining?: Watched<Joining | undefined> | undefined;
  readonly a4Copies?: 'off' | 'offered' | 'referrals' | undefined;
  /** The counter that takes cash; absent: nothing is paid here. */
  readonly cashierId?: string | undefined;
  readonly screenInches?: number | undefined;
  readonly day: () => BusinessDay;
  /** The counter that helps whoever the kiosk cannot. */
  readonly counterId: () => string;
}

const storageAt = (step: PressureStep | undefined): Surroundings['storage'] =>
  step === 'slips-only' || step === 'closed' ? step : undefined;

/** Gathers what is true around the visit from devices, network and catalogue. */
export const watchSurroundings = (
  parts: SurroundingsParts,
): Watched<Surroundings> & { stop(): void } => {
  const listeners = new Set<() => void>();
  const announce = (): void => {
    for (const listener of listeners) listener();
  };
  const onReader = new Set<string>();
  const ofKind = (kind: DeviceKind): DeviceStatus[] =>
    parts.bridge.statuses().filter(status => status.kind === kind);
  // Starting takes about a second: whoever comes meanwhile is not told that it is broken.
  const usable = (statuses: readonly DeviceStatus[]): 'ready' | 'unavailable' =>
    statuses.some(({ state }) => state !== 'unavailable') ? 'ready' : 'unavailable';
  const anyOf = (kind: DeviceKind) => usable(ofKind(kind));
  /** Jobs go to the first printer alone: that another one works helps nobody. */
  const firstOf = (kind: DeviceKind) => usable(ofKind(kind).slice(0, 1));
  const unsubscribe = [
    parts.bridge.subscribe(event => {
      if (event.type === 'card-inserted') onReader.add(event.deviceId);
      else if (event.type === 'card-removed') onReader.delete(event.deviceId);
      else if (event.type === 'status') {
        if (event.status.state === 'unavailable') onReader.delete(event.status.deviceId);
      } else return;
      announce();
    }),
    parts.hubReachable.subscribe(announce),
    parts.pressure?.subscribe(announce) ?? (() => undefined),
    parts.catalogue.subscribe(announce),
    ...(parts.joining === undefined ? [] : [parts.joining.subscribe(announce)]),
  ];
  return {
    current: () => ({
      joining: parts.joining?.current(),
      day: parts.day(),
      catalogue: parts.catalogue.current(),
      counterId: parts.counterId(),
      hub: parts.hubReachable.current() ? 'reachable' : 'away',
      cardReader: anyOf('chip-card-reader'),
      codeScanner: anyOf('code-scanner'),
      printer: firstOf('receipt-printer'),
      cardPresent: onReader.size > 0,
      cashierId: parts.cashierId,
      screenInches: parts.screenInches,
      storage: storageAt(parts.pressure?.current()),
      copies:
        parts.a4Copies === undefined ||
        parts.a4Copies === 'off' ||
        firstOf('document-printer') === 'unavailable'
          ? undefined
          : parts.a4Copies,
    }),
    subscribe: listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => {
      for (const stop of unsubscribe) stop();
      listeners.clear();
    },
  };
};
