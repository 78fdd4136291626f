import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DeviceEvent } from '../../../core/contract/device.ts';
import { createSpooledPrinter } from '../../drivers/receipt-printer/spooled-printer.ts';
import { encodeCommand, ticketCommands } from '../../drivers/receipt-printer/escpos.ts';
import { PRINTER_PROFILES } from '../../drivers/receipt-printer/profiles.ts';
import { rasterise } from '../../drivers/receipt-printer/raster.ts';
import { systemClock } from '../../process/system-clock.ts';
import { type SpoolFolderState } from '../../simulators/winspool/powershell-program.ts';
import { startPowerShell } from './powershell.ts';
import { RAW_SPOOLER_PROGRAM } from './raw-spooler-program.ts';
import { openSpooler } from './spooler.ts';

const PROGRAM = fileURLToPath(
  new URL('../../simulators/winspool/powershell-program.ts', import.meta.url),
);
const PRINTER = "Máy in 'phiếu' số 1";
const WELL: SpoolFolderState = { printer: PRINTER, status: 0, attributes: 0 };

let folder: string;
const cleanUps: (() => unknown)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tiep-don-spool-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  set({});
});
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const set = (state: Partial<SpoolFolderState>): void =>
  writeFileSync(join(folder, 'state.json'), JSON.stringify({ ...WELL, ...state }));
const queued = (): string[] => readdirSync(folder).filter(name => /^\d+\.json$/.test(name));

/** A spooler in a process of its own, and how often that was started. */
const start = () => {
  const programs: { kill(): void }[] = [];
  const run = startPowerShell(process.execPath, [PROGRAM, folder]);
  const spooler = openSpooler({
    clock: systemClock,
    start: () => {
      const program = run();
      programs.push(program);
      return program;
    },
  });
  cleanUps.push(() => spooler.stop());
  return { spooler, programs };
};
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (thrown: unknown) => (thrown as { code: string }).code,
  );

describe('the spooler of Windows, through a program of its own', () => {
  it('gets every byte of a document, whatever it is', async () => {
    const { spooler } = start();
    const bytes = Uint8Array.from({ length: 70_000 }, (_, at) => (at * 167 + (at >> 8)) % 256);
    const job = await spooler.submit(PRINTER, "tiep-don ' phiếu", bytes);
    expect(readFileSync(join(folder, `${job}.bin`)).equals(Buffer.from(bytes))).toBe(true);
    expect(await spooler.look(PRINTER)).toEqual({ status: 0, attributes: 0 });
  });

  it('follows a job until it is gone, and takes out jobs of its own alone', async () => {
    const { spooler } = start();
    const printed = await spooler.submit(PRINTER, 'tiep-don 1', Uint8Array.of(1));
    expect(await spooler.job(PRINTER, printed)).toBe(0x80);
    expect(await spooler.job(PRINTER, printed)).toBeUndefined();
    set({ held: true });
    await spooler.submit(PRINTER, 'tiep-don 2', Uint8Array.of(1));
    const other = await spooler.submit(PRINTER, 'Bảng kê', Uint8Array.of(1));
    await spooler.sweep(PRINTER, 'tiep-don ');
    expect(queued()).toEqual([`${other}.json`]);
    await spooler.cancel(PRINTER, other);
    await spooler.cancel(PRINTER, other);
    expect(queued()).toEqual([]);
  });

  it.each([
    [{ printer: 'another' }, 'device-absent'],
    [{ error: 5 }, 'not-permitted'],
    [{ error: 1722 }, 'device-absent'],
    [{ error: 31 }, 'device-protocol'],
  ])('says what Windows says: %j', async (state, code) => {
    const { spooler } = start();
    set(state);
    expect(await codeOf(spooler.look(PRINTER))).toBe(code);
  });

  it('is started anew when its program was ended', async () => {
    const { spooler, programs } = start();
    await spooler.look(PRINTER);
    programs[0]!.kill();
    await codeOf(spooler.look(PRINTER));
    expect(await spooler.look(PRINTER)).toEqual({ status: 0, attributes: 0 });
    expect(programs).toHaveLength(2);
  });

  it('is silent while it hangs, and answers again when it does not', async () => {
    const { spooler, programs } = start();
    await spooler.look(PRINTER);
    set({ hangs: true });
    const startedAt = Date.now();
    expect(await codeOf(spooler.look(PRINTER))).toBe('printer-silent');
    expect(Date.now() - startedAt).toBeLessThan(10_000);
    set({});
    await spooler.look(PRINTER);
    expect(programs).toHaveLength(1);
  });

  it('is absent where there is no PowerShell, and does not ask for it again and again', async () => {
    let starts = 0;
    const run = startPowerShell(join(folder, 'powershell.exe'));
    const spooler = openSpooler({
      clock: systemClock,
      start: () => {
        starts += 1;
        return run();
      },
    });
    for (let look = 0; look < 5; look += 1) {
      expect(await codeOf(spooler.look(PRINTER))).toBe('device-absent');
    }
    expect(starts).toBe(1);
    spooler.stop();
  });
});

describe('a ticket', () => {
  it('stands in the queue dot for dot, and none of an earlier life comes out', async () => {
    const { spooler } = start();
    set({ held: true });
    await spooler.submit(PRINTER, 'tiep-don of yesterday', Uint8Array.of(1));
    set({});
    const profile = PRINTER_PROFILES['generic-58mm'];
    const events: DeviceEvent[] = [];
    const printer = createSpooledPrinter(
      { driver: 'winspool-receipt-printer', spooler, printer: PRINTER, profile },
      {
        deviceId: 'p',
        clock: systemClock,
        cardReported: false,
        emit: event => events.push(event),
        log: () => undefined,
      },
    );
    await printer.start();
    expect(queued()).toEqual([]);
    const document = {
      language: 'vi' as const,
      scale: 1 as const,
      blocks: [{ kind: 'number' as const, text: 'A-0123' }],
    };
    const job = { jobId: '00000000-0000-4000-8000-000000000001', document };
    expect(await printer.print(job, () => Promise.resolve())).toEqual({ outcome: 'printed' });
    const sent = Buffer.concat(
      ticketCommands(rasterise(document, profile), profile).map(encodeCommand),
    );
    expect(readFileSync(join(folder, '2.bin')).equals(sent)).toBe(true);
    expect(events.at(-1)).toMatchObject({ status: { state: 'ready' } });
    await printer.stop();
  });
});

/** Of Mono. */
const COMPILER = 'mcs';
const absent =
  spawnSync(COMPILER, ['--version']).status === 0 ? undefined : `${COMPILER} is not installed`;
describe.skipIf(absent !== undefined)(
  `the program for PowerShell${absent === undefined ? '' : ` (left out: ${absent})`}`,
  () => {
    it('compiles as the C# 5 that Windows PowerShell has', () => {
      const source = join(folder, 'program.cs');
      writeFileSync(source, RAW_SPOOLER_PROGRAM);
      const args = ['-langversion:5', '-target:library', '-warnaserror+', '-nowarn:0649,0169'];
      const { stdout, stderr, status } = spawnSync(COMPILER, [...args, source], {
        encoding: 'utf8',
      });
      expect(`${stdout}${stderr}`).not.toMatch(/error/);
      expect(status).toBe(0);
    });
  },
);
