import { type DeviceKind } from '../../core/contract/device.ts';
import { type DeviceConfig } from './bridge.ts';

export type DriverName = DeviceConfig['driver'];

export interface DriverFacts {
  readonly kind: DeviceKind;
  /** Takes actions of the device panel. */
  readonly simulated: boolean;
}

/** What the host knows of every driver without loading it. */
export const DRIVER_TABLE: Readonly<Record<DriverName, DriverFacts>> = {
  'simulated-card-reader': { kind: 'chip-card-reader', simulated: true },
  'simulated-code-scanner': { kind: 'code-scanner', simulated: true },
  'simulated-receipt-printer': { kind: 'receipt-printer', simulated: true },
};
