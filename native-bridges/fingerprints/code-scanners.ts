import { type ModelFingerprint } from './fingerprint.ts';

const USB_IDS = 'usb.ids 2025.07.26 (linux-usb.org)';

/**
 * Scanners change their product number with the mode they were set to; those in keyboard mode show
 * neither a serial port nor the usage page of scanners, and no line fits them.
 */
export const CODE_SCANNERS: readonly ModelFingerprint[] = [
  {
    kind: 'code-scanner',
    name: 'Honeywell Vuquest 3310g',
    vendorId: '0c2e',
    productIds: ['0b61', '0b6a'],
    source: USB_IDS,
  },
  {
    kind: 'code-scanner',
    name: 'Honeywell Voyager 1400g',
    vendorId: '0c2e',
    productIds: ['0b81'],
    source: USB_IDS,
  },
  {
    kind: 'code-scanner',
    name: 'Honeywell (Metrologic)',
    vendorId: '0c2e',
    source: USB_IDS,
  },
  {
    kind: 'code-scanner',
    name: 'Zebra (Symbol), serial mode',
    vendorId: '05e0',
    productIds: ['1701'],
    source: USB_IDS,
  },
  {
    kind: 'code-scanner',
    name: 'Zebra (Symbol)',
    vendorId: '05e0',
    says: /scanner|symbol|zebra/i,
    source: `${USB_IDS}: the vendor also makes hand-held computers`,
  },
  {
    kind: 'code-scanner',
    name: 'Newland EM3080, FR20, FM30',
    vendorId: '1eab',
    productIds: ['8206', '8210'],
    source: USB_IDS,
  },
  {
    kind: 'code-scanner',
    name: 'Newland FM430',
    vendorId: '1eab',
    productIds: ['1d06', '1d10'],
    source: USB_IDS,
  },
  {
    kind: 'code-scanner',
    name: 'Newland EM20, EM30',
    vendorId: '1eab',
    productIds: ['1306', '1310'],
    source: USB_IDS,
  },
  {
    kind: 'code-scanner',
    name: 'Newland HR22, HR32',
    vendorId: '1eab',
    productIds: ['1a06', '1a10'],
    source: USB_IDS,
  },
  { kind: 'code-scanner', name: 'Newland', vendorId: '1eab', source: USB_IDS },
  {
    kind: 'code-scanner',
    name: 'Datalogic Gryphon, serial mode',
    vendorId: '05f9',
    productIds: ['4204'],
    source: USB_IDS,
  },
  {
    kind: 'code-scanner',
    name: 'Datalogic Magellan',
    vendorId: '05f9',
    productIds: ['1104', '2601', '2602'],
    source: USB_IDS,
  },
  { kind: 'code-scanner', name: 'Datalogic (PSC)', vendorId: '05f9', source: USB_IDS },
];
