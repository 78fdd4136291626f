import { describe, expect, it } from 'vitest';
import { type SerialPortInfo } from './serial-port-info.ts';
import { pathOfPort } from './serial-ports.ts';

const scanner = { vendorId: '0c2e', productId: '0b6a' };
const ports: readonly SerialPortInfo[] = [
  { path: '/dev/ttyS0' },
  { path: '/dev/ttyACM10', ...scanner, serialNumber: 'B', usbPort: '1-1.3' },
  { path: '/dev/ttyACM2', ...scanner, serialNumber: 'A', usbPort: '1-1.2' },
  { path: '/dev/ttyUSB0', vendorId: '1a86', productId: '7523', usbPort: '1-1.4' },
];

describe('pathOfPort', () => {
  it('takes a path as it is, there or not', () => {
    expect(pathOfPort({ path: 'COM7' }, ports)).toBe('COM7');
  });

  it('finds a device by its serial number, wherever it is plugged in', () => {
    expect(pathOfPort({ serialNumber: 'B' }, ports)).toBe('/dev/ttyACM10');
    expect(pathOfPort({ ...scanner, serialNumber: 'A' }, ports)).toBe('/dev/ttyACM2');
  });

  it('finds a device by its socket, whatever its path', () => {
    expect(pathOfPort({ usbPort: '1-1.4' }, ports)).toBe('/dev/ttyUSB0');
  });

  it('takes the lowest path where several devices fit', () => {
    expect(pathOfPort(scanner, ports)).toBe('/dev/ttyACM2');
    expect(pathOfPort(scanner, ports.toReversed())).toBe('/dev/ttyACM2');
  });

  it('does not take the neighbour of a device that is away', () => {
    expect(pathOfPort({ ...scanner, serialNumber: 'C' }, ports)).toBeUndefined();
    expect(pathOfPort({ ...scanner, usbPort: '1-1.4' }, ports)).toBeUndefined();
    expect(pathOfPort({ usbPort: '9-9' }, ports)).toBeUndefined();
  });
});
