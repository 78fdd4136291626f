import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { PrintOutcome } from '../../core/contract/device.ts';
import type { Printable } from '../../core/contract/printable.ts';
import { createPrinting } from '../../electron/host/printing.ts';
import { openTemporaryStore, randomIds } from '../../electron/storage/testing/temporary-store.ts';
import type { DeviceProcess } from '../../native-bridges/contract/device-process.ts';
import { createForkLauncher, createSupervisedBridge } from '../../native-bridges/contract/host.ts';
import { PRINTER_PROFILES } from '../../native-bridges/drivers/receipt-printer/profiles.ts';
import { rasterise } from '../../native-bridges/drivers/receipt-printer/raster.ts';
import type { Bitmap } from '../../native-bridges/imaging/bitmap.ts';
import { systemClock } from '../../native-bridges/process/system-clock.ts';
import {
  startTcpReceiptPrinter,
  type TcpReceiptPrinter,
} from '../../native-bridges/simulators/tcp/tcp-receipt-printer.ts';
import { givenNumber, orderFor, SAMPLE_CATALOGUE } from './sample-order.ts';

const ENTRY = fileURLToPath(new URL('../../native-bridges/process/main.ts', import.meta.url));
const KIOSK = fileURLToPath(new URL('printing-kiosk.ts', import.meta.url));
const PROFILE = PRINTER_PROFILES['generic-80mm'];
const RASTER = Buffer.of(0x1d, 0x76, 0x30, 0x00);
const PATIENCE_MS = 60_000;
/** The common one, and behind it the printer's. */
const PROCESSES = 2;

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

interface Printer extends TcpReceiptPrinter {
  readonly sheets: Bitmap[];
  /** Pictures received so far (GS v 0). */
  pictures(): number;
}

const startPrinter = async (): Promise<Printer> => {
  const sheets: Bitmap[] = [];
  let pictures = 0;
  const printer = await startTcpReceiptPrinter({
    traits: PROFILE,
    clock: systemClock,
    onSheet: sheet => sheets.push(sheet),
    onReceived: bytes => {
      if (Buffer.from(bytes).includes(RASTER)) pictures += 1;
    },
  });
  cleanUps.push(printer.close);
  return { ...printer, sheets, pictures: () => pictures };
};

const until = async (what: string, condition: () => boolean): Promise<void> => {
  const end = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`${what} did not happen`);
    await sleep(5);
  }
};

const isReprint = (document: Printable): boolean =>
  document.blocks.some(block => block.kind === 'banner' && block.text === 'BẢN IN LẠI');
const numberOf = (document: Printable): string | undefined =>
  document.blocks.find(block => block.kind === 'number')?.text;

/** Whether a sheet begins with every dot of the document. */
const shows = (sheet: Bitmap, document: Printable): boolean => {
  const { data } = rasterise(document, PROFILE);
  return Buffer.from(sheet.data.subarray(0, data.length)).equals(Buffer.from(data));
};

const WHEN_MS = [0, 60, 150, 300, 700];

