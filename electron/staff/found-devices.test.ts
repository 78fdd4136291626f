import { describe, expect, it } from 'vitest';
import { deviceConfigSchema, type DeviceConfig } from '../../native-bridges/contract/bridge.ts';
import type { FoundDevice } from '../../native-bridges/contract/device-care.ts';
import { foundOffers, withFound } from './found-devices.ts';

const configured = (...devices: object[]): DeviceConfig[] =>
  devices.map(device => deviceConfigSchema.parse(device));

const epson: FoundDevice = {
  device: {
    usbPort: '1-1.2',
    vendorId: '04b8',
    productId: '0e03',
    serialNumber: 'J6XF001122',
    interfaces: [],
    attachment: 7,
    nodes: ['/dev/usb/lp0'],
  },
  suggestions: [
    {
      kind: 'receipt-printer',
      driver: 'usblp-receipt-printer',
      profile: 'epson-tm-80mm',
      name: 'Epson TM-T20',
      score: 70,
      certain: true,
      configuration: {
        driver: 'usblp-receipt-printer',
        port: { vendorId: '04b8', productId: '0e03', serialNumber: 'J6XF001122' },
        profile: 'epson-tm-80mm',
      },
    },
  ],
};

const converter: FoundDevice = {
  device: { ...epson.device, usbPort: '1-3', vendorId: '1a86', productId: '7523' },
  suggestions: (['serial-code-scanner', 'serial-receipt-printer'] as const).map(driver => ({
    kind: driver === 'serial-code-scanner' ? 'code-scanner' : 'receipt-printer',
    driver,
    score: 10,
    certain: false,
    configuration: { driver, port: { usbPort: '1-3', vendorId: '1a86', productId: '7523' } },
  })),
};

const DEMONSTRATION = configured(
  { id: 'scanner', driver: 'simulated-code-scanner', prefix: '*' },
  { id: 'printer', driver: 'simulated-receipt-printer' },
);

describe('what is plugged in and not used', () => {
  it('comes in the place of the simulated device of its kind, bound to that very one', () => {
    const [offer] = foundOffers([epson], DEMONSTRATION, []);
    expect(offer).toMatchObject({ name: 'Epson TM-T20', certain: true, replaces: 'printer' });
    expect(withFound([epson], DEMONSTRATION, offer!)).toMatchObject({
      id: 'printer',
      devices: [
        { id: 'scanner' },
        {
          id: 'printer',
          driver: 'usblp-receipt-printer',
          profile: 'epson-tm-80mm',
          port: { serialNumber: 'J6XF001122' },
        },
      ],
    });
  });

  it('keeps what was set of the one before and still has a meaning', () => {
    const offer = foundOffers([converter], DEMONSTRATION, []).find(
      ({ driver }) => driver === 'serial-code-scanner',
    );
    expect(offer).toMatchObject({ certain: false, name: '1a86:7523', replaces: 'scanner' });
    expect(withFound([converter], DEMONSTRATION, offer!)?.devices[0]).toMatchObject({
      id: 'scanner',
      prefix: '*',
      port: { usbPort: '1-3' },
    });
  });

  it('is added where nothing of its kind is configured, under a name that is free', () => {
    const others = configured({ id: 'receipt-printer', driver: 'keyboard-code-scanner' });
    const [offer] = foundOffers([epson], others, []);
    expect(offer).not.toHaveProperty('replaces');
    expect(withFound([epson], others, offer!)).toMatchObject({
      id: 'receipt-printer-2',
      devices: [{ id: 'receipt-printer' }, { id: 'receipt-printer-2' }],
    });
  });

  it('joins a scanner that works, and takes the place of a printer: one alone prints', () => {
    const working = configured(
      { id: 'scanner', driver: 'keyboard-code-scanner' },
      { id: 'printer', driver: 'tcp-receipt-printer', host: '10.0.0.9' },
    );
    const offers = foundOffers([epson, converter], working, []);
    expect(offers.map(({ kind, replaces }) => [kind, replaces])).toEqual([
      ['receipt-printer', 'printer'],
      ['code-scanner', undefined],
      ['receipt-printer', 'printer'],
    ]);
  });

  it('is not offered where a configured device is it, and cannot be taken once it is gone', () => {
    expect(foundOffers([{ ...epson, usedBy: 'printer' }], DEMONSTRATION, [])).toEqual([]);
    const [offer] = foundOffers([epson], DEMONSTRATION, []);
    expect(withFound([], DEMONSTRATION, offer!)).toBeUndefined();
  });
});
