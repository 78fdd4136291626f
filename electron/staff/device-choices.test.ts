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

describe('what can be set of a device without a keyboard', () => {
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
    expect(chosenDevice(printer, 'simulated-receipt-printer', undefined)).toBeUndefined();
  });

  it('is one of the known printer models', () => {
    expect(choiceOf(printer).profiles).toContain('generic-58mm');
    expect(chosenDevice(printer, 'tcp-receipt-printer', 'generic-58mm')).toMatchObject({
      profile: 'generic-58mm',
      host: '192.168.1.50',
    });
    expect(chosenDevice(printer, 'tcp-receipt-printer', 'no-such-model')).toBeUndefined();
  });
});
