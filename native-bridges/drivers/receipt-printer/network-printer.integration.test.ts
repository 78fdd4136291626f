import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type DeviceEvent, type PrintJob } from '../../../core/contract/device.ts';
import { type Printable } from '../../../core/contract/printable.ts';
import { type PrinterProfileId } from '../../contract/printer-profile-id.ts';
import { type ReceiptPrinterDriver } from '../../contract/driver.ts';
import { installDevice } from '../../core/registry.ts';
import { type Bitmap } from '../../imaging/bitmap.ts';
import { systemClock } from '../../process/system-clock.ts';
import {
  startTcpReceiptPrinter,
  type TcpReceiptPrinterOptions,
} from '../../simulators/tcp/tcp-receipt-printer.ts';
import { openTcpChannel } from '../../transports/tcp/tcp-channel.ts';
import { visitChannel } from '../../transports/visited-channel.ts';
import { PRINTER_PROFILES } from './profiles.ts';
import { rasterise } from './raster.ts';

const TICKET: Printable = {
  language: 'vi',
  scale: 1,
  blocks: [
    { kind: 'text', text: 'Bệnh viện Thử Nghiệm', size: 'title', weight: 'bold', align: 'center' },
    { kind: 'number', text: 'A-0123' },
    { kind: 'pair', label: 'Phòng khám', value: 'Phòng 203, tầng 2' },
    { kind: 'code', data: 'TD-0123456789' },
  ],
};
let jobs = 0;
const job = (): PrintJob => {
  jobs += 1;
  return { jobId: `00000000-0000-4000-8000-${String(jobs).padStart(12, '0')}`, document: TICKET };
};
const begin = (): Promise<void> => Promise.resolve();

/** A busy machine may be late with everything. */
const PATIENCE_MS = 20_000;

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const rig = async (
  profile: PrinterProfileId = 'epson-tm-80mm',
  options: Partial<TcpReceiptPrinterOptions> = {},
) => {
  const sheets: Bitmap[] = [];
  const printer = await startTcpReceiptPrinter({
    traits: PRINTER_PROFILES[profile],
    clock: systemClock,
    onSheet: sheet => sheets.push(sheet),
    ...options,
  });
  cleanUps.push(printer.close);
  const events: DeviceEvent[] = [];
  const { driver } = await installDevice(
    { id: 'p', driver: 'tcp-receipt-printer', host: '127.0.0.1', port: printer.port, profile },
    {
      deviceId: 'p',
      clock: systemClock,
      cardReported: false,
      emit: event => events.push(event),
      log: () => undefined,
      onSheet: () => undefined,
    },
  );
  if (driver.kind !== 'receipt-printer') throw new TypeError('no receipt printer');
  cleanUps.push(() => driver.stop());
  const state = () => {
    const last = events.findLast(event => event.type === 'status');
    return last?.type === 'status' ? (last.status.fault ?? last.status.state) : undefined;
  };
  return { printer, driver, sheets, state };
};

const until = async (what: string, condition: () => boolean): Promise<void> => {
  const start = performance.now();
  while (!condition()) {
    if (performance.now() - start > PATIENCE_MS) throw new Error(`${what} did not happen`);
    await new Promise(resolve => setTimeout(resolve, 5));
  }
};

/** Starts a job and returns once its first dots are under way. */
const startJob = async (driver: ReceiptPrinterDriver) => {
  let begun = false;
  const outcome = driver.print(job(), () => {
    begun = true;
    return Promise.resolve();
  });
  await until('the beginning', () => begun);
  await new Promise(resolve => setTimeout(resolve, 60));
  return { outcome };
};

const sameDots = (sheet: Bitmap | undefined, profile: PrinterProfileId): void => {
  const expected = rasterise(TICKET, PRINTER_PROFILES[profile]);
  const printed = sheet?.data.subarray(0, expected.data.length);
  expect(Buffer.from(printed ?? []).equals(Buffer.from(expected.data))).toBe(true);
  expect(sheet?.data.subarray(expected.data.length).every(byte => byte === 0)).toBe(true);
};

