import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManualClock } from '../../conformance/manual-clock.ts';
import { usbDeviceSchema, type UsbDevice } from '../../contract/usb-device.ts';
import { listLinuxUsbDevices } from './linux-usb-devices.ts';
import { usagePagesOf } from './report-descriptor.ts';
import { watchUsb } from './watch-usb.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'usb-devices-'));
  await mkdir(join(folder, 'bus'));
});
afterEach(() => rm(folder, { recursive: true }));
const root = (): string => join(folder, 'bus');

/** Makes a device as the kernel shows it: files with a line each, interfaces as folders. */
const plug = async (
  name: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> => {
  const device = join(folder, `real-${name}`);
  for (const [path, content] of Object.entries(files)) {
    const file = join(device, path);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, typeof content === 'string' ? `${content}\n` : content);
  }
  await symlink(device, join(root(), name));
};

const unplug = async (name: string): Promise<void> => {
  await rm(join(root(), name));
  await rm(join(folder, `real-${name}`), { recursive: true });
};

/** Usage page 0x8C, bar code scanner, as a HID POS scanner says it. */
const SCANNER_REPORT = Uint8Array.of(0x05, 0x8c, 0x09, 0x02, 0xa1, 0x01, 0x06, 0x01, 0xff, 0xc0);

describe('listLinuxUsbDevices', () => {
  it('tells a scanner with two interfaces by all it says', async () => {
    await plug('1-1.2', {
      idVendor: '1eab',
      idProduct: '8210',
      bDeviceClass: '00',
      manufacturer: 'Newland',
      product: 'EM3080 HID Pos',
      serial: 'AB12',
      '1-1.2:1.0/bInterfaceClass': '03',
      '1-1.2:1.0/bInterfaceSubClass': '00',
      '1-1.2:1.0/bInterfaceProtocol': '00',
      '1-1.2:1.0/0003:1EAB:8210.0001/report_descriptor': SCANNER_REPORT,
      '1-1.2:1.0/0003:1EAB:8210.0001/hidraw/hidraw3/dev': '244:3',
      '1-1.2:1.1/bInterfaceClass': '02',
      '1-1.2:1.1/bInterfaceSubClass': '02',
      '1-1.2:1.1/bInterfaceProtocol': '01',
      '1-1.2:1.1/tty/ttyACM0/dev': '166:0',
    });
    const [device, ...others] = await listLinuxUsbDevices(root());
    expect(others).toEqual([]);
    expect(usbDeviceSchema.parse(device)).toEqual({
      usbPort: '1-1.2',
      attachment: expect.any(Number) as number,
      vendorId: '1eab',
      productId: '8210',
      manufacturer: 'Newland',
      product: 'EM3080 HID Pos',
      serialNumber: 'AB12',
      interfaces: [
        { class: '03', subclass: '00', protocol: '00', usagePages: [0x8c, 0xff01] },
        { class: '02', subclass: '02', protocol: '01', usagePages: [] },
      ],
      nodes: ['/dev/hidraw3', '/dev/ttyACM0'],
    });
  });

  it('finds the nodes of printers and of serial converters', async () => {
    await plug('3-2', {
      idVendor: '04b8',
      idProduct: '0e15',
      '3-2:1.0/bInterfaceClass': '07',
      '3-2:1.0/usbmisc/lp1/dev': '180:1',
    });
    await plug('3-4', {
      idVendor: '1a86',
      idProduct: '7523',
      '3-4:1.0/ttyUSB0/port_number': '0',
    });
    const devices = await listLinuxUsbDevices(root());
    expect(devices.map(({ nodes }) => nodes)).toEqual([['/dev/usb/lp1'], ['/dev/ttyUSB0']]);
  });

  it('leaves out hubs, what is half there, and everything on a system without sysfs', async () => {
    await plug('1-1', { idVendor: '05e3', idProduct: '0608', bDeviceClass: '09' });
    await plug('1-3', { idVendor: '05e3' });
    await plug('usb1', { idVendor: '1d6b', idProduct: '0002' });
    expect(await listLinuxUsbDevices(root())).toEqual([]);
    expect(await listLinuxUsbDevices(join(folder, 'nowhere'))).toEqual([]);
  });
});

describe('usagePagesOf', () => {
  it('walks short and long items', () => {
    const long = [0xfe, 0x02, 0x10, 0x05, 0x8c];
    expect(usagePagesOf(Uint8Array.from([...long, 0x05, 0x01, 0x07, 0x8c, 0, 0, 0]))).toEqual([
      1, 0x8c,
    ]);
  });

  it('takes any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        for (const page of usagePagesOf(bytes)) expect(page).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

describe('watchUsb', () => {
  it('tells what is there, what came, what went, and what was put back in between', async () => {
    const clock = createManualClock();
    const told: string[] = [];
    /** Lets time pass until so many lists were told. Files are read in real time. */
    const look = async (times: number): Promise<void> => {
      for (let step = 0; step < 2_000 && told.length < times; step += 1) {
        await clock.advance(50);
        await sleep(2);
      }
    };
    const tell = (devices: readonly UsbDevice[]): void => {
      told.push(devices.map(({ usbPort }) => usbPort).join(' '));
    };
    const facts = { idVendor: '04b8', idProduct: '0e15' };
    await plug('1-1', facts);
    const stop = watchUsb({ clock, onDevices: tell, root: root() });
    await look(1);
    await plug('1-2', facts);
    await look(2);
    await unplug('1-1');
    await look(3);
    await rm(join(root(), '1-2'));
    await mkdir(join(folder, 'again'));
    await writeFile(join(folder, 'again', 'idVendor'), '04b8');
    await writeFile(join(folder, 'again', 'idProduct'), '0e15');
    await symlink(join(folder, 'again'), join(root(), '1-2'));
    await look(4);
    stop();
    await unplug('1-2').catch(() => undefined);
    await clock.advance(5_000);
    await sleep(50);
    expect(told).toEqual(['1-1', '1-1 1-2', '1-2', '1-2']);
  });
});
