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

/**
 * `common` loads no native code: displays, sounds, what types or films into the page. Of the others
 * none holds two kinds of devices, so that what crashes there, or hangs, ends no work of another kind:
 * `pcsc` loads the smart card library of the system, and with it drivers of unknown makers; `hid` and
 * the serial ones native code for HID devices and serial ports; printers draw with Skia, and readers
 * of cards make the picture of a chip small with it.
 */
export type IsolationGroup =
  | 'common'
  | 'chip-card-reader'
  | 'pcsc'
  | 'serial-scanner'
  | 'hid'
  | 'receipt-printer'
  | 'serial-printer'
  | 'document-printer';

/** What the host knows of every driver without loading it. */
export const DRIVER_TABLE: Readonly<Record<DriverName, DriverFacts>> = {
  'simulated-card-reader': {
    kind: 'chip-card-reader',
    simulated: true,
    isolation: 'chip-card-reader',
  },
  'pcsc-card-reader': { kind: 'chip-card-reader', simulated: false, isolation: 'pcsc' },
  'vendor-toolkit-card-reader': {
    kind: 'chip-card-reader',
    simulated: false,
    isolation: 'chip-card-reader',
  },
  'simulated-code-scanner': { kind: 'code-scanner', simulated: true, isolation: 'common' },
  'serial-code-scanner': { kind: 'code-scanner', simulated: false, isolation: 'serial-scanner' },
  'hid-pos-code-scanner': { kind: 'code-scanner', simulated: false, isolation: 'hid' },
  'keyboard-code-scanner': { kind: 'code-scanner', simulated: false, isolation: 'common' },
  'camera-code-scanner': { kind: 'code-scanner', simulated: false, isolation: 'common' },
  'simulated-receipt-printer': {
    kind: 'receipt-printer',
    simulated: true,
    isolation: 'receipt-printer',
  },
  'tcp-receipt-printer': {
    kind: 'receipt-printer',
    simulated: false,
    isolation: 'receipt-printer',
  },
  'serial-receipt-printer': {
    kind: 'receipt-printer',
    simulated: false,
    isolation: 'serial-printer',
  },
  'usblp-receipt-printer': {
    kind: 'receipt-printer',
    simulated: false,
    isolation: 'receipt-printer',
  },
  // The spooler is spoken to by a program of its own, which may crash alone.
  'winspool-receipt-printer': {
    kind: 'receipt-printer',
    simulated: false,
    isolation: 'receipt-printer',
  },
  'ipp-document-printer': {
    kind: 'document-printer',
    simulated: false,
    isolation: 'document-printer',
  },
  'simulated-document-printer': {
    kind: 'document-printer',
    simulated: true,
    isolation: 'document-printer',
  },
  'http-payment-display': { kind: 'payment-display', simulated: false, isolation: 'common' },
  'mqtt-payment-display': { kind: 'payment-display', simulated: false, isolation: 'common' },
  'page-payment-display': { kind: 'payment-display', simulated: false, isolation: 'common' },
  'simulated-payment-display': { kind: 'payment-display', simulated: true, isolation: 'common' },
  'page-audio-output': { kind: 'audio-output', simulated: false, isolation: 'common' },
  'simulated-audio-output': { kind: 'audio-output', simulated: true, isolation: 'common' },
};
