import { type UsbDevice } from '../contract/usb-device.ts';
import { type LineFingerprint } from './fingerprint.ts';

const hasInterface =
  (kind: string, subclass?: string) =>
  ({ interfaces }: UsbDevice): boolean =>
    interfaces.some(
      shown => shown.class === kind && (subclass === undefined || shown.subclass === subclass),
    );

const hasNode =
  (pattern: RegExp) =>
  ({ nodes }: UsbDevice): boolean =>
    nodes.some(node => pattern.test(node));

/** Usage page of bar code scanners. */
const BAR_CODE_SCANNER = 0x8c;

/** The first that shows and has a driver for the kind is taken. */
export const LINES: readonly LineFingerprint[] = [
  {
    shows: hasInterface('0b'),
    drivers: { 'chip-card-reader': 'pcsc-card-reader' },
    score: 50,
    source: 'USB-IF, Device Class: Smart Card, CCID 1.1, 4.2: interface class 0Bh',
  },
  {
    shows: ({ interfaces }) =>
      interfaces.some(({ usagePages }) => usagePages.includes(BAR_CODE_SCANNER)),
    drivers: { 'code-scanner': 'hid-pos-code-scanner' },
    score: 60,
    source: 'USB-IF, HID Point of Sale Usage Tables 1.02, 4: usage page 8Ch',
  },
  {
    shows: device => hasInterface('07', '01')(device) && hasNode(/^\/dev\/usb\/lp\d+$/)(device),
    drivers: { 'receipt-printer': 'usblp-receipt-printer' },
    score: 20,
    source: 'USB-IF, Device Class Definition for Printing Devices 1.1, 4.2: interface class 07h',
  },
  {
    shows: hasNode(/^\/dev\/tty(?:ACM|USB)\d+$/),
    drivers: {
      'code-scanner': 'serial-code-scanner',
      'receipt-printer': 'serial-receipt-printer',
    },
    score: 10,
    source: 'USB-IF, CDC PSTN Subclass 1.2, 3.6.2, and converters of many makers',
  },
];