describe('exactly once on paper', () => {
  it.each(WHEN_MS)(
    'a device process that is killed %i ms into a ticket leaves at most one first ticket',
    async ms => {
      const printer = await startPrinter();
      const world = await openTemporaryStore();
      cleanUps.push(world.remove);
      const processes: DeviceProcess[] = [];
      const fork = createForkLauncher(ENTRY);
      const bridge = createSupervisedBridge({
        configs: [
          {
            id: 'printer',
            driver: 'tcp-receipt-printer',
            host: '127.0.0.1',
            port: printer.port,
            profile: 'generic-80mm',
          },
        ],
        launch: () => {
          const launched = fork();
          processes.push(launched);
          return launched;
        },
        clock: systemClock,
        ids: randomIds,
        log: () => undefined,
      });
      cleanUps.push(() => bridge.stop());
      await bridge.start();
      const documents: Printable[] = [];
      const printing = createPrinting({
        bridge: {
          print: (job): Promise<PrintOutcome> => {
            documents.push(job.document);
            return bridge.print(job);
          },
        },
        catalogue: SAMPLE_CATALOGUE,
        visits: world.store.visits,
        prints: world.store.prints,
        clock: world.clock,
        ids: randomIds,
      });
      const order = orderFor(givenNumber(world.store, 12));
      const first = printing.print(order);
      await until('the first dots', () => printer.pictures() > 0);
      await sleep(ms);
      processes.at(-1)?.kill();
      // At the latest moment the printer may already have said that the ticket is out.
      const word = await first;
      expect(['uncertain', 'printed']).toContain(word);
      expect(world.store.prints.mayHang()).toBe(word === 'uncertain');
      await until(
        'the return of the printer',
        () =>
          processes.length === PROCESSES + 1 &&
          bridge.statuses().every(({ state }) => state === 'ready'),
      );
      expect(await printing.print({ ...order, reprint: true })).toBe('printed');
      expect(documents.map(isReprint)).toEqual([false, true]);
      expect(documents.map(numberOf)).toEqual(['B-0012', 'B-0012']);
      await until('the second ticket', () =>
        printer.sheets.some(sheet => shows(sheet, documents[1]!)),
      );
      await sleep(1_000);
      expect(printer.sheets.filter(sheet => shows(sheet, documents[0]!)).length).toBeLessThan(2);
      expect(printer.sheets.filter(sheet => shows(sheet, documents[1]!))).toHaveLength(1);
    },
  );

  it.each(WHEN_MS)(
    'a kiosk that is killed %i ms into a ticket prints it again only as a reprint',
    async ms => {
      const printer = await startPrinter();
      const directory = mkdtempSync(join(tmpdir(), 'tiep-don-print-'));
      cleanUps.push(() => rmSync(directory, { recursive: true, force: true }));
      const masterKey = randomBytes(32).toString('hex');
      const kiosk = () => startKiosk([directory, masterKey, String(printer.port), 'B-0012']);

      const killed = kiosk();
      await until('the first dots', () => printer.pictures() > 0);
      await sleep(ms);
      killed.child.kill('SIGKILL');
      await killed.ended;

      const again = kiosk();
      await again.ended;
      expect(again.outcomes).toEqual(['printed']);
      const [first] = killed.documents;
      const [second] = again.documents;
      expect([first, second].map(document => isReprint(document!))).toEqual([false, true]);
      expect([first, second].map(document => numberOf(document!))).toEqual(['B-0012', 'B-0012']);
      await until('the second ticket', () => printer.sheets.some(sheet => shows(sheet, second!)));
      await sleep(1_000);
      expect(printer.sheets.filter(sheet => shows(sheet, first!)).length).toBeLessThan(2);
      expect(printer.sheets.filter(sheet => shows(sheet, second!))).toHaveLength(1);
    },
  );

  it('a job refused while the printer was away never comes out after it is back', async () => {
    const printer = await startPrinter();
    const world = await openTemporaryStore();
    cleanUps.push(world.remove);
    const directory = mkdtempSync(join(tmpdir(), 'tiep-don-print-'));
    cleanUps.push(() => rmSync(directory, { recursive: true, force: true }));
    await printer.power(false);
    const kiosk = startKiosk([
      directory,
      randomBytes(32).toString('hex'),
      String(printer.port),
      'B-0012',
    ]);
    await until('the refusal', () => kiosk.outcomes.length > 0);
    expect(kiosk.outcomes).toEqual(['failed']);
    await printer.power(true);
    await kiosk.ended;
    await sleep(1_500);
    expect(printer.sheets).toEqual([]);
    expect(printer.pictures()).toBe(0);
  });
});

interface RunningKiosk {
  readonly child: ChildProcess;
  readonly documents: Printable[];
  readonly outcomes: string[];
  readonly ended: Promise<unknown>;
}

const startKiosk = (args: readonly string[]): RunningKiosk => {
  const child = spawn(process.execPath, [KIOSK, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const documents: Printable[] = [];
  const outcomes: string[] = [];
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const said = JSON.parse(line) as { document?: Printable; outcome?: string };
      if (said.document !== undefined) documents.push(said.document);
      if (said.outcome !== undefined) outcomes.push(said.outcome);
    }
  });
  return {
    child,
    documents,
    outcomes,
    ended: new Promise(resolve => child.once('close', resolve)),
  };
};
