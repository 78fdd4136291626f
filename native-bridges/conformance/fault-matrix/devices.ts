import { deviceConfigSchema, type DeviceConfig } from '../../contract/bridge.ts';
import { type DriverName } from '../../contract/driver-table.ts';
import { pcscCardReader, simulatedCardReader, vendorTerminal } from './card-devices.ts';
import { ippPrinter, loudspeaker, messageDisplay, pageDevice } from './further-devices.ts';
import { printerOn, scannerOn } from './line-devices.ts';
import { printerInQueue } from './spooled-device.ts';
import { type Family } from './stated.ts';
import { type MakeDevice } from './troubled-device.ts';

export interface MatrixRow {
  readonly family: Family;
  readonly config: DeviceConfig;
  readonly make: MakeDevice;
}

type Settings = Readonly<Record<string, unknown>>;
const row = (
  driver: DriverName,
  family: Family,
  make: MakeDevice,
  settings: Settings = {},
): MatrixRow => ({
  family,
  make,
  config: deviceConfigSchema.parse({ id: 'device', driver, ...settings }),
});

const pageRow = (driver: DriverName, family: Family): MatrixRow =>
  row(driver, family, pageDevice(deviceConfigSchema.parse({ id: 'device', driver })));

const SERIAL = { port: { path: '/dev/ttyACM0' } };
const BROKER = { url: 'mqtts://broker.example', topic: 'tiep-don/1', serialNumber: 'SN1' };

/** Every driver there is: one that is missing does not compile. */
export const MATRIX: Readonly<Record<DriverName, MatrixRow>> = {
  'simulated-card-reader': row('simulated-card-reader', 'card-reader', simulatedCardReader),
  'pcsc-card-reader': row('pcsc-card-reader', 'card-reader', pcscCardReader),
  'vendor-toolkit-card-reader': row('vendor-toolkit-card-reader', 'card-reader', vendorTerminal),

  'simulated-code-scanner': row(
    'simulated-code-scanner',
    'scanner',
    scannerOn('simulated-code-scanner', 'serial'),
  ),
  'serial-code-scanner': row(
    'serial-code-scanner',
    'scanner',
    scannerOn('serial-code-scanner', 'serial'),
    SERIAL,
  ),
  'hid-pos-code-scanner': row(
    'hid-pos-code-scanner',
    'scanner',
    scannerOn('hid-pos-code-scanner', 'hid-pos'),
  ),
  'keyboard-code-scanner': pageRow('keyboard-code-scanner', 'page'),
  'camera-code-scanner': pageRow('camera-code-scanner', 'page'),

  'simulated-receipt-printer': row(
    'simulated-receipt-printer',
    'receipt-printer',
    printerOn('simulated-receipt-printer', 'generic-80mm'),
  ),
  'tcp-receipt-printer': row(
    'tcp-receipt-printer',
    'receipt-printer',
    printerOn('tcp-receipt-printer', 'generic-80mm', { use: 'visited' }),
    { host: 'printer.example' },
  ),
  'serial-receipt-printer': row(
    'serial-receipt-printer',
    'receipt-printer',
    printerOn('serial-receipt-printer', 'epson-tm-80mm', { bytesPerSecond: 11_520 }),
    SERIAL,
  ),
  'usblp-receipt-printer': row(
    'usblp-receipt-printer',
    'receipt-printer',
    printerOn('usblp-receipt-printer', 'generic-80mm'),
  ),
  'winspool-receipt-printer': row(
    'winspool-receipt-printer',
    'spooled-printer',
    printerInQueue('winspool-receipt-printer', 'generic-80mm'),
    { printer: 'Receipts' },
  ),

  'simulated-document-printer': row(
    'simulated-document-printer',
    'document-printer',
    ippPrinter('simulated-document-printer'),
  ),
  'ipp-document-printer': row(
    'ipp-document-printer',
    'document-printer',
    ippPrinter('ipp-document-printer'),
    { url: 'ipp://printer.example/ipp/print' },
  ),

  'simulated-payment-display': row(
    'simulated-payment-display',
    'display',
    messageDisplay('simulated-payment-display', 'qf100'),
  ),
  'http-payment-display': row(
    'http-payment-display',
    'display',
    messageDisplay('http-payment-display', 'soundbox-push'),
    { url: 'https://display.example/push', serialNumber: 'SN1' },
  ),
  'mqtt-payment-display': row(
    'mqtt-payment-display',
    'display',
    messageDisplay('mqtt-payment-display', 'qf100'),
    BROKER,
  ),
  'page-payment-display': pageRow('page-payment-display', 'page'),

  'simulated-audio-output': row(
    'simulated-audio-output',
    'display',
    loudspeaker('simulated-audio-output'),
  ),
  'page-audio-output': pageRow('page-audio-output', 'page'),
};
