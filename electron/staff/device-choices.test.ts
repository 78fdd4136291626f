import { describe, expect, it } from 'vitest';
import { deviceConfigSchema } from '../../native-bridges/contract/bridge.ts';
import { DRIVER_TABLE, type DriverName } from '../../native-bridges/contract/driver-table.ts';
import { choiceOf, chosenDevice, withDriver } from './device-choices.ts';

const printer = deviceConfigSchema.parse({
  id: 'printer',
  driver: 'tcp-receipt-printer',
  host: '192.168.1.50',
});
const simulated = deviceConfigSchema.parse({ id: 'p', driver: 'simulated-receipt-printer' });

describe('what can be set of a device on the screen', () => {
  it('is a driver of the same kind that needs nothing more', () => {
    for (const device of [printer, simulated]) {
      const { driver, drivers } = choiceOf(device);
      expect(drivers).toContain(driver);
      for (const other of drivers) {
        expect(DRIVER_TABLE[other as DriverName].kind).toBe('receipt-printer');
        expect(withDriver(device, other)).toMatchObject({ id: device.id, driver: other });
      }
    }
  });

  it('is never a simulated driver in place of a real one', () => {
    expect(choiceOf(printer).drivers).not.toContain('simulated-receipt-printer');
    expect(chosenDevice(printer, { driver: 'simulated-receipt-printer' })).toEqual({
      wrong: 'driver',
    });
  });

  it('is one of the known printer models', () => {
    expect(choiceOf(printer).profiles).toContain('generic-58mm');
    const driver = 'tcp-receipt-printer';
    expect(chosenDevice(printer, { driver, profile: 'generic-58mm' })).toMatchObject({
      device: { profile: 'generic-58mm', host: '192.168.1.50' },
    });
    expect(chosenDevice(printer, { driver, profile: 'no-such-model' })).toEqual({
      wrong: 'profile',
    });
  });

  it('is where it is, typed', () => {
    const { typed } = choiceOf(printer);
    expect(typed.find(({ driver }) => driver === 'tcp-receipt-printer')?.settings).toMatchObject([
      { name: 'host', value: '192.168.1.50', required: true },
      { name: 'port', value: '', required: false, otherwise: '9100' },
    ]);
    const driver = 'tcp-receipt-printer';
    expect(
      chosenDevice(printer, { driver, settings: { host: 'may-in.lan', port: '9101' } }),
    ).toMatchObject({ device: { host: 'may-in.lan', port: 9101 } });
    expect(
      chosenDevice({ ...printer, port: 9101 } as typeof printer, {
        driver,
        settings: { port: '' },
      }),
    ).toEqual({ device: printer });
  });

  it('is a driver that needs an address, once the address is typed', () => {
    const driver = 'tcp-receipt-printer';
    expect(choiceOf(simulated).drivers).not.toContain(driver);
    expect(chosenDevice(simulated, { driver })).toEqual({ wrong: 'host' });
    expect(chosenDevice(simulated, { driver, settings: { host: '10.0.0.300' } })).toEqual({
      wrong: 'host',
    });
    expect(chosenDevice(simulated, { driver, settings: { host: '10.0.0.3' } })).toMatchObject({
      device: { id: 'p', driver, host: '10.0.0.3' },
    });
  });

  it('is the path of a serial port, unless the port is known by its USB numbers', () => {
    const bound = deviceConfigSchema.parse({
      id: 'scanner',
      driver: 'serial-code-scanner',
      port: { vendorId: '1eab', productId: '1d06' },
    });
    const driver = 'serial-code-scanner';
    expect(chosenDevice(bound, { driver, settings: { 'port.path': '' } })).toEqual({
      device: bound,
    });
    expect(
      chosenDevice(bound, { driver, settings: { 'port.path': '/dev/ttyS0', baudRate: '115200' } }),
    ).toMatchObject({ device: { port: { path: '/dev/ttyS0' }, baudRate: 115_200 } });
  });

  it('can be taken by the configuration as it is, whatever good address is typed', () => {
    const typed: Readonly<Record<string, string>> = {
      host: '10.0.0.20',
      port: '9100',
      'port.path': '/dev/ttyS0',
      baudRate: '9600',
      url: 'ipp://10.0.0.20/ipp/print',
      topic: 'tiep-don/display',
      serialNumber: 'SN-1',
    };
    const urls: Readonly<Record<string, string>> = {
      'http-payment-display': 'https://box.example/push',
      'mqtt-payment-display': 'mqtts://broker.lan:8883',
      'vendor-toolkit-card-reader': 'http://127.0.0.1:8000',
    };
    const ofKind = [
      simulated,
      { id: 'r', driver: 'simulated-card-reader' },
      { id: 's', driver: 'simulated-code-scanner' },
      { id: 'd', driver: 'simulated-document-printer' },
      { id: 'q', driver: 'simulated-payment-display' },
    ].map(device => deviceConfigSchema.parse(device));
    const forms = ofKind.flatMap(device =>
      choiceOf(device).typed.map(form => ({ device, ...form })),
    );
    expect(forms.map(({ driver }) => driver)).toHaveLength(7);
    for (const { device, driver, settings } of forms) {
      const values = settings.map(({ name, type }) => [
        name,
        type === 'url' ? (urls[driver] ?? typed[name]) : typed[name],
      ]);
      expect(
        chosenDevice(device, {
          driver,
          settings: Object.fromEntries(values) as Record<string, string>,
        }),
      ).toMatchObject({ device: { driver } });
    }
  });
});
