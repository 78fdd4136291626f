import { type DeviceKind } from '../../core/contract/device.ts';
import { type DeviceConfig } from './bridge.ts';

export type DriverName = DeviceConfig['driver'];

export interface DriverFacts {
  readonly kind: DeviceKind;
  /** Takes actions of the device panel. */
  readonly simulated: boolean;
  /** Drivers of one group share a process: what crashes one of them crashes these. */
  readonly isolation: IsolationGroup;
}

/** `pcsc` loads the smart card library of the system, and with it drivers of unknown makers. */
export type IsolationGroup = 'common' | 'pcsc';

/** What the host knows of every driver without loading it. */
export const DRIVER_TABLE: Readonly<Record<DriverName, DriverFacts>> = {
  'simulated-card-reader': {
    kind: 'chip-card-reader',
    simulated: true,
    isolation: 'common',
  },
  'pcsc-card-reader': { kind: 'chip-card-reader', simulated: false, isolation: 'pcsc' },
  'vendor-toolkit-card-reader': {
    kind: 'chip-card-reader',
    simulated: false,
    isolation: 'common',
  },
  'simulated-code-scanner': { kind: 'code-scanner', simulated: true, isolation: 'common' },
  'simulated-receipt-printer': { kind: 'receipt-printer', simulated: true, isolation: 'common' },
};
