import { type Reply } from '../../core/contract/contract.ts';
import type { DeviceEvent } from '../../core/contract/device.ts';
import { type StaffContract, staffContract } from '../../core/contract/staff.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { DRIVER_TABLE } from '../../native-bridges/contract/driver-table.ts';
import type { DeviceTracing } from '../../native-bridges/contract/device-tracing.ts';
import { type CallFailure, createDispatch } from '../host/dispatch.ts';
import type { DeviceLine, Log } from '../host/host-interface.ts';
import { startAutobind } from './autobind.ts';
import { foundOffers } from './found-devices.ts';
import { createStaffDesk, type StaffDeskParts } from './staff-desk.ts';
import { createStaffDoor } from './staff-door.ts';

export interface StaffRoomParts extends Omit<StaffDeskParts, 'whileTesting'> {
  readonly log: Log;
  readonly bridge: StaffDeskParts['bridge'] & DeviceTracing;
  readonly report: (failure: CallFailure) => void;
}

/** Everything staff do at a kiosk, on its screen and from its command line. */
export interface StaffRoom {
  /** A call of the page; undefined where it is none of the staff contract. */
  pageCall(method: string, input: unknown): Promise<Reply<unknown>> | undefined;
  readonly line: DeviceLine;
  /**
   * Takes what is plugged in and known for certain while nobody is at the screen.
   * @returns ends it
   */
  autobind(isAtRest: () => boolean): () => void;
  /** True where what a device said is for staff, and for no patient. */
  takes(event: DeviceEvent): boolean;
  /** Somebody is at the door, or in. */
  isAsked(): boolean;
  touched(): void;
  stop(): void;
}

const LINE = 'command line';
const AUTOBIND = 'autobind';

const isStaffMethod = (method: string): method is keyof StaffContract =>
  Object.hasOwn(staffContract, method);

export const createStaffRoom = (parts: StaffRoomParts): StaffRoom => {
  const { bridge, store, clock, ids, report } = parts;
  const door = createStaffDoor({
    staff: store.staff,
    clock,
    hasScanner: () =>
      bridge
        .statuses()
        .some(({ kind, state }) => kind === 'code-scanner' && state !== 'unavailable'),
  });
  const tested = new Map<string, number>();
  const whileTesting = async <T>(deviceId: string, work: () => Promise<T>): Promise<T> => {
    tested.set(deviceId, (tested.get(deviceId) ?? 0) + 1);
    try {
      return await work();
    } finally {
      tested.set(deviceId, (tested.get(deviceId) ?? 0) - 1);
    }
  };
  const callsOf = (who: () => string) =>
    createDispatch({
      contract: staffContract,
      handlers: createStaffDesk({ ...parts, whileTesting }, door, who),
      ids,
      report,
    });
  const pageCalls = callsOf(() => door.who());
  const lineCalls = callsOf(() => LINE);

  return {
    pageCall: (method, input) => {
      if (!isStaffMethod(method)) return undefined;
      const isIn = door.isIn() && staffContract[method].role === 'staff';
      return pageCalls(isIn ? 'staff' : 'screen', method, input);
    },
    line: {
      call: (method, input) => lineCalls('staff', method, input),
      watch: listener =>
        bridge.subscribe(event => {
          if (event.type === 'status') listener(event.status);
        }),
      trace: (deviceId, listener) => {
        const stop = bridge.trace(deviceId, listener);
        store.staff.audit(LINE, 'trace-recorded', deviceId);
        return stop;
      },
    },
    autobind: isAtRest => {
      const desk = createStaffDesk({ ...parts, whileTesting }, door, () => AUTOBIND);
      return startAutobind({
        offers: () => foundOffers(bridge.found(), parts.devices(), bridge.statuses()),
        use: async ({ usbPort, driver }) => {
          const { problems } = await desk.staffUseFound({ usbPort, driver });
          if (problems[0] !== undefined) throw new FaultError('config-invalid', problems[0]);
        },
        isKindConfigured: kind =>
          parts.devices().some(({ driver }) => DRIVER_TABLE[driver].kind === kind),
        isAtRest,
        clock,
        log: parts.log,
      });
    },
    takes: event => {
      if (event.type === 'status' || event.type === 'page-order') return false;
      if (!door.isAsked()) return (tested.get(event.deviceId) ?? 0) > 0;
      if (event.type === 'code-scanned') door.scanned(event.text);
      return true;
    },
    isAsked: () => door.isAsked(),
    touched: () => door.touched(),
    stop: () => door.stop(),
  };
};
