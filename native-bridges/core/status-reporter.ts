import { type DeviceKind, type DeviceStatus } from '../../core/contract/device.ts';
import { type DriverName } from '../contract/driver-table.ts';
import { type DriverContext } from '../contract/driver.ts';

export type StatusDetails = Pick<DeviceStatus, 'state'> &
  Partial<Pick<DeviceStatus, 'fault' | 'paper'>>;

/** Reports a device's status when it changes, and only then. */
export const createStatusReporter = (
  context: DriverContext,
  kind: DeviceKind,
  driver: DriverName,
): ((details: StatusDetails) => void) => {
  let last = '';
  return details => {
    const status: DeviceStatus = { deviceId: context.deviceId, kind, driver, ...details };
    const text = JSON.stringify(status);
    if (text === last) return;
    last = text;
    context.emit({ type: 'status', status });
  };
};
