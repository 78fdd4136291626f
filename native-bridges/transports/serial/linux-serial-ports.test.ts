import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listLinuxSerialPorts } from './linux-serial-ports.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'serial-ports-'));
  await mkdir(join(folder, 'class'));
});
afterEach(() => rm(folder, { recursive: true }));

const list = () => listLinuxSerialPorts(join(folder, 'class'));

/** A tree as the kernel makes it: the port below an interface below a USB device. */
const plug = async (
  name: string,
  device: string,
  files: Readonly<Record<string, string>>,
): Promise<void> => {
  const usb = join(folder, 'devices', device);
  const port = join(usb, `${device}:1.0`);
  await mkdir(port, { recursive: true });
  for (const [file, text] of Object.entries(files)) await writeFile(join(usb, file), `${text}\n`);
  await mkdir(join(folder, 'class', name));
  await symlink(port, join(folder, 'class', name, 'device'));
};

describe('listLinuxSerialPorts', () => {
  it('says what is plugged in and where', async () => {
    await plug('ttyACM0', '1-1.2', {
      idVendor: '0c2e',
      idProduct: '0b6a',
      serial: '12345678',
      manufacturer: 'Example Instruments',
      product: 'Scanner',
    });
    expect(await list()).toEqual([
      {
        path: '/dev/ttyACM0',
        vendorId: '0c2e',
        productId: '0b6a',
        serialNumber: '12345678',
        manufacturer: 'Example Instruments',
        product: 'Scanner',
        usbPort: '1-1.2',
      },
    ]);
  });

  it('leaves out what a device does not say', async () => {
    await plug('ttyUSB3', '2-4', { idVendor: '1a86', idProduct: '7523', serial: '' });
    expect(await list()).toEqual([
      { path: '/dev/ttyUSB3', vendorId: '1a86', productId: '7523', usbPort: '2-4' },
    ]);
  });

  it('knows a port that is no USB device by its path alone', async () => {
    await plug('ttyS0', 'pnp0', {});
    await writeFile(join(folder, 'class', 'ttyS0', 'type'), '4\n');
    expect(await list()).toEqual([{ path: '/dev/ttyS0' }]);
  });

  it('leaves out ports without hardware, consoles and terminals', async () => {
    await plug('ttyS7', 'platform', {});
    await writeFile(join(folder, 'class', 'ttyS7', 'type'), '0\n');
    for (const name of ['tty1', 'console', 'ptmx', 'ttyUSB9']) {
      await mkdir(join(folder, 'class', name));
    }
    expect(await list()).toEqual([]);
  });

  it('finds nothing on a system without sysfs', async () => {
    expect(await listLinuxSerialPorts(join(folder, 'not-there'))).toEqual([]);
  });
});
