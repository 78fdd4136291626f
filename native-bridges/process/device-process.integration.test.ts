import { execFile } from 'node:child_process';
import { mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { randomUUID } from 'node:crypto';
import { build } from 'esbuild';
import { afterEach, describe, expect, it } from 'vitest';
import { type DeviceEvent, type PrintJob } from '../../core/contract/device.ts';
import { EXAMPLE_CARD } from '../conformance/example-cards.ts';
import { type DeviceConfig } from '../contract/bridge.ts';
import { type DeviceLogEntry } from '../contract/device-log.ts';
import { type DeviceProcess } from '../contract/device-process.ts';
import { createForkLauncher, createSupervisedBridge } from '../contract/host.ts';
import { systemClock } from './system-clock.ts';

const ENTRY = fileURLToPath(new URL('main.ts', import.meta.url));
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PRINTER: DeviceConfig = {
  id: 'printer',
  driver: 'simulated-receipt-printer',
  profile: 'generic-80mm',
};
const SEVERAL: readonly DeviceConfig[] = [
  { id: 'reader', driver: 'simulated-card-reader', cards: [EXAMPLE_CARD] },
  { id: 'scanner', driver: 'simulated-code-scanner', prefix: '' },
  PRINTER,
];
/** The common one, and behind it the printer's. */
const PROCESSES = 2;
const job = (): PrintJob => ({
  jobId: randomUUID(),
  document: {
    language: 'vi',
    scale: 1,
    blocks: [
      { kind: 'text', text: 'Bệnh viện', size: 'title', weight: 'bold', align: 'center' },
      { kind: 'number', text: 'A-0123' },
      { kind: 'code', data: 'TD-0123456789' },
    ],
  },
});

const running: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map(bridge => bridge.stop()));
});

