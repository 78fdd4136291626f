import type { MethodName } from '../../core/contract/contract.ts';
import {
  type StaffContract,
  staffContract,
  type StaffOverview,
  type TypedSetting,
} from '../../core/contract/staff.ts';
import { kioskPushSchema } from '../../core/contract/kiosk.ts';
import { createStaffStore, type StaffStore, type StaffView } from '../staff/staff-store.ts';
import { createConnection } from '../ui/connection/connection.ts';
import { type MockAnswer, mockCarrier } from '../ui/connection/mock-carrier.ts';

const CLOSED = { state: 'closed', waitSeconds: 0, badge: true } as const;
const IN = { ...CLOSED, state: 'in' } as const;

const device = (
  fields: Partial<StaffOverview['devices'][number]> &
    Pick<StaffOverview['devices'][number], 'status'>,
): StaffOverview['devices'][number] => ({
  simulated: false,
  since: '2026-11-23T01:12:00.000Z',
  faults: [],
  choice: {
    driver: fields.status.driver,
    drivers: [fields.status.driver],
    typed: [],
    profiles: [],
  },
  ...fields,
});

const setting = (
  name: string,
  type: TypedSetting['type'],
  more: Partial<TypedSetting> = {},
): TypedSetting => ({ name, type, value: '', required: true, schemes: [], ...more });

const HOST = setting('host', 'host', { value: 'may-in-phieu-tang-1.benhvien-da-khoa.lan' });
const TCP_PORT = setting('port', 'number', {
  required: false,
  least: 1,
  most: 65_535,
  otherwise: '9100',
});
const PATH = setting('port.path', 'path');
const BAUD_RATE = setting('baudRate', 'number', {
  required: false,
  least: 110,
  most: 921_600,
  otherwise: '9600',
});

/** A kiosk with one of everything, and something wrong with two of them. */
const OVERVIEW: StaffOverview = {
  kioskId: 'kiosk-3',
  version: '0.1.0',
  now: '2026-11-23T01:30:00.000Z',
  hub: 'reachable',
  paperLowTickets: 30,
  canConfigure: true,
  found: [
    {
      usbPort: '1-1.2',
      name: 'Epson TM-T20',
      kind: 'receipt-printer',
      driver: 'usblp-receipt-printer',
      profile: 'epson-tm-80mm',
      certain: true,
      replaces: 'receipt-printer',
    },
  ],
  devices: [
    device({
      status: {
        deviceId: 'card-reader',
        kind: 'chip-card-reader',
        driver: 'pcsc-card-reader',
        state: 'ready',
      },
    }),
    device({
      status: {
        deviceId: 'code-scanner',
        kind: 'code-scanner',
        driver: 'serial-code-scanner',
        state: 'unavailable',
        fault: 'device-absent',
      },
      faults: [
        { at: '2026-11-23T01:12:00.000Z', code: 'device-absent' },
        { at: '2026-11-22T08:40:00.000Z', code: 'device-absent' },
      ],
      choice: {
        driver: 'serial-code-scanner',
        drivers: ['serial-code-scanner', 'hid-pos-code-scanner'],
        typed: [{ driver: 'serial-code-scanner', settings: [PATH, BAUD_RATE] }],
        profiles: [],
      },
    }),
    device({
      status: {
        deviceId: 'receipt-printer',
        kind: 'receipt-printer',
        driver: 'usblp-receipt-printer',
        state: 'degraded',
        paper: 'near-end',
      },
      ticketsLeft: 18,
      faults: [{ at: '2026-11-21T03:05:00.000Z', code: 'printer-cover-open' }],
      choice: {
        driver: 'usblp-receipt-printer',
        drivers: ['usblp-receipt-printer'],
        typed: [
          { driver: 'tcp-receipt-printer', settings: [HOST, TCP_PORT] },
          { driver: 'serial-receipt-printer', settings: [PATH, BAUD_RATE] },
        ],
        profile: 'generic-80mm',
        profiles: [
          'generic-58mm',
          'generic-80mm',
          'silent-58mm',
          'silent-80mm',
          'epson-tm-t82',
          'xprinter-80mm',
          'bixolon-80mm',
        ],
      },
    }),
  ],
};

const VIEWS = {
  home: { page: 'home' },
  'self-test': { page: 'self-test' },
  devices: { page: 'devices' },
  device: { page: 'device', deviceId: 'receipt-printer' },
  'device-absent': { page: 'device', deviceId: 'code-scanner' },
  test: { page: 'test', deviceId: 'code-scanner' },
  driver: { page: 'driver', deviceId: 'code-scanner' },
  profile: { page: 'profile', deviceId: 'receipt-printer' },
  'driver-to-type': { page: 'driver', deviceId: 'receipt-printer' },
  settings: { page: 'settings', deviceId: 'receipt-printer', driver: 'tcp-receipt-printer' },
  'settings-path': {
    page: 'settings',
    deviceId: 'code-scanner',
    driver: 'serial-code-scanner',
  },
  found: { page: 'found', usbPort: '1-1.2', driver: 'usblp-receipt-printer' },
  paper: { page: 'paper' },
} as const satisfies Readonly<Record<string, StaffView>>;

const DOORS = {
  door: CLOSED,
  'door-locked': { state: 'locked', waitSeconds: 58, badge: true },
  'door-not-set-up': { state: 'not-set-up', waitSeconds: 0, badge: false },
} as const;

export type StaffPageId = keyof typeof VIEWS | keyof typeof DOORS;
export const STAFF_PAGE_IDS = [...Object.keys(DOORS), ...Object.keys(VIEWS)] as StaffPageId[];

const answers = (id: string) => {
  const access = id in DOORS ? DOORS[id as keyof typeof DOORS] : IN;
  const values: { readonly [M in MethodName<StaffContract>]?: unknown } = {
    staffEnter: access,
    staffAccess: access,
    staffOverview: OVERVIEW,
    staffSelfTest: {
      steps: [
        { step: 'data', result: 'fine' },
        { step: 'hub', result: 'fine' },
        { step: 'hospital-system', result: 'look', fault: 'his-unreachable' },
        { step: 'device', deviceId: 'card-reader', result: 'fine' },
        { step: 'device', deviceId: 'code-scanner', result: 'look', fault: 'device-absent' },
        { step: 'device', deviceId: 'receipt-printer', result: 'fine' },
      ],
    },
    staffTestDevice: { result: 'failed', fault: 'device-absent', milliseconds: 1200 },
    staffChangeDevice: { result: 'changed', problems: [] },
    staffUseFound: { result: 'changed', problems: [] },
    staffSetPaperLow: { result: 'changed', problems: [] },
  };
  return ({ method }: { readonly method: string }): MockAnswer => ({
    value: values[method as MethodName<StaffContract>] ?? {},
  });
};

/** The staff pages of a kiosk that nobody has, opened at one of them. */
export const galleryStaff = (id: string): StaffStore => {
  const carrier = mockCarrier(answers(id));
  const staff = createStaffStore(createConnection(staffContract, kioskPushSchema, carrier));
  staff.ask();
  void Promise.resolve()
    .then(() => staff.refresh())
    .then(() => staff.open(id in VIEWS ? VIEWS[id as keyof typeof VIEWS] : VIEWS.home));
  return staff;
};