describe('a printer in the network (raw port 9100)', () => {
  it.each(['epson-tm-80mm', 'generic-80mm', 'generic-58mm', 'silent-80mm'] as const)(
    'prints every dot of the ticket and lets go of the line: %s',
    async profile => {
      const { driver, sheets, state, printer } = await rig(profile);
      await driver.start();
      expect(state()).toBe('ready');
      expect(await driver.print(job(), begin)).toEqual({ outcome: 'printed' });
      await until('the sheet', () => sheets.length === 1);
      sameDots(sheets[0], profile);
      await until('an idle line', () => printer.connected() === 0);
    },
  );

  it('says what a person did to the printer, and when it is mended, within two seconds', async () => {
    const { driver, state, printer } = await rig();
    await driver.start();
    const steps = [
      [{ paper: 'near-end' }, 'degraded'],
      [{ paper: 'end' }, 'printer-paper-end'],
      [{ paper: 'ok', coverOpen: true }, 'printer-cover-open'],
      [{ coverOpen: false, jammed: true }, 'printer-jam'],
      [{ jammed: false, hot: true }, 'printer-hot'],
      [{ hot: false }, 'ready'],
    ] as const;
    for (const [seen, told] of steps) {
      printer.sense(seen);
      await until(told, () => state() === told);
    }
  });

  it('refuses a job before the first dot when the paper is out', async () => {
    const { driver, printer, sheets } = await rig();
    await driver.start();
    printer.sense({ paper: 'end' });
    expect(await driver.print(job(), begin)).toEqual({
      outcome: 'failed',
      fault: 'printer-paper-end',
    });
    expect(sheets).toEqual([]);
  });

  it('does not know of a ticket whose paper ended in its middle, and never prints the rest of it', async () => {
    const { driver, printer, sheets } = await rig('epson-tm-80mm');
    await driver.start();
    const { outcome } = await startJob(driver);
    printer.sense({ paper: 'end' });
    expect(await outcome).toEqual({ outcome: 'uncertain', fault: 'print-uncertain' });
    printer.sense({ paper: 'ok' });
    await new Promise(resolve => setTimeout(resolve, 1_500));
    expect(sheets).toEqual([]);
    expect((await driver.print(job(), begin)).outcome).toBe('printed');
    await until('two sheets', () => sheets.length === 2);
    // What hung from the printer is cut off before the next ticket, which is whole.
    sameDots(sheets[1], 'epson-tm-80mm');
  });

  it('forgets a ticket that a power cycle cut short, and prints the next one whole', async () => {
    const { driver, printer, sheets, state } = await rig('generic-80mm');
    await driver.start();
    const { outcome } = await startJob(driver);
    await printer.power(false);
    expect((await outcome).outcome).toBe('uncertain');
    await until('absence', () => state() === 'device-absent');
    expect(await driver.print(job(), begin)).toEqual({
      outcome: 'failed',
      fault: 'device-absent',
    });
    await printer.power(true);
    await until('readiness', () => state() === 'ready');
    expect((await driver.print(job(), begin)).outcome).toBe('printed');
    await until('two sheets', () => sheets.length === 2);
    sameDots(sheets[1], 'generic-80mm');
  });

  it('waits for a head that cools down in the middle of a ticket', async () => {
    const { driver, printer, sheets } = await rig();
    await driver.start();
    const { outcome } = await startJob(driver);
    printer.sense({ hot: true });
    await new Promise(resolve => setTimeout(resolve, 1_200));
    printer.sense({ hot: false });
    expect(await outcome).toEqual({ outcome: 'printed' });
    await until('the sheet', () => sheets.length === 1);
    sameDots(sheets[0], 'epson-tm-80mm');
  });

  it.each([
    ['waits', 'printer-silent'],
    ['refused', 'device-absent'],
  ] as const)(
    'tells that somebody else has the only connection, and prints once it is free: a second peer %s',
    async (second, told) => {
      const { driver, printer, state, sheets } = await rig('generic-80mm', { second });
      const other = connect(printer.port, '127.0.0.1');
      await until('the other peer', () => printer.connected() === 1);
      await driver.start();
      expect(state()).toBe(told);
      expect((await driver.print(job(), begin)).outcome).toBe('failed');
      other.destroy();
      await until('readiness', () => state() === 'ready');
      expect((await driver.print(job(), begin)).outcome).toBe('printed');
      await until('the sheet', () => sheets.length === 1);
      sameDots(sheets[0], 'generic-80mm');
    },
  );

  it('prints although the printer has not yet seen that its question was the last of the connection', async () => {
    const { driver, sheets } = await rig('silent-80mm', { second: 'refused', freeAfterMs: 250 });
    await driver.start();
    for (const count of [1, 2]) {
      expect(await driver.print(job(), begin)).toEqual({ outcome: 'printed' });
      await until('the sheet', () => sheets.length === count);
      sameDots(sheets[count - 1], 'silent-80mm');
    }
  });

  it('prints on a printer that takes a few bytes at a time', async () => {
    const { driver, sheets } = await rig('generic-80mm', { bufferBytes: 4_096 });
    await driver.start();
    expect((await driver.print(job(), begin)).outcome).toBe('printed');
    await until('the sheet', () => sheets.length === 1);
    sameDots(sheets[0], 'generic-80mm');
  });

  it('is absent where nobody listens', async () => {
    const { driver, printer, state } = await rig();
    await printer.power(false);
    await driver.start();
    expect(state()).toBe('device-absent');
  });

  it('leaves no connection and no memory of them behind, however often it is asked', async () => {
    const { printer } = await rig();
    const open = openTcpChannel({ host: '127.0.0.1', port: printer.port });
    const line = visitChannel({
      open,
      clock: { now: () => systemClock.now(), after: (_, task) => systemClock.after(0, task) },
      onOpen: () => undefined,
      onData: () => undefined,
      onLost: () => undefined,
    });
    const resources = () =>
      process.getActiveResourcesInfo().filter(name => /^(TCP|Timeout)/.test(name)).length;
    const visit = async () => {
      const release = await line.hold();
      await line.write(Uint8Array.of(0x10, 0x04, 0x01));
      release();
    };
    for (let time = 0; time < 20; time += 1) await visit();
    await until('quiet', () => printer.connected() === 0);
    const before = resources();
    for (let time = 0; time < 1_000; time += 1) await visit();
    await until('quiet', () => printer.connected() === 0);
    expect(printer.connections()).toBe(1_020);
    await until('no more than before', () => resources() <= before);
  });
});
