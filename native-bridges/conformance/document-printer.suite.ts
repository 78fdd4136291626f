import { describe, expect, it, vi } from 'vitest';
import { type SimulatorAction } from '../../core/contract/device.ts';
import { type DocumentJob, type Sheet } from '../../core/contract/sheet.ts';
import { type DocumentPrinterDriver } from '../contract/driver.ts';
import { statusOf, whilePassing, type DeviceHarness, type OpenHarness } from './harness.ts';

export interface DocumentPrinterRig {
  readonly open: OpenHarness;
  /** The printer can be reached while it prints, and put out of paper. */
  readonly reachable: boolean;
  /** How many documents came out whole since it was opened; undefined where nobody can tell. */
  readonly printed?: () => number | Promise<number>;
}

const RECEIPT: Sheet = {
  language: 'vi',
  title: 'Biên lai thử',
  blocks: [
    { kind: 'heading', level: 1, text: 'BIÊN LAI THU TIỀN' },
    { kind: 'pair', label: 'Nội dung', value: 'Thử máy in, không có giá trị' },
    {
      kind: 'table',
      columns: [
        { title: 'Dịch vụ', align: 'left', share: 3 },
        { title: 'Thành tiền', align: 'right', share: 1 },
      ],
      rows: [['Khám chuyên khoa Mắt', '150.000']],
    },
    { kind: 'code', data: 'TD-0123456789' },
  ],
};

let jobs = 0;
const job = (more: Partial<DocumentJob> = {}): DocumentJob => {
  jobs += 1;
  return {
    jobId: `00000000-0000-4000-9000-${String(jobs).padStart(12, '0')}`,
    sheet: RECEIPT,
    copies: 1,
    sides: 'one-sided',
    ...more,
  };
};
const begin = (): Promise<void> => Promise.resolve();
/** A sheet takes a few seconds; a job that stands still is taken back after a minute. */
const LONG_MS = 240_000;

type Started = () => Promise<{ harness: DeviceHarness; printer: DocumentPrinterDriver }>;

/** What every driver of a document printer does, whatever the model and the line. */
export const documentPrinterSuite = (name: string, rig: DocumentPrinterRig): void => {
  const started: Started = async () => {
    const harness = await rig.open();
    if (harness.driver.kind !== 'document-printer') throw new TypeError('no document printer');
    await whilePassing(harness, harness.driver.start());
    return { harness, printer: harness.driver };
  };
  const expectPrinted = async (documents: number): Promise<void> => {
    if (rig.printed !== undefined) expect(await rig.printed()).toBe(documents);
  };

  describe(`document printer: ${name}`, () => {
    it('has said that it is ready when it has started', async () => {
      const { harness, printer } = await started();
      expect(statusOf(harness)).toMatchObject({
        kind: 'document-printer',
        state: 'ready',
        paper: 'ok',
      });
      await printer.stop();
    });

    it('prints a document and knows it', async () => {
      const { harness, printer } = await started();
      const outcome = await whilePassing(harness, printer.print(job(), begin), LONG_MS);
      expect(outcome).toEqual({ outcome: 'printed' });
      await expectPrinted(1);
      await printer.stop();
    });

    it('prints a job once, however often it is asked', async () => {
      const { harness, printer } = await started();
      const once = job();
      const both = Promise.all([printer.print(once, begin), printer.print(once, begin)]);
      expect((await whilePassing(harness, both, LONG_MS)).map(({ outcome }) => outcome)).toEqual([
        'printed',
        'printed',
      ]);
      expect((await whilePassing(harness, printer.print(once, begin))).outcome).toBe('printed');
      await expectPrinted(1);
      await printer.stop();
    });

    it('asks before the document leaves, and sends nothing without leave', async () => {
      const { harness, printer } = await started();
      const refuse = vi.fn(() => Promise.reject(new Error('the host is gone')));
      const refused = await whilePassing(harness, printer.print(job(), refuse));
      expect(refuse).toHaveBeenCalledOnce();
      expect(refused.outcome).toBe('failed');
      await expectPrinted(0);
      await printer.stop();
    });

    if (rig.reachable) {
      whileUnplugged(started, expectPrinted);
      whileStopped(started, expectPrinted);
      inTheMiddle(started, expectPrinted);
    }
  });
};

type ExpectPrinted = (documents: number) => Promise<void>;

const reported = (harness: DeviceHarness, state: string): Promise<void> =>
  harness.until(state, () => statusOf(harness).state === state);

