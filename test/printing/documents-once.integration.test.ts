import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../native-bridges/process/system-clock.ts';
import { openIppPrintServer } from '../../native-bridges/simulators/ipp/print-server.ts';
import { createSimulatedIppPrinter } from '../../native-bridges/simulators/ipp/printer.ts';

const KIOSK = fileURLToPath(new URL('document-kiosk.ts', import.meta.url));
const PAGE_MS = 400;
const PATIENCE_MS = 60_000;

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** An A4 printer on the network, the data of a kiosk, and as many lives of it as wanted. */
const start = async () => {
  let pages = 0;
  const printer = createSimulatedIppPrinter(
    ['image/pwg-raster'],
    systemClock,
    () => (pages += 1),
    PAGE_MS,
  );
  const server = await openIppPrintServer(printer);
  cleanUps.push(() => server.power(false));
  const directory = mkdtempSync(join(tmpdir(), 'tiep-don-document-'));
  cleanUps.push(() => rmSync(directory, { recursive: true, force: true }));
  const args = [KIOSK, directory, randomBytes(32).toString('hex'), server.url];
  return { server, pages: () => pages, printer, run: () => kioskOf(args) };
};

const kioskOf = (args: readonly string[]) => {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  return {
    kill: () => child.kill('SIGKILL'),
    ended: new Promise(resolve => child.once('close', resolve)),
    said: (): unknown[] =>
      said
        .split('\n')
        .filter(line => line !== '')
        .map(line => JSON.parse(line) as unknown),
  };
};

const until = async (what: string, condition: () => boolean): Promise<void> => {
  const end = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`${what} did not happen`);
    await sleep(5);
  }
};

describe('exactly once on A4 paper', () => {
  it('a kiosk that is killed while the page is made prints it again only as a reprint', async () => {
    const { printer, pages, run } = await start();
    const killed = run();
    await until('the document at the printer', () => printer.documents.length === 1);
    killed.kill();
    await killed.ended;
    expect(killed.said()).toEqual([{ again: false }]);

    const again = run();
    await again.ended;
    expect(again.said()).toEqual([{ again: true }, { outcome: 'printed' }]);
    expect(printer.documents).toHaveLength(2);
    await sleep(2 * PAGE_MS);
    expect(pages()).toBe(2);
  });

  it('a document that was refused is the first one when it comes out at last', async () => {
    const { printer, pages, server, run } = await start();
    await server.power(false);
    const refused = run();
    await refused.ended;
    expect(refused.said()).toEqual([{ again: false }, { outcome: 'failed' }]);
    await server.power(true);

    const good = run();
    await good.ended;
    expect(good.said()).toEqual([{ again: false }, { outcome: 'printed' }]);
    await sleep(2 * PAGE_MS);
    expect([printer.documents.length, pages()]).toEqual([1, 1]);
  });
});
