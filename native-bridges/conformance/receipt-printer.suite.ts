import { describe, expect, it, vi } from 'vitest';
import { type PrintJob, type SimulatorAction } from '../../core/contract/device.ts';
import { type Printable } from '../../core/contract/printable.ts';
import { type ReceiptPrinterDriver } from '../contract/driver.ts';
import { type PrinterProfile } from '../drivers/receipt-printer/profiles.ts';
import { statusOf, whilePassing, type DeviceHarness, type OpenHarness } from './harness.ts';

export interface ReceiptPrinterRig {
  readonly open: OpenHarness;
  readonly profile: Pick<PrinterProfile, 'answers' | 'confirms' | 'widthDots'>;
  /** Sheets can be looked at, and the printer can be reached while it prints. */
  readonly simulated: boolean;
  /** How many sheets have come out since it was opened; undefined where only a person sees it. */
  readonly printed: (harness: DeviceHarness) => number | undefined;
  /** In which nothing may come out that should not. Absent: five seconds. */
  readonly quietMs?: number;
}

const TICKET: Printable = {
  language: 'vi',
  scale: 1,
  blocks: [
    { kind: 'text', text: 'Bệnh viện Thử Nghiệm', size: 'large', weight: 'bold', align: 'center' },
    { kind: 'number', text: 'A-0123' },
    { kind: 'banner', text: 'ƯU TIÊN' },
    { kind: 'pair', label: 'Phòng khám', value: 'Phòng 203, tầng 2' },
    { kind: 'code', data: 'TD-0123456789' },
  ],
};

let jobs = 0;
const job = (document: Printable = TICKET): PrintJob => {
  jobs += 1;
  return { jobId: `00000000-0000-4000-8000-${String(jobs).padStart(12, '0')}`, document };
};
const begin = (): Promise<void> => Promise.resolve();

/** What every driver of a receipt printer does, whatever the model and the line. */
export const receiptPrinterSuite = (name: string, rig: ReceiptPrinterRig): void => {
  const started = async (): Promise<{ harness: DeviceHarness; printer: ReceiptPrinterDriver }> => {
    const harness = await rig.open();
    if (harness.driver.kind !== 'receipt-printer') throw new TypeError('no receipt printer');
    await whilePassing(harness, harness.driver.start());
    return { harness, printer: harness.driver };
  };
  const reported = (harness: DeviceHarness, state: string): Promise<void> =>
    harness.until(state, () => statusOf(harness).state === state);

  const stays = async (harness: DeviceHarness, sheets: number): Promise<void> => {
    await harness.pass(rig.quietMs ?? 5_000);
    expect(rig.printed(harness) ?? sheets).toBe(sheets);
  };

  describe(`receipt printer: ${name}`, () => {
    it('has said that it is ready when it has started', async () => {
      const { harness, printer } = await started();
      expect(statusOf(harness)).toMatchObject({
        kind: 'receipt-printer',
        state: 'ready',
        paper: rig.profile.answers ? 'ok' : 'unknown',
      });
      await printer.stop();
    });

    it('prints a ticket and knows it', async () => {
      const { harness, printer } = await started();
      expect(await whilePassing(harness, printer.print(job(), begin))).toEqual({
        outcome: 'printed',
      });
      await printer.stop();
    });

    it('prints a job once, however often it is asked', async () => {
      const { harness, printer } = await started();
      const once = job();
      const both = Promise.all([printer.print(once, begin), printer.print(once, begin)]);
      expect((await whilePassing(harness, both)).map(({ outcome }) => outcome)).toEqual([
        'printed',
        'printed',
      ]);
      await whilePassing(harness, printer.print(once, begin));
      await stays(harness, 1);
      await printer.stop();
    });

    it('asks before paper moves, and prints nothing without leave', async () => {
      const { harness, printer } = await started();
      let asked = 0;
      const refuse = (): Promise<void> => {
        asked += 1;
        return Promise.reject(new Error('the host is gone'));
      };
      const refused = await whilePassing(harness, printer.print(job(), refuse));
      expect(asked).toBe(1);
      expect(refused.outcome).toBe('failed');
      await stays(harness, 0);
      await printer.stop();
    });

    it('shows beforehand what it will print', async () => {
      const { printer } = await started();
      const { png, widthDots } = printer.preview(TICKET);
      expect(widthDots).toBe(rig.profile.widthDots);
      expect(Buffer.from(png, 'base64').subarray(1, 4).toString()).toBe('PNG');
      await printer.stop();
    });

    it('fails while it is unplugged, and never prints that job later', async () => {
      const { harness, printer } = await started();
      harness.hand({ action: 'plug', connected: false }, 'unplug the printer');
      await reported(harness, 'unavailable');
      expect(statusOf(harness).fault).toBe('device-absent');
      const outcome = await whilePassing(harness, printer.print(job(), begin));
      expect(outcome).toEqual({ outcome: 'failed', fault: 'device-absent' });
      harness.hand({ action: 'plug', connected: true }, 'plug the printer in');
      await reported(harness, 'ready');
      await stays(harness, 0);
      expect((await whilePassing(harness, printer.print(job(), begin))).outcome).toBe('printed');
      await printer.stop();
    });

    if (rig.profile.answers) answeringPrinter(started, reported, rig.printed);
    if (rig.simulated) reachablePrinter(started, rig);
  });
};

