import { type Reply } from '../../core/contract/contract.ts';
import type { DeviceEvent } from '../../core/contract/device.ts';
import { type StaffContract, staffContract } from '../../core/contract/staff.ts';
import type { DeviceTracing } from '../../native-bridges/contract/device-tracing.ts';
import { type CallFailure, createDispatch } from '../host/dispatch.ts';
import type { DeviceLine } from '../host/host-interface.ts';
import { createStaffDesk, type StaffDeskParts } from './staff-desk.ts';
import { createStaffDoor } from './staff-door.ts';

export interface StaffRoomParts extends Omit<StaffDeskParts, 'whileTesting'> {
  readonly bridge: StaffDeskParts['bridge'] & DeviceTracing;
  readonly report: (failure: CallFailure) => void;
}

/** Everything staff do at a kiosk, on its screen and from its command line. */
export interface StaffRoom {
  /** A call of the page; undefined where it is none of the staff contract. */
  pageCall(method: string, input: unknown): Promise<Reply<unknown>> | undefined;
  readonly line: DeviceLine;
  /** True where what a device said is for staff, and for no patient. */
  takes(event: DeviceEvent): boolean;
  touched(): void;
  stop(): void;
}

const LINE = 'command line';

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
    takes: event => {
      if (event.type === 'status' || event.type === 'page-order') return false;
      if (!door.isAsked()) return (tested.get(event.deviceId) ?? 0) > 0;
      if (event.type === 'code-scanned') door.scanned(event.text);
      return true;
    },
    touched: () => door.touched(),
    stop: () => door.stop(),
  };
};
