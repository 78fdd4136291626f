import { describe, expect, it } from 'vitest';
import { deviceConfigSchema } from '../contract/bridge.ts';
import { DRIVER_TABLE } from '../contract/driver-table.ts';
import { type UsbDevice } from '../contract/usb-device.ts';
import { boundTo, configurationOf, portOf } from './binding.ts';
import { LINES } from './lines.ts';
import { CERTAIN, MODELS, recognise } from './recognise.ts';

type Shape = 'ccid' | 'serial' | 'hid-pos' | 'printer' | 'keyboard';

const SHAPES: Readonly<Record<Shape, Pick<UsbDevice, 'interfaces' | 'nodes'>>> = {
  ccid: {
    interfaces: [{ class: '0b', subclass: '00', protocol: '00', usagePages: [] }],
    nodes: [],
  },
  serial: {
    interfaces: [{ class: '02', subclass: '02', protocol: '01', usagePages: [] }],
    nodes: ['/dev/ttyACM0'],
  },
  'hid-pos': {
    interfaces: [{ class: '03', subclass: '00', protocol: '00', usagePages: [0x8c] }],
    nodes: ['/dev/hidraw0'],
  },
  printer: {
    interfaces: [{ class: '07', subclass: '01', protocol: '02', usagePages: [] }],
    nodes: ['/dev/usb/lp0'],
  },
  keyboard: {
    interfaces: [{ class: '03', subclass: '01', protocol: '01', usagePages: [1] }],
    nodes: ['/dev/hidraw0'],
  },
};

const device = (shape: Shape, ids: string, facts: Partial<UsbDevice> = {}): UsbDevice => ({
  usbPort: '1-1',
  attachment: 1,
  vendorId: ids.slice(0, 4),
  productId: ids.slice(5),
  ...SHAPES[shape],
  ...facts,
});

describe('recognise', () => {
  it.each<[Shape, string, string, string, string | undefined]>([
    ['ccid', '072f:2200', 'ACS ACR122U', 'pcsc-card-reader', undefined],
    ['ccid', '076b:5422', 'HID Omnikey 5422', 'pcsc-card-reader', undefined],
    ['ccid', '04e6:5790', 'Identiv uTrust 3700 F', 'pcsc-card-reader', undefined],
    ['serial', '0c2e:0b6a', 'Honeywell Vuquest 3310g', 'serial-code-scanner', undefined],
    ['serial', '05e0:1701', 'Zebra (Symbol), serial mode', 'serial-code-scanner', undefined],
    ['serial', '1eab:8206', 'Newland EM3080, FR20, FM30', 'serial-code-scanner', undefined],
    ['hid-pos', '1eab:1d10', 'Newland FM430', 'hid-pos-code-scanner', undefined],
    ['serial', '05f9:4204', 'Datalogic Gryphon, serial mode', 'serial-code-scanner', undefined],
    ['printer', '04b8:0e03', 'Epson TM-T20', 'usblp-receipt-printer', 'epson-tm-80mm'],
    ['printer', '1fc9:2016', 'Xprinter', 'usblp-receipt-printer', 'xprinter-80mm'],
    ['printer', '0dd4:0237', 'Custom K80', 'usblp-receipt-printer', 'custom-80mm'],
    ['printer', '1504:001f', 'Bixolon SRP-350II', 'usblp-receipt-printer', 'bixolon-srp-350'],
    [
      'serial',
      '04b8:0202',
      'Epson TM with a UB-U05 card',
      'serial-receipt-printer',
      'epson-tm-80mm',
    ],
  ])('is certain of %s %s: %s', (shape, ids, name, driver, profile) => {
    const [best] = recognise(device(shape, ids));
    expect(best).toMatchObject({ name, driver, ...(profile === undefined ? {} : { profile }) });
    expect(best?.score).toBeGreaterThanOrEqual(CERTAIN);
  });

  it('offers a driver, uncertain of it, for devices of unknown makers', () => {
    for (const shape of ['serial', 'printer', 'ccid'] as const) {
      const suggestions = recognise(device(shape, 'abcd:0001'));
      expect(suggestions.length).toBeGreaterThan(0);
      for (const { score } of suggestions) expect(score).toBeLessThan(CERTAIN);
    }
    expect(recognise(device('serial', 'abcd:0001')).map(({ driver }) => driver)).toEqual([
      'serial-code-scanner',
      'serial-receipt-printer',
    ]);
  });

  it('takes the word of a device over a number that many share', () => {
    expect(recognise(device('printer', '0483:5743'))[0]?.name).toBeUndefined();
    const said = recognise(device('printer', '0483:5743', { product: 'XP-80C' }))[0];
    expect(said).toMatchObject({ name: 'Xprinter' });
    expect(said?.score).toBeGreaterThanOrEqual(CERTAIN);
    // An office printer of the same maker is offered, never taken.
    const office = recognise(device('printer', '04b8:1142', { product: 'L3250 Series' }))[0];
    expect(office?.score).toBeLessThan(CERTAIN);
  });

  it('offers nothing for a scanner that types', () => {
    expect(recognise(device('keyboard', '1eab:8203'))).toEqual([]);
  });
});