const whileUnplugged = (started: Started, expectPrinted: ExpectPrinted): void => {
  it('fails while it is unplugged, and never prints that job later', async () => {
    const { harness, printer } = await started();
    harness.hand({ action: 'plug', connected: false }, 'unplug the printer');
    await reported(harness, 'unavailable');
    expect(statusOf(harness).fault).toBe('device-absent');
    const outcome = await whilePassing(harness, printer.print(job(), begin));
    expect(outcome).toEqual({ outcome: 'failed', fault: 'device-absent' });
    harness.hand({ action: 'plug', connected: true }, 'plug the printer in');
    await reported(harness, 'ready');
    await harness.pass(5_000);
    await expectPrinted(0);
    expect((await whilePassing(harness, printer.print(job(), begin), LONG_MS)).outcome).toBe(
      'printed',
    );
    await printer.stop();
  });

  it('does not know whether a document is out when the cable is pulled in its middle', async () => {
    const { harness, printer } = await started();
    const moving = vi.fn(begin);
    const once = job({ copies: 3 });
    const outcome = printer.print(once, moving);
    await harness.until('the start of printing', () => moving.mock.calls.length === 1);
    await harness.pass(1_000);
    harness.hand({ action: 'plug', connected: false }, '');
    expect(await whilePassing(harness, outcome, LONG_MS)).toEqual({
      outcome: 'uncertain',
      fault: 'print-uncertain',
    });
    harness.hand({ action: 'plug', connected: true }, '');
    await reported(harness, 'ready');
    expect((await whilePassing(harness, printer.print(once, begin))).outcome).toBe('uncertain');
    await printer.stop();
  });
};

const STOPPERS: readonly {
  readonly fault: string;
  readonly put: SimulatorAction;
  readonly remove: SimulatorAction;
}[] = [
  {
    fault: 'printer-paper-end',
    put: { action: 'paper', state: 'end' },
    remove: { action: 'paper', state: 'ok' },
  },
  {
    fault: 'printer-cover-open',
    put: { action: 'cover', open: true },
    remove: { action: 'cover', open: false },
  },
  {
    fault: 'printer-jam',
    put: { action: 'jam', jammed: true },
    remove: { action: 'jam', jammed: false },
  },
];

const whileStopped = (started: Started, expectPrinted: ExpectPrinted): void => {
  for (const { fault, put, remove } of STOPPERS) {
    it(`refuses a job before it starts and takes it again afterwards: ${fault}`, async () => {
      const { harness, printer } = await started();
      const same = job();
      harness.hand(put, '');
      await reported(harness, 'unavailable');
      expect(statusOf(harness).fault).toBe(fault);
      const refused = await whilePassing(harness, printer.print(same, begin));
      expect(refused).toEqual({ outcome: 'failed', fault });
      harness.hand(remove, '');
      await reported(harness, 'ready');
      await expectPrinted(0);
      const outcome = await whilePassing(harness, printer.print(same, begin), LONG_MS);
      expect(outcome.outcome).toBe('printed');
      await expectPrinted(1);
      await printer.stop();
    });
  }

  it('prints while the paper is near its end, and says so', async () => {
    const { harness, printer } = await started();
    harness.hand({ action: 'paper', state: 'near-end' }, '');
    await reported(harness, 'degraded');
    expect(statusOf(harness)).toMatchObject({ paper: 'near-end' });
    const outcome = await whilePassing(harness, printer.print(job(), begin), LONG_MS);
    expect(outcome.outcome).toBe('printed');
    await printer.stop();
  });
};

const inTheMiddle = (started: Started, expectPrinted: ExpectPrinted): void => {
  const printing = async () => {
    const { harness, printer } = await started();
    const moving = vi.fn(begin);
    const outcome = printer.print(job(), moving);
    await harness.until('the start of printing', () => moving.mock.calls.length === 1);
    await harness.pass(100);
    harness.hand({ action: 'paper', state: 'end' }, '');
    return { harness, printer, outcome };
  };

  it('waits for paper that ends in the middle, and the document is whole', async () => {
    const { harness, printer, outcome } = await printing();
    await reported(harness, 'unavailable');
    harness.hand({ action: 'paper', state: 'ok' }, '');
    expect(await whilePassing(harness, outcome, LONG_MS)).toEqual({ outcome: 'printed' });
    await expectPrinted(1);
    await printer.stop();
  });

  it('takes a document back that cannot come out, so that it does not come out later', async () => {
    const { harness, printer, outcome } = await printing();
    expect(await whilePassing(harness, outcome, LONG_MS)).toEqual({
      outcome: 'failed',
      fault: 'printer-paper-end',
    });
    harness.hand({ action: 'paper', state: 'ok' }, '');
    await reported(harness, 'ready');
    await harness.pass(10_000);
    await expectPrinted(0);
    await printer.stop();
  });
};
