import { describe, expect, it } from 'vitest';
import type { DeviceStatus } from '../../core/contract/device.ts';
import { watchSurroundings } from './surroundings.ts';

const status = (
  deviceId: string,
  kind: DeviceStatus['kind'],
  driver: DeviceStatus['driver'],
  state: DeviceStatus['state'],
): DeviceStatus => ({ deviceId, kind, driver, state });

const around = (...statuses: DeviceStatus[]) => {
  const nothing = { current: () => undefined, subscribe: () => () => undefined };
  const surroundings = watchSurroundings({
    bridge: { statuses: () => statuses, subscribe: () => () => undefined },
    hubReachable: { ...nothing, current: () => true },
    catalogue: nothing,
    a4Copies: 'offered',
    day: () => '2026-03-02',
    counterId: () => 'counter',
  });
  return surroundings.current();
};

describe('what is offered by the devices that are there', () => {
  it('is scanned and read by whichever device works', () => {
    const { codeScanner, cardReader } = around(
      status('at-the-side', 'code-scanner', 'serial-code-scanner', 'unavailable'),
      status('in-front', 'code-scanner', 'hid-pos-code-scanner', 'ready'),
      status('reader', 'chip-card-reader', 'pcsc-card-reader', 'unavailable'),
    );
    expect({ codeScanner, cardReader }).toEqual({
      codeScanner: 'ready',
      cardReader: 'unavailable',
    });
  });

  it('is printed by the first printer of its kind or by none, as jobs are', () => {
    const { printer, copies } = around(
      status('first', 'receipt-printer', 'usblp-receipt-printer', 'unavailable'),
      status('second', 'receipt-printer', 'tcp-receipt-printer', 'ready'),
      status('a4', 'document-printer', 'ipp-document-printer', 'unavailable'),
      status('a4-too', 'document-printer', 'ipp-document-printer', 'ready'),
    );
    expect({ printer, copies }).toEqual({ printer: 'unavailable', copies: undefined });
  });

  it('waits for a printer that is starting', () => {
    const { printer, copies } = around(
      status('printer', 'receipt-printer', 'usblp-receipt-printer', 'starting'),
      status('a4', 'document-printer', 'ipp-document-printer', 'degraded'),
    );
    expect({ printer, copies }).toEqual({ printer: 'ready', copies: 'offered' });
  });
});