describe('the tables', () => {
  it('say where every row comes from, in numbers the bus uses, with drivers that exist', () => {
    for (const { source, vendorId, productIds = [] } of MODELS) {
      expect(source).not.toBe('');
      for (const id of [vendorId, ...productIds]) expect(id).toMatch(/^[0-9a-f]{4}$/);
    }
    for (const { drivers, source } of LINES) {
      expect(source).not.toBe('');
      for (const [kind, driver] of Object.entries(drivers)) {
        expect(DRIVER_TABLE[driver].kind).toBe(kind);
      }
    }
  });

  it('name no product twice', () => {
    const all = MODELS.flatMap(({ vendorId, productIds = [] }) =>
      productIds.map(id => `${vendorId}:${id}`),
    );
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('a binding', () => {
  const scanner = device('serial', '1eab:8206', { serialNumber: 'A1' });
  const printer = device('printer', '1fc9:2016', { usbPort: '1-4' });

  it('is by serial number, else by socket, and a configuration that is accepted', () => {
    expect(portOf(scanner)).toEqual({ vendorId: '1eab', productId: '8206', serialNumber: 'A1' });
    expect(portOf(printer)).toEqual({ vendorId: '1fc9', productId: '2016', usbPort: '1-4' });
    for (const [found, shape] of [
      [scanner, 'serial'],
      [printer, 'printer'],
      [device('ccid', '072f:2200'), 'ccid'],
      [device('hid-pos', '1eab:1d10'), 'hid-pos'],
    ] as const) {
      const [best] = recognise(found);
      if (best === undefined) throw new Error(`${shape} is not recognised`);
      expect(() => deviceConfigSchema.parse(configurationOf('new', found, best))).not.toThrow();
    }
  });

  it('finds the same device in another socket under another path', () => {
    const config = deviceConfigSchema.parse({
      id: 'scanner',
      driver: 'serial-code-scanner',
      port: portOf(scanner),
    });
    const moved = { ...scanner, usbPort: '3-1.4', nodes: ['/dev/ttyACM7'] };
    const twin = { ...scanner, serialNumber: 'B2' };
    expect(boundTo(config, [printer, twin, moved])).toBe(moved);
    expect(boundTo(config, [printer, twin])).toBeUndefined();
  });

  it('is what stands in the configuration, whatever the device looks like', () => {
    const config = deviceConfigSchema.parse({
      id: 'scanner',
      driver: 'serial-code-scanner',
      port: { path: '/dev/ttyACM0' },
    });
    const unknown = device('serial', 'abcd:0001');
    expect(boundTo(config, [unknown])).toBe(unknown);
  });

  it('is any device of the kind where the configuration leaves it open, and none for simulators', () => {
    const reader = device('ccid', '072f:2200');
    const open = deviceConfigSchema.parse({ id: 'reader', driver: 'pcsc-card-reader' });
    expect(boundTo(open, [printer, reader])).toBe(reader);
    const simulated = deviceConfigSchema.parse({ id: 'r', driver: 'simulated-card-reader' });
    expect(boundTo(simulated, [printer, reader])).toBeUndefined();
  });
});
