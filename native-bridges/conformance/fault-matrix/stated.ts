import { type FaultCode } from '../../../core/contract/errors.ts';

export type FaultName =
  | 'unplug'
  | 'replug'
  | 'hang'
  | 'hang mid-job'
  | 'garbage'
  | 'slow'
  | 'paper out mid-job'
  | 'cover open'
  | 'power cycle'
  | 'process abort'
  | 'process hang';

/** Devices to which the same happens in the same way. */
export type Family =
  | 'scanner'
  | 'receipt-printer'
  | 'spooled-printer'
  | 'card-reader'
  | 'document-printer'
  | 'display'
  | 'page';

/**
 * What the kiosk says while a fault lasts: `ready`, or unavailable with that code. Absent: it cannot
 * happen to such a device.
 */
type Stated = Readonly<Partial<Record<FaultName, 'ready' | FaultCode>>>;

const PROCESS = {
  'process abort': 'device-crashed',
  'process hang': 'device-crashed',
} as const satisfies Stated;

export const STATED: Readonly<Record<Family, Stated>> = {
  // A scanner never says anything but codes: that it hangs shows when somebody scans.
  scanner: {
    ...PROCESS,
    unplug: 'device-absent',
    replug: 'ready',
    hang: 'ready',
    'hang mid-job': 'ready',
    garbage: 'ready',
    slow: 'ready',
    'power cycle': 'device-absent',
  },
  'receipt-printer': {
    ...PROCESS,
    unplug: 'device-absent',
    replug: 'ready',
    hang: 'printer-silent',
    'hang mid-job': 'printer-silent',
    garbage: 'ready',
    slow: 'ready',
    'paper out mid-job': 'printer-paper-end',
    'cover open': 'printer-cover-open',
    'power cycle': 'device-absent',
  },
  // The spooler is still there without its printer, and knows that it is.
  'spooled-printer': {
    ...PROCESS,
    unplug: 'printer-offline',
    replug: 'ready',
    hang: 'printer-silent',
    'hang mid-job': 'printer-silent',
    slow: 'ready',
    'paper out mid-job': 'printer-paper-end',
    'cover open': 'printer-cover-open',
    'power cycle': 'printer-offline',
  },
  // It is the chip that hangs, babbles or is slow: the reader is well.
  'card-reader': {
    ...PROCESS,
    unplug: 'device-absent',
    replug: 'ready',
    hang: 'ready',
    'hang mid-job': 'ready',
    garbage: 'ready',
    slow: 'ready',
    'power cycle': 'device-absent',
  },
  'document-printer': {
    ...PROCESS,
    unplug: 'device-absent',
    replug: 'ready',
    hang: 'printer-silent',
    'hang mid-job': 'printer-silent',
    garbage: 'ready',
    slow: 'ready',
    'paper out mid-job': 'printer-paper-end',
    'cover open': 'printer-cover-open',
  },
  display: {
    ...PROCESS,
    unplug: 'device-absent',
    replug: 'ready',
    'power cycle': 'device-absent',
  },
  page: {
    ...PROCESS,
    unplug: 'device-absent',
    replug: 'ready',
    hang: 'ready',
    'hang mid-job': 'ready',
  },
};

/** How long it may take to be said. */
export const SAID_WITHIN_MS = 2_000;
