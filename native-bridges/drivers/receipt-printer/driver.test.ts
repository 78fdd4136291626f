import { describe, expect, it } from 'vitest';
import { type DeviceEvent, type PrintJob } from '../../../core/contract/device.ts';
import { type Printable } from '../../../core/contract/printable.ts';
import { createManualClock, settleWith } from '../../conformance/manual-clock.ts';
import { type PrinterProfileId } from '../../contract/printer-profile-id.ts';
import { createSimulatedLine } from '../../simulators/simulated-line.ts';
import { createReceiptPrinter } from './driver.ts';
import { PRINTER_PROFILES } from './profiles.ts';
import { rasterise } from './raster.ts';

const TICKET: Printable = {
  language: 'vi',
  scale: 1,
  blocks: [
    { kind: 'text', text: 'Bệnh viện', size: 'title', weight: 'bold', align: 'center' },
    { kind: 'number', text: 'A-0123' },
    { kind: 'code', data: 'TD-0123456789' },
  ],
};
const job = (n: number): PrintJob => ({
  jobId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  document: TICKET,
});
const begin = (): Promise<void> => Promise.resolve();

/** A driver on a line whose other end is the test. */
const rig = (profileId: PrinterProfileId, answer: (bytes: Uint8Array) => number[] = () => []) => {
  const clock = createManualClock();
  const profile = PRINTER_PROFILES[profileId];
  const written: Uint8Array[] = [];
  const events: DeviceEvent[] = [];
  let opened = 0;
  const line = createSimulatedLine(bytes => {
    written.push(Uint8Array.from(bytes));
    const back = answer(bytes);
    if (back.length > 0) line.transmit(Uint8Array.from(back));
  });
  const printer = createReceiptPrinter(
    {
      driver: 'simulated-receipt-printer',
      open: () => {
        opened += 1;
        return line.open();
      },
      profile,
    },
    {
      deviceId: 'p',
      clock,
      cardReported: false,
      emit: event => events.push(event),
      log: () => undefined,
    },
  );
  const settle = <T>(work: Promise<T>): Promise<T> => settleWith(clock, work, 50);
  const states = () =>
    events.flatMap(event =>
      event.type === 'status' ? [event.status.fault ?? event.status.state] : [],
    );
  return { clock, profile, printer, line, written, settle, states, opened: () => opened };
};

/** Healthy answers, by the command reference, of a printer that has them all. */
const healthy = (bytes: Uint8Array): number[] => {
  const text = Buffer.from(bytes).toString('hex');
  if (text.startsWith('1004')) return [0x12];
  if (text === '1d7201') return [0x00];
  if (text.startsWith('10140801')) return [0x37, 0x25, 0x00];
  if (text.startsWith('1d284806003030')) return [0x37, 0x22, ...bytes.subarray(7), 0x00];
  return [];
};

/**
 * A second reading of the ticket's bytes, written for this test from the command reference: the
 * dots of every raster command below one another. Anything it does not know fails the test.
 */
const dotsOnPaper = (bytes: Uint8Array, widthBytes: number): boolean[][] => {
  const rows: boolean[][] = [];
  for (let at = 0; at < bytes.length; ) {
    const [a, b, c = 0] = bytes.subarray(at, at + 3);
    if (a === 0x1b && b === 0x40) at += 2;
    else if (a === 0x1b && b === 0x4a) at += 3;
    else if (a === 0x1d && b === 0x56 && c === 66) at += 4;
    else if (a === 0x1d && b === 0x76 && c === 0x30) {
      const [mode, xL = 0, xH = 0, yL = 0, yH = 0] = bytes.subarray(at + 3, at + 8);
      expect(mode).toBe(0);
      const sent = xL + 256 * xH;
      expect(sent).toBeLessThanOrEqual(widthBytes);
      at += 8;
      for (let row = 0; row < yL + 256 * yH; row += 1, at += sent) {
        const dots: boolean[] = [];
        for (let byte = 0; byte < widthBytes; byte += 1) {
          const of = byte < sent ? (bytes[at + byte] ?? 0) : 0;
          for (let bit = 7; bit >= 0; bit -= 1) dots.push(((of >> bit) & 1) === 1);
        }
        rows.push(dots);
      }
    } else throw new Error(`not understood at ${at}: ${String(a)} ${String(b)}`);
  }
  return rows;
};