const start = async (configs: readonly DeviceConfig[] = [PRINTER], entry = ENTRY) => {
  const events: DeviceEvent[] = [];
  const logs: DeviceLogEntry[] = [];
  const processes: DeviceProcess[] = [];
  const fork = createForkLauncher(entry);
  const bridge = createSupervisedBridge({
    configs,
    clock: systemClock,
    ids: { uuid: randomUUID },
    log: entryOf => logs.push(entryOf),
    launch: () => {
      const launched = fork();
      processes.push(launched);
      return launched;
    },
  });
  running.push(bridge);
  bridge.subscribe(event => events.push(event));
  await bridge.start();
  const until = async (what: string, condition: () => boolean, ms = 10_000): Promise<void> => {
    const end = Date.now() + ms;
    while (!condition()) {
      if (Date.now() > end) throw new Error(`${what} did not happen`);
      await sleep(10);
    }
  };
  const pid = (): number => processes.at(-1)?.pid ?? 0;
  const allReady = (): boolean => bridge.statuses().every(({ state }) => state === 'ready');
  return { bridge, events, logs, processes, until, pid, allReady };
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('the device process', () => {
  it('reads a card, takes a scan in pieces and prints a ticket', async () => {
    const { bridge, events, until } = await start(SEVERAL);
    await bridge.simulate('reader', { action: 'insert-card', card: EXAMPLE_CARD.id });
    await until('card-read', () => events.some(({ type }) => type === 'card-read'));
    const code = '001148999921|010999921|Nguyễn Thị Hòa';
    const bytes = Buffer.from(`${code}\r\n`).toString('base64');
    await bridge.simulate('scanner', { action: 'scan', bytes, chunks: [1, 2, 25, 3] });
    await until('code-scanned', () => events.some(({ type }) => type === 'code-scanned'));
    expect(events).toContainEqual({ type: 'code-scanned', deviceId: 'scanner', text: code });
    expect(await bridge.print(job())).toEqual({ outcome: 'printed' });
    const [paper] = await bridge.papers();
    const preview = await bridge.preview(job().document);
    expect(paper?.widthDots).toBe(576);
    // Three millimetres of blank paper follow the ticket.
    expect(paper?.heightDots).toBe(preview.heightDots + 24);
  });

  it('is back and usable after being killed', async () => {
    const { bridge, pid, until, allReady, processes } = await start();
    process.kill(pid(), 'SIGKILL');
    await until('the end', () => !allReady());
    await until('the return', allReady);
    expect(processes).toHaveLength(PROCESSES + 1);
    expect((await bridge.print(job())).outcome).toBe('printed');
  });

  it('is replaced when it hangs', async () => {
    const { pid, until, allReady, logs } = await start();
    const hung = pid();
    process.kill(hung, 'SIGSTOP');
    await until('the end', () => !isAlive(hung), 20_000);
    await until('the return', allReady);
    expect(logs.map(({ event }) => event)).toContain('device-process-hung');
  });

  it('takes no garbage, says so, and goes on', async () => {
    const { bridge, processes, logs, until } = await start();
    const failed = (): void => undefined;
    for (const garbage of [
      'text',
      7,
      null,
      [],
      { type: 'print' },
      { type: 'ping', sequence: 'x' },
    ]) {
      processes.at(-1)?.send(garbage, failed);
    }
    processes.at(-1)?.send({ type: 'configure', devices: [], watchHardware: false }, failed);
    const refusals = (): number => logs.filter(({ event }) => event === 'message-refused').length;
    await until('the refusals', () => refusals() >= 5);
    await until('the second', () => logs.some(({ event }) => event === 'configured-twice'));
    expect((await bridge.print(job())).outcome).toBe('printed');
    expect(processes).toHaveLength(PROCESSES);
  });

  it('ends when it is stopped, and when its host is gone', async () => {
    const { bridge, pid, until } = await start();
    const stopped = pid();
    await bridge.stop();
    expect(isAlive(stopped)).toBe(false);

    const folder = await mkdtemp(join(tmpdir(), 'tiep-don-'));
    const host = join(folder, 'host.mjs');
    await writeFile(
      host,
      `const { fork } = await import('node:child_process');
       const child = fork(${JSON.stringify(ENTRY)}, [], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
       child.once('message', () => {
         process.stdout.write(String(child.pid), () => process.kill(process.pid, 'SIGKILL'));
       });
       child.send({ type: 'ping', sequence: 1 });`,
    );
    const died = await promisify(execFile)(process.execPath, [host]).catch(
      (error: unknown) => error as { stdout: string },
    );
    const orphan = Number(died.stdout);
    expect(orphan).toBeGreaterThan(0);
    await until('the end of the orphan', () => !isAlive(orphan));
  });

  it('gets none of the secrets in the environment of its host', async () => {
    process.env['TIEP_DON_TEST_SECRET'] = 'canary';
    const { pid } = await start();
    delete process.env['TIEP_DON_TEST_SECRET'];
    if (process.platform !== 'linux') return;
    expect(await readFile(`/proc/${pid()}/environ`, 'utf8')).not.toContain('canary');
  });

  it('runs as one bundled file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tiep-don-'));
    await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
    const outfile = join(folder, 'device-process.mjs');
    await build({
      entryPoints: [ENTRY],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      logLevel: 'silent',
    });
    const { bridge, allReady } = await start([PRINTER], outfile);
    expect(allReady()).toBe(true);
    expect((await bridge.print(job())).outcome).toBe('printed');
  });

  it('says what it is when somebody starts it by hand', async () => {
    const attempt = promisify(execFile)(process.execPath, [ENTRY]);
    await expect(attempt).rejects.toMatchObject({ code: 2 });
  });

  it('is loaded by no host: the contract brings no driver and no native code', async () => {
    const host = fileURLToPath(new URL('../contract/host.ts', import.meta.url));
    const script = `await import(${JSON.stringify(host)});
      console.log(JSON.stringify(process.report.getReport().sharedObjects));`;
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '-e',
      script,
    ]);
    expect(stdout).not.toMatch(/skia|canvas|serialport|HID/i);
  });
});
