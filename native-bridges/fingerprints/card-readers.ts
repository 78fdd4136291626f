import { type ModelFingerprint } from './fingerprint.ts';

const CCID_LIST = 'libccid 1.5, /etc/libccid_Info.plist, as packaged by Debian 12';
const USB_IDS = 'usb.ids 2025.07.26 (linux-usb.org)';

export const CARD_READERS: readonly ModelFingerprint[] = [
  {
    kind: 'chip-card-reader',
    name: 'ACS ACR122U',
    vendorId: '072f',
    productIds: ['2200'],
    source: CCID_LIST,
  },
  {
    kind: 'chip-card-reader',
    name: 'ACS ACR1251',
    vendorId: '072f',
    productIds: ['221a', '221b', '2242'],
    source: `${CCID_LIST} (221a); ${USB_IDS}`,
  },
  {
    kind: 'chip-card-reader',
    name: 'ACS ACR1252',
    vendorId: '072f',
    productIds: ['223b', '223e', '2259'],
    source: CCID_LIST,
  },
  {
    kind: 'chip-card-reader',
    name: 'ACS ACR1281U',
    vendorId: '072f',
    productIds: ['2224'],
    source: CCID_LIST,
  },
  { kind: 'chip-card-reader', name: 'ACS', vendorId: '072f', source: USB_IDS },
  {
    kind: 'chip-card-reader',
    name: 'HID Omnikey 5022',
    vendorId: '076b',
    productIds: ['5022'],
    source: CCID_LIST,
  },
  {
    kind: 'chip-card-reader',
    name: 'HID Omnikey 5422',
    vendorId: '076b',
    productIds: ['5422'],
    source: CCID_LIST,
  },
  {
    kind: 'chip-card-reader',
    name: 'HID Omnikey 5427 CK',
    vendorId: '076b',
    productIds: ['5427'],
    source: CCID_LIST,
  },
  {
    kind: 'chip-card-reader',
    name: 'HID Omnikey 5321',
    vendorId: '076b',
    productIds: ['5321'],
    source: CCID_LIST,
  },
  { kind: 'chip-card-reader', name: 'HID Omnikey', vendorId: '076b', source: USB_IDS },
  {
    kind: 'chip-card-reader',
    name: 'Identiv uTrust 3700 F',
    vendorId: '04e6',
    productIds: ['5790', '5791'],
    source: CCID_LIST,
  },
  {
    kind: 'chip-card-reader',
    name: 'Identiv uTrust 4701 F',
    vendorId: '04e6',
    productIds: ['5724', '5725'],
    source: CCID_LIST,
  },
  {
    kind: 'chip-card-reader',
    name: 'Identiv uTrust 3720',
    vendorId: '04e6',
    productIds: ['5612', '5613'],
    source: CCID_LIST,
  },
  {
    kind: 'chip-card-reader',
    name: 'Identiv (SCM)',
    vendorId: '04e6',
    source: `${USB_IDS}: the vendor also makes readers of memory cards, which show no CCID`,
  },
];
