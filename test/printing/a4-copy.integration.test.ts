import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { withOwner } from '../../electron/host/device-bridge.ts';
import { createCopyPrinting } from '../../electron/host/copy-printing.ts';
import { loadSqlite } from '../../electron/storage/sqlite-database.ts';
import { openTemporaryStore, randomIds } from '../../electron/storage/testing/temporary-store.ts';
import {
  runIppEvePrinter,
  whyNoIppEvePrinter,
} from '../../native-bridges/conformance/ippeveprinter.ts';
import { type DeviceProcess } from '../../native-bridges/contract/device-process.ts';
import { createForkLauncher, createSupervisedBridge } from '../../native-bridges/contract/host.ts';
import { systemClock } from '../../native-bridges/process/system-clock.ts';
import { givenNumber, SAMPLE_CATALOGUE } from './sample-order.ts';

const PDFTOTEXT = '/usr/bin/pdftotext';
const absent =
  whyNoIppEvePrinter() ?? (existsSync(PDFTOTEXT) ? undefined : 'pdftotext is not installed');
const where = absent === undefined ? '' : ` (left out: ${absent})`;
const PROCESS = fileURLToPath(new URL('../../native-bridges/process/main.ts', import.meta.url));
const PATIENCE_MS = 60_000;

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A kiosk with its journal, its device process and the A4 printer of CUPS. */
const start = async () => {
  const printer = await runIppEvePrinter('application/pdf');
  cleanUps.push(printer.stop);
  const world = await openTemporaryStore();
  cleanUps.push(world.remove);
  const { store, directory, clock } = world;
  const launch = createForkLauncher(PROCESS);
  let process: DeviceProcess | undefined;
  const logged: string[] = [];
  const bridge = createSupervisedBridge({
    configs: withOwner(
      [{ id: 'a4', driver: 'ipp-document-printer', url: printer.url }],
      'sanh-a-1',
      '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    ),
    launch: () => {
      process = launch();
      return process;
    },
    clock: systemClock,
    ids: randomIds,
    log: ({ event }) => logged.push(event),
  });
  await bridge.start();
  cleanUps.push(() => bridge.stop());
  const { documents, visits } = store;
  const copying = createCopyPrinting({
    bridge,
    documents,
    visits,
    ids: randomIds,
    catalogue: SAMPLE_CATALOGUE,
  });
  const visit = givenNumber(store, 12);
  return {
    printer,
    copy: async () => {
      await clock.advance(1_000);
      return copying.copy({ visit, language: 'vi' });
    },
    killProcess: () => process?.kill(),
    logged: (event: string) => logged.includes(event),
    status: () => bridge.statuses()[0]?.state,
    journal: () => {
      const database = new (loadSqlite())(join(directory, 'kiosk.sqlite'));
      const rows = database
        .prepare('select job_id, state from document_job order by begun_at')
        .all();
      database.close();
      return rows as { readonly job_id: string; readonly state: string }[];
    },
  };
};

/** Letters and digits alone: poppler gives marks as signs of their own. */
const bare = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll('ı', 'i')
    .replaceAll(/[^\p{L}\p{N}*]/gu, '')
    .toLowerCase();

const textOf = (pdf: Uint8Array): string => {
  const folder = mkdtempSync(join(tmpdir(), 'tiep-don-a4-'));
  const file = join(folder, 'copy.pdf');
  writeFileSync(file, pdf);
  const text = execFileSync(PDFTOTEXT, ['-raw', file, '-'], { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return bare(text);
};

const until = async (what: string, condition: () => boolean): Promise<void> => {
  const end = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`${what} did not happen`);
    await sleep(20);
  }
};

describe.runIf(absent === undefined)(`a visit on A4, at the printer of CUPS${where}`, () => {
  it('comes out whole, is over at the printer when the kiosk says so, and is marked the second time', async () => {
    const { printer, copy, journal } = await start();
    expect(await copy()).toBe('printed');
    expect(await copy()).toBe('printed');

    const jobs = journal();
    expect(jobs.map(({ state }) => state)).toEqual(['printed', 'printed']);
    // Nobody's name is told to the printer, which shows what its jobs are called.
    expect(printer.jobsOver()).toEqual(jobs.map(({ job_id }) => `completed tiep-don ${job_id}`));

    const [first = '', second = ''] = printer.documents().map(textOf);
    for (const text of [first, second]) {
      expect(text).toContain(bare('B-0012'));
      expect(text).toContain(bare('Nơi khám Tim mạch'));
    }
    expect(first).not.toContain(bare('bản in lại'));
    expect(second).toContain(bare('bản in lại'));
  });

  it('is followed while the printer waits for paper, and is printed once', async () => {
    const { printer, copy, status, journal } = await start();
    printer.setPaper(false);
    const outcome = copy();
    await until('the missing paper', () => status() === 'degraded');
    expect(journal()).toMatchObject([{ state: 'begun' }]);
    expect(printer.jobsOver()).toEqual([]);
    printer.setPaper(true);
    expect(await outcome).toBe('printed');
    expect(printer.jobsOver()).toHaveLength(1);
    await until('readiness', () => status() === 'ready');
  });

  it('is taken back where its process died while the printer waited for paper', async () => {
    const { printer, copy, status, killProcess, logged, journal } = await start();
    printer.setPaper(false);
    const outcome = copy();
    await until('the missing paper', () => status() === 'degraded');
    killProcess();
    expect(await outcome).toBe('uncertain');
    await until('the next process', () => logged('documents-taken-back'));
    printer.setPaper(true);
    await until('its end', () => printer.jobsOver().length === 1);
    expect(printer.jobsOver()[0]).toMatch(/^canceled tiep-don /);
    expect(journal()).toMatchObject([{ state: 'uncertain' }]);
  });

  it('has failed when the printer gives it up, and the next one is the first', async () => {
    const { printer, copy, journal } = await start();
    printer.breakHead(true);
    expect(await copy()).not.toBe('printed');
    printer.breakHead(false);
    expect(await copy()).toBe('printed');
    expect(printer.jobsOver().map(job => job.split(' ')[0])).toEqual(['aborted', 'completed']);
    expect(journal()).toMatchObject([{ state: 'failed' }, { state: 'printed' }]);
    expect(textOf(printer.documents().at(-1)!)).not.toContain(bare('bản in lại'));
  });
});