type Started = () => Promise<{ harness: DeviceHarness; printer: ReceiptPrinterDriver }>;

/** Faults that a printer with a status tells before a job: nothing comes out. */
const STOPPERS: readonly {
  readonly fault: string;
  readonly put: SimulatorAction;
  readonly remove: SimulatorAction;
  readonly words: readonly [string, string];
}[] = [
  {
    fault: 'printer-paper-end',
    put: { action: 'paper', state: 'end' },
    remove: { action: 'paper', state: 'ok' },
    words: ['take the paper out', 'put the paper in'],
  },
  {
    fault: 'printer-cover-open',
    put: { action: 'cover', open: true },
    remove: { action: 'cover', open: false },
    words: ['open the cover', 'close the cover'],
  },
  {
    fault: 'printer-jam',
    put: { action: 'jam', jammed: true },
    remove: { action: 'jam', jammed: false },
    words: ['block the cutter', 'free the cutter'],
  },
];

const answeringPrinter = (
  started: Started,
  reported: (harness: DeviceHarness, state: string) => Promise<void>,
  printed: ReceiptPrinterRig['printed'],
): void => {
  for (const { fault, put, remove, words } of STOPPERS) {
    it(`refuses a job before it starts and takes it again afterwards: ${fault}`, async () => {
      const { harness, printer } = await started();
      const same = job();
      harness.hand(put, words[0]);
      await reported(harness, 'unavailable');
      expect(statusOf(harness).fault).toBe(fault);
      const refused = await whilePassing(harness, printer.print(same, begin));
      expect(refused).toEqual({ outcome: 'failed', fault });
      harness.hand(remove, words[1]);
      await reported(harness, 'ready');
      expect(printed(harness) ?? 0).toBe(0);
      expect((await whilePassing(harness, printer.print(same, begin))).outcome).toBe('printed');
      await printer.stop();
    });
  }

  it('prints while the paper is near its end, and says so', async () => {
    const { harness, printer } = await started();
    harness.hand({ action: 'paper', state: 'near-end' }, 'put in a roll that is nearly empty');
    await reported(harness, 'degraded');
    expect(statusOf(harness)).toMatchObject({ paper: 'near-end' });
    expect((await whilePassing(harness, printer.print(job(), begin))).outcome).toBe('printed');
    await printer.stop();
  });
};

/** What goes wrong in the middle of a ticket, and what is on the paper. */
const reachablePrinter = (started: Started, { profile }: ReceiptPrinterRig): void => {
  it('puts the previewed dots on the paper and nothing but blank paper after them', async () => {
    const { harness, printer } = await started();
    await whilePassing(harness, printer.print(job(), begin));
    await harness.until('a sheet', () => harness.sheets.length === 1);
    const [sheet] = harness.sheets;
    expect(sheet?.widthDots).toBe(profile.widthDots);
    expect(sheet?.heightDots).toBeGreaterThan(printer.preview(TICKET).heightDots);
    await printer.stop();
  });

  if (profile.confirms === 'never') return;

  const breaks: readonly (readonly [string, SimulatorAction])[] = [
    ['the paper ends', { action: 'paper', state: 'end' }],
    ['the cable is pulled', { action: 'plug', connected: false }],
    ['the cover is opened', { action: 'cover', open: true }],
    ['the cutter jams', { action: 'jam', jammed: true }],
  ];
  for (const [what, action] of breaks) {
    it(`does not know whether a ticket is out, and says so soon, when ${what} in its middle`, async () => {
      const { harness, printer } = await started();
      const moving = vi.fn(begin);
      const outcome = printer.print(job(), moving);
      await harness.until('the start of printing', () => moving.mock.calls.length === 1);
      await harness.pass(30);
      harness.hand(action, '');
      expect(await whilePassing(harness, outcome, 3_000)).toEqual({
        outcome: 'uncertain',
        fault: 'print-uncertain',
      });
      expect(harness.sheets).toEqual([]);
      await printer.stop();
    });
  }

  it('does not print a job again of which nothing is known', async () => {
    const { harness, printer } = await started();
    const moving = vi.fn(begin);
    const once = job();
    const outcome = printer.print(once, moving);
    await harness.until('the start of printing', () => moving.mock.calls.length === 1);
    await harness.pass(30);
    harness.hand({ action: 'cover', open: true }, '');
    await whilePassing(harness, outcome);
    harness.hand({ action: 'cover', open: false }, '');
    await harness.pass(5_000);
    const sheets = harness.sheets.length;
    expect((await whilePassing(harness, printer.print(once, begin))).outcome).toBe('uncertain');
    await harness.pass(5_000);
    expect(harness.sheets).toHaveLength(sheets);
    expect((await whilePassing(harness, printer.print(job(), begin))).outcome).toBe('printed');
    await printer.stop();
  });
};
