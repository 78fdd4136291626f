import { describe, expect, it } from 'vitest';
import { type DeviceEvent, type SimulatorAction } from '../../../core/contract/device.ts';
import { FaultError } from '../../../core/contract/errors.ts';
import { createManualClock, settleWith } from '../../conformance/manual-clock.ts';
import { type PrintSpooler } from '../../contract/print-spooler.ts';
import { createSimulatedSpooler } from '../../simulators/winspool/simulated-spooler.ts';
import { PRINTER_PROFILES } from './profiles.ts';
import { createSpooledPrinter } from './spooled-printer.ts';

const PROFILE = PRINTER_PROFILES['generic-80mm'];
const job = (n: number) => ({
  jobId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  document: {
    language: 'vi' as const,
    scale: 1 as const,
    blocks: [{ kind: 'number' as const, text: 'A-0123' }],
  },
});
const begin = (): Promise<void> => Promise.resolve();
const silent = (): Promise<never> => Promise.reject(new FaultError('printer-silent', 'busy'));

const rig = (change: (spooler: PrintSpooler) => Partial<PrintSpooler> = () => ({})) => {
  const clock = createManualClock();
  const sheets: number[] = [];
  const events: DeviceEvent[] = [];
  const system = createSimulatedSpooler(PROFILE, clock, ({ heightDots }) =>
    sheets.push(heightDots),
  );
  const printer = createSpooledPrinter(
    {
      driver: 'winspool-receipt-printer',
      spooler: { ...system.spooler, ...change(system.spooler) },
      printer: 'Receipts',
      profile: PROFILE,
    },
    {
      deviceId: 'p',
      clock,
      cardReported: false,
      emit: event => events.push(event),
      log: () => undefined,
    },
  );
  return {
    clock,
    sheets,
    system,
    printer,
    hand: (action: SimulatorAction) => system.hardware.act(action),
    settle: <T>(work: Promise<T>) => settleWith(clock, work, 20),
    state: () => events.flatMap(event => (event.type === 'status' ? [event.status] : [])).at(-1),
  };
};

describe('a receipt printer in the queue of the system', () => {
  it('prints, and has nothing left in the queue', async () => {
    const { printer, settle, sheets, system } = rig();
    await settle(printer.start());
    expect(await settle(printer.print(job(1), begin))).toEqual({ outcome: 'printed' });
    expect([sheets.length, system.queue()]).toEqual([1, []]);
  });

  it('takes a ticket out of the queue that stands there, and it never comes out', async () => {
    const { clock, printer, settle, sheets, system, hand } = rig();
    await settle(printer.start());
    const outcome = printer.print(job(1), begin);
    await clock.advance(15);
    hand({ action: 'plug', connected: false });
    expect(await settle(outcome)).toEqual({ outcome: 'uncertain', fault: 'print-uncertain' });
    expect(system.queue()).toEqual([]);
    hand({ action: 'plug', connected: true });
    await clock.advance(10_000);
    expect(sheets).toEqual([]);
    expect(await settle(printer.print(job(2), begin))).toEqual({ outcome: 'printed' });
  });

  it('takes out at its start what an earlier life left there, and nobody else’s', async () => {
    const { clock, printer, settle, sheets, system, hand } = rig();
    hand({ action: 'paper', state: 'end' });
    await system.spooler.submit('Receipts', 'tiep-don of yesterday', Uint8Array.of(0x1b, 0x40));
    await system.spooler.submit('Receipts', 'Bảng kê', Uint8Array.of(0x1b, 0x40));
    await settle(printer.start());
    expect(system.queue()).toEqual(['Bảng kê']);
    hand({ action: 'paper', state: 'ok' });
    await clock.advance(5_000);
    expect(sheets).toEqual([]);
  });

  it('is uncertain where paper ends after the printer had everything', async () => {
    const { clock, printer, settle, system, hand } = rig();
    await settle(printer.start());
    const outcome = printer.print(job(1), begin);
    while (system.queue().length === 0) await clock.advance(5);
    while (system.queue().length > 0) await clock.advance(5);
    hand({ action: 'paper', state: 'end' });
    expect((await settle(outcome)).outcome).toBe('uncertain');
  });

  it('asks a spooler again that was busy for a moment', async () => {
    let busy = 0;
    const { printer, settle, sheets } = rig(spooler => ({
      job: (...asked) => ((busy += 1) < 3 ? silent() : spooler.job(...asked)),
    }));
    await settle(printer.start());
    expect(await settle(printer.print(job(1), begin))).toEqual({ outcome: 'printed' });
    expect(sheets).toHaveLength(1);
  });

  it('refuses before anything is sent where Windows knows of a fault', async () => {
    const { printer, settle, system, hand, state } = rig();
    hand({ action: 'cover', open: true });
    await settle(printer.start());
    expect(state()).toMatchObject({ state: 'unavailable', fault: 'printer-cover-open' });
    expect(await settle(printer.print(job(1), begin))).toEqual({
      outcome: 'failed',
      fault: 'printer-cover-open',
    });
    expect(system.queue()).toEqual([]);
  });
});
