import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPseudoTerminals, pseudoTerminalsAbsent } from '../../conformance/pseudo-terminals.ts';
import { systemClock } from '../../process/system-clock.ts';
import { listLinuxUsbPrinters } from './linux-usb-printers.ts';
import { openUsbPrinter } from './usb-printer-channel.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tiep-don-usb-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A printer in a made-up sysfs, as the kernel lays it out: the interface below the USB device. */
const printer = (name: string, socket: string, facts: Readonly<Record<string, string>>): void => {
  const device = join(folder, 'devices', socket);
  const { ieee1284_id, ...attributes } = facts;
  const face = join(device, `${socket}:1.0`);
  mkdirSync(face, { recursive: true });
  for (const [file, text] of Object.entries(attributes)) {
    writeFileSync(join(device, file), `${text}\n`);
  }
  if (ieee1284_id !== undefined) writeFileSync(join(face, 'ieee1284_id'), `${ieee1284_id}\n`);
  const place = join(folder, 'usbmisc', name);
  mkdirSync(place, { recursive: true });
  symlinkSync(face, join(place, 'device'));
};

const list = () => listLinuxUsbPrinters(join(folder, 'usbmisc'));
const until = async (condition: () => boolean): Promise<void> => {
  const end = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error('it did not happen');
    await new Promise(resolve => setTimeout(resolve, 5));
  }
};

describe('USB printers out of sysfs', () => {
  it('are described by their USB device and what the printer says of itself', async () => {
    printer('lp0', '1-1.2', {
      idVendor: '04b8',
      idProduct: '0e03',
      serial: 'J5TF000001',
      product: 'TM-T20',
      ieee1284_id: 'MFG:EPSON;CMD:ESC/POS;MDL:TM-T20;CLS:PRINTER;',
    });
    expect(await list()).toEqual([
      {
        path: '/dev/usb/lp0',
        vendorId: '04b8',
        productId: '0e03',
        serialNumber: 'J5TF000001',
        product: 'TM-T20',
        usbPort: '1-1.2',
        deviceId: 'MFG:EPSON;CMD:ESC/POS;MDL:TM-T20;CLS:PRINTER;',
      },
    ]);
  });

  it('are in the order of their numbers', async () => {
    for (const count of [10, 2, 0]) printer(`lp${count}`, `1-${count}`, { idVendor: '04b8' });
    expect((await list()).map(({ path }) => path)).toEqual([
      '/dev/usb/lp0',
      '/dev/usb/lp2',
      '/dev/usb/lp10',
    ]);
  });

  it('are none where the system has none', async () => {
    expect(await list()).toEqual([]);
  });

  it.each([
    [{ usbPort: '1-9' }],
    [{ serialNumber: 'other' }],
    [{ vendorId: '04b8', productId: 'ffff' }],
    [undefined],
  ])('are absent where %j fits none', async choice => {
    if (choice !== undefined) printer('lp0', '1-1', { idVendor: '04b8', idProduct: '0e03' });
    const open = openUsbPrinter({ choice, clock: systemClock, list });
    expect(await open().catch((thrown: unknown) => thrown)).toMatchObject({
      code: 'device-absent',
    });
  });
});

const absent = pseudoTerminalsAbsent();
describe.skipIf(absent !== undefined)(
  `the file of a USB printer${absent === undefined ? '' : ` (left out: ${absent})`}`,
  () => {
    it('never cuts a command by another one, however little the printer takes at a time', async () => {
      const pair = await openPseudoTerminals();
      const channel = await openUsbPrinter({
        choice: { path: pair.path },
        clock: systemClock,
      })();
      const picture = new Uint8Array(60_000).fill(0xaa);
      await Promise.all([
        channel.write(picture),
        channel.write(Uint8Array.of(0x10, 0x04, 0x01)),
        channel.write(picture),
      ]);
      await until(() => pair.received().length === 120_003);
      expect(
        Buffer.from(pair.received()).equals(
          Buffer.concat([picture, Uint8Array.of(0x10, 0x04, 0x01), picture]),
        ),
      ).toBe(true);
      channel.close();
      await pair.remove();
    });

    it('hears the printer, and notices when it is gone', async () => {
      const pair = await openPseudoTerminals();
      const channel = await openUsbPrinter({ choice: { path: pair.path }, clock: systemClock })();
      const heard: number[] = [];
      let closed = 0;
      channel.onData(chunk => heard.push(...chunk));
      channel.onClose(() => (closed += 1));
      pair.send(Uint8Array.of(0x12, 0x16));
      await until(() => heard.length === 2);
      expect(heard).toEqual([0x12, 0x16]);
      await pair.unplug();
      await until(() => closed === 1);
      expect(
        await channel.write(Uint8Array.of(1)).catch((thrown: unknown) => thrown),
      ).toMatchObject({ code: 'device-absent' });
      await pair.remove();
    });
  },
);