describe('receipt printer driver', () => {
  it.each(['silent-80mm', 'generic-80mm', 'generic-58mm'] as const)(
    'sends the dots of the ticket, each and in its place: %s',
    async profileId => {
      const { printer, written, settle, profile } = rig(profileId, healthy);
      await settle(printer.start());
      written.length = 0;
      expect((await settle(printer.print(job(1), begin))).outcome).toBe('printed');
      const ticket = written.filter(
        bytes => bytes[0] !== 0x10 && !(bytes[0] === 0x1d && bytes[1] === 0x72),
      );
      const rows = dotsOnPaper(Buffer.concat(ticket), profile.widthDots / 8);
      const bitmap = rasterise(TICKET, profile);
      expect(rows).toHaveLength(bitmap.heightDots);
      const different = rows
        .flat()
        .filter((dot, at) => dot !== ((((bitmap.data[at >> 3] ?? 0) >> (7 - (at & 7))) & 1) === 1));
      expect(different).toEqual([]);
      await settle(printer.stop());
    },
  );

  it('asks for paper, cover and errors before the first dot', async () => {
    const { printer, written, settle } = rig('generic-80mm', healthy);
    await settle(printer.start());
    written.length = 0;
    await settle(printer.print(job(1), begin));
    const commands = written.map(bytes => Buffer.from(bytes.subarray(0, 3)).toString('hex'));
    expect(commands.slice(0, 5)).toEqual(['100401', '100402', '100403', '100404', '1b40']);
    await settle(printer.stop());
  });

  it('is silent, not fine, when a model that answers does not', async () => {
    const { printer, settle, states } = rig('generic-80mm');
    await settle(printer.start());
    expect(states()).toEqual(['printer-silent']);
    expect(await settle(printer.print(job(1), begin))).toEqual({
      outcome: 'failed',
      fault: 'printer-silent',
    });
    await settle(printer.stop());
  });

  it('does not know about a ticket the printer never confirms', async () => {
    const { printer, settle } = rig('generic-80mm', bytes =>
      bytes[0] === 0x10 ? healthy(bytes) : [],
    );
    await settle(printer.start());
    expect(await settle(printer.print(job(1), begin))).toEqual({
      outcome: 'uncertain',
      fault: 'print-uncertain',
    });
    await settle(printer.stop());
  });

  it('is not fooled by the late answer to the ticket before', async () => {
    let answering = true;
    let owed = 0;
    const { printer, settle, line, clock } = rig('generic-80mm', bytes => {
      if (Buffer.from(bytes).toString('hex') !== '1d7201') return healthy(bytes);
      if (!answering) owed += 1;
      return answering ? [0x00] : [];
    });
    await settle(printer.start());
    answering = false;
    expect((await settle(printer.print(job(1), begin))).outcome).toBe('uncertain');
    const second = printer.print(job(2), begin);
    await clock.advance(100);
    for (let late = 0; late < owed; late += 1) line.transmit(Uint8Array.of(0x00));
    expect((await settle(second)).outcome).toBe('uncertain');
    await settle(printer.stop());
  });

  it('writes nothing while the line is away and opens a new one when it is back', async () => {
    const { printer, line, written, settle, clock, opened, states } = rig('silent-80mm');
    await settle(printer.start());
    written.length = 0;
    line.plug(false);
    expect((await settle(printer.print(job(1), begin))).outcome).toBe('failed');
    line.plug(true);
    await clock.advance(5_000);
    expect(opened()).toBe(2);
    expect(states()).toEqual(['ready', 'device-absent', 'ready']);
    const sent = Buffer.concat(written);
    expect(sent.every(byte => byte === 0)).toBe(true);
    await settle(printer.stop());
  });

  it('fills up a band that a crash cut off before anything else is sent', async () => {
    const { printer, written, settle } = rig('generic-80mm', healthy);
    await settle(printer.start());
    expect(written[0]).toHaveLength(128 * 72);
    expect(written[0]?.every(byte => byte === 0)).toBe(true);
    await settle(printer.stop());
  });

  it('throws away the rest of a broken ticket and cuts before the next, where the model can', async () => {
    let paper = 0x12;
    const { printer, written, settle, clock } = rig('epson-tm-80mm', bytes =>
      Buffer.from(bytes).toString('hex') === '100404'
        ? [paper]
        : bytes[0] === 0x1d && bytes[1] === 0x28
          ? []
          : healthy(bytes),
    );
    await settle(printer.start());
    const broken = printer.print(job(1), () => {
      paper = 0x72;
      return Promise.resolve();
    });
    expect((await settle(broken)).outcome).toBe('uncertain');
    expect(
      written.some(bytes => Buffer.from(bytes).toString('hex') === '10140801031401060208'),
    ).toBe(true);
    paper = 0x12;
    await clock.advance(3_000);
    written.length = 0;
    await settle(printer.print(job(2), begin));
    const moving = written.map(bytes => Buffer.from(bytes.subarray(0, 3)).toString('hex'));
    expect(moving.filter(command => !command.startsWith('1004'))[0]).toBe('1d5642');
    await settle(printer.stop());
  });

  it('sends no more of a ticket once the printer says that it cannot go on', async () => {
    let bands = 0;
    const { printer, written, settle } = rig('epson-tm-80mm', bytes => {
      const isBand = bytes[0] === 0x1d && bytes[1] === 0x76;
      if (isBand) bands += 1;
      return isBand && bands === 2 ? [0x18, 0x00, 0x0f, 0x00] : healthy(bytes);
    });
    await settle(printer.start());
    expect((await settle(printer.print(job(1), begin))).outcome).toBe('uncertain');
    expect(bands).toBe(2);
    expect(written.some(bytes => bytes[0] === 0x1d && bytes[1] === 0x56)).toBe(false);
    await settle(printer.stop());
  });

  it('cannot draw what cannot be drawn, and says so before paper moves', async () => {
    const { printer, settle } = rig('generic-80mm', healthy);
    await settle(printer.start());
    const block = {
      kind: 'text',
      text: 'x '.repeat(200),
      size: 'title',
      weight: 'bold',
      align: 'left',
    } as const;
    const endless: Printable = {
      language: 'vi',
      scale: 1.5,
      blocks: Array.from({ length: 80 }, () => block),
    };
    expect(await settle(printer.print({ ...job(1), document: endless }, begin))).toEqual({
      outcome: 'failed',
      fault: 'render-failed',
    });
    await settle(printer.stop());
  });
});
