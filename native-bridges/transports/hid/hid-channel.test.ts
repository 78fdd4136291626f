import { describe, expect, it } from 'vitest';
import { type HidBinding, type HidDeviceInfo } from './hid-binding.ts';
import { createHidChannel } from './hid-channel.ts';

const PAGE = 0x8c;
const scanner: HidDeviceInfo = {
  path: '/dev/hidraw3',
  vendorId: 0x0c2e,
  productId: 0x0b67,
  serialNumber: 'A1',
  usagePage: PAGE,
};
const keyboard: HidDeviceInfo = { ...scanner, path: '/dev/hidraw2', usagePage: 1 };

/** A machine with these devices, whose hands the test has. */
const machine = (devices: readonly HidDeviceInfo[], refuses = false) => {
  const opened: string[] = [];
  const closed: string[] = [];
  let report: (bytes: Uint8Array) => void = () => undefined;
  let lose: () => void = () => undefined;
  const binding: HidBinding = {
    list: () => Promise.resolve(devices),
    descriptor: () => Promise.resolve(Uint8Array.of(0x05, 0x8c)),
    open: path => {
      if (refuses) return Promise.reject(new TypeError(`cannot open device with path ${path}`));
      opened.push(path);
      return Promise.resolve({
        onReport: listener => void (report = listener),
        onLost: listener => void (lose = listener),
        close: () => closed.push(path),
      });
    },
  };
  return {
    opened,
    closed,
    report: (...bytes: number[]) => report(Uint8Array.from(bytes)),
    lose: () => lose(),
    open: (choice = {}) =>
      createHidChannel({ binding: () => Promise.resolve(binding), choice, usagePage: PAGE })(),
  };
};

describe('createHidChannel', () => {
  it('opens the scanner among the other interfaces, and passes its reports on', async () => {
    const { open, opened, report } = machine([keyboard, scanner]);
    const channel = await open();
    const heard: number[][] = [];
    channel.onData(chunk => heard.push([...chunk]));
    report(2, 0, 0);
    expect(opened).toEqual(['/dev/hidraw3']);
    expect(heard).toEqual([[2, 0, 0]]);
    expect(channel.descriptor).toEqual(Uint8Array.of(0x05, 0x8c));
  });

  it('finds the scanner by its numbers, wherever it is plugged in', async () => {
    const other = { ...scanner, path: '/dev/hidraw1', serialNumber: 'B2' };
    const { open, opened } = machine([other, { ...scanner, path: '/dev/hidraw9' }]);
    await open({ vendorId: '0c2e', productId: '0b67', serialNumber: 'A1' });
    expect(opened).toEqual(['/dev/hidraw9']);
  });

  it('is not there while no device fits', async () => {
    await expect(machine([keyboard]).open()).rejects.toMatchObject({ code: 'device-absent' });
    await expect(machine([scanner]).open({ vendorId: '05f9' })).rejects.toMatchObject({
      code: 'device-absent',
    });
  });

  it('says so where the account may not open it', async () => {
    await expect(machine([scanner], true).open()).rejects.toMatchObject({ code: 'not-permitted' });
  });

  it('is closed once when the device is pulled', async () => {
    const { open, lose } = machine([scanner]);
    const channel = await open();
    let closed = 0;
    channel.onClose(() => (closed += 1));
    lose();
    lose();
    channel.close();
    expect(channel.isOpen).toBe(false);
    expect(closed).toBe(1);
  });

  it('lets go of the device when it is closed', async () => {
    const { open, closed } = machine([scanner]);
    const channel = await open();
    channel.close();
    expect(closed).toEqual(['/dev/hidraw3']);
    await expect(channel.write(Uint8Array.of(1))).rejects.toMatchObject({ code: 'bad-request' });
  });
});
