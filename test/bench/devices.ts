import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { createBrowserShell } from '../../electron/browser-shell/browser-shell.ts';
import { kioskConfigSchema } from '../../electron/configuration/kiosk-config.ts';
import { type OpenKiosk, openKiosk } from '../../electron/host/open-kiosk.ts';
import { DEVICE_PROCESS_ENTRY, RENDERER_DIRECTORY } from '../../electron/host/program-files.ts';
import { sampleTicket } from '../../electron/host/sample-ticket.ts';
import { createMemorySecrets } from '../../electron/secrets/memory-secrets.ts';
import type { DeviceConfig } from '../../native-bridges/contract/bridge.ts';
import type { DeviceProcess } from '../../native-bridges/contract/device-process.ts';
import { createForkLauncher, createSupervisedBridge } from '../../native-bridges/contract/host.ts';
import {
  encodeCommand,
  ticketCommands,
} from '../../native-bridges/drivers/receipt-printer/escpos.ts';
import { PRINTER_PROFILES } from '../../native-bridges/drivers/receipt-printer/profiles.ts';
import { rasterise } from '../../native-bridges/drivers/receipt-printer/raster.ts';
import { systemClock } from '../../native-bridges/process/system-clock.ts';
import { scratchFolder, until } from '../e2e/demonstration.ts';
import { openScriptedScreen, type ScriptedScreen } from '../e2e/scripted-screen.ts';
import { type Figure, figure, type Measurement } from './measurement.ts';
import { hospitalSystemIn, hubIn } from './programs.ts';
import { quantile } from './statistics.ts';

const KILOBYTE = 1_000;
const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

const inMs = (name: string, values: readonly number[], atMost: number): Figure =>
  figure(name, 'ms', values, { p95: quantile(values, 0.95), goal: { atMost } });

/** From the blocks of a whole ticket to the bytes for the printer, fonts loaded. */
const ticketFigures = (count: number): readonly Figure[] => {
  const profile = PRINTER_PROFILES['generic-80mm'];
  const print = (): { ms: number; bytes: number } => {
    const ticket = sampleTicket(systemClock, { language: 'vi', large: false });
    const startedAt = performance.now();
    let bytes = 0;
    for (const command of ticketCommands(rasterise(ticket, profile), profile)) {
      bytes += encodeCommand(command).length;
    }
    return { ms: performance.now() - startedAt, bytes };
  };
  const first = print();
  for (let warming = 0; warming < 5; warming += 1) print();
  const tickets = Array.from({ length: count }, print);
  return [
    inMs(
      'ticket to bytes, warm',
      tickets.map(({ ms }) => ms),
      40,
    ),
    figure('  the first one, fonts included', 'ms', [first.ms]),
    figure('  bytes of a ticket', 'KB', [first.bytes / KILOBYTE], { goal: { atMost: 70 } }),
  ];
};

/** From the bytes on the scanner's line until the screen holds another page. */
const scanOnce = async (kiosk: OpenKiosk, screen: ScriptedScreen, n: number): Promise<number> => {
  await screen.send({ type: 'begin' });
  await screen.reaches('identify');
  const { revision } = screen.latest;
  const bytes = Buffer.from(`a code nobody knows ${String(n)}\r\n`).toString('base64');
  const startedAt = performance.now();
  const scanned = kiosk.host.call('panel', 'simulate', {
    deviceId: 'code-scanner',
    action: { action: 'scan', bytes },
  });
  while (screen.latest.revision === revision) await turn();
  const ms = performance.now() - startedAt;
  await scanned;
  await screen.send({ type: 'back' });
  return ms;
};

const scanFigures = async (count: number): Promise<readonly Figure[]> => {
  const folder = scratchFolder();
  const his = hospitalSystemIn(folder.path);
  await his.start();
  const hub = hubIn(folder.path, his, undefined);
  await hub.start();
  const kiosk = await openKiosk({
    config: kioskConfigSchema.parse({}),
    askForCode: () => hub.enrolmentCode(),
    dataDirectory: join(folder.path, 'kiosk'),
    secrets: createMemorySecrets(),
    log: SILENT,
    launch: createForkLauncher(DEVICE_PROCESS_ENTRY),
  });
  try {
    await kiosk.ready;
    const shell = await createBrowserShell({
      host: kiosk.host,
      rendererDirectory: RENDERER_DIRECTORY,
      port: 0,
      log: SILENT,
    });
    try {
      const screen = await openScriptedScreen(shell.screenLink());
      await until(() => screen.latest.service.hub === 'reachable', 'the hub reachable');
      const times: number[] = [];
      for (let n = 0; n < count; n += 1) {
        times.push(await scanOnce(kiosk, screen, n));
        // Patients do not come in step with timers.
        await delay(20 + (n % 7) * 5);
      }
      screen.close();
      return [inMs('scan to screen', times.slice(Math.min(5, count - 1)), 15)];
    } finally {
      await shell.close();
    }
  } finally {
    await kiosk.stop();
    await hub.stop();
    await his.stop();
    folder.remove();
  }
};

const DEVICES: readonly DeviceConfig[] = [
  { id: 'card-reader', driver: 'simulated-card-reader' },
  { id: 'code-scanner', driver: 'simulated-code-scanner', prefix: '' },
  { id: 'receipt-printer', driver: 'simulated-receipt-printer', profile: 'generic-80mm' },
];

const openBridge = async () => {
  const processes: DeviceProcess[] = [];
  const fork = createForkLauncher(DEVICE_PROCESS_ENTRY);
  const bridge = createSupervisedBridge({
    configs: DEVICES,
    clock: systemClock,
    ids: { uuid: randomUUID },
    log: () => undefined,
    launch: () => {
      const launched = fork();
      processes.push(launched);
      return launched;
    },
  });
  await bridge.start();
  return {
    bridge,
    pids: (): readonly number[] => processes.map(({ pid = 0 }) => pid),
    /** The one that takes longest to come: the printer's was started last. */
    pid: (): number => processes.at(-1)?.pid ?? 0,
  };
};

type Bridge = Awaited<ReturnType<typeof openBridge>>;

/** From kill -9 until every device can be used again. */
const restartOnce = async ({ bridge, pid }: Bridge): Promise<number> => {
  const areReady = (): boolean => bridge.statuses().every(({ state }) => state === 'ready');
  const startedAt = performance.now();
  process.kill(pid(), 'SIGKILL');
  while (areReady()) await delay(2);
  while (!areReady()) await delay(2);
  return performance.now() - startedAt;
};

/** Processor time of a process so far in milliseconds: utime and stime, in hundredths (proc(5)). */
const processorMs = (pid: number): number => {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
};

/** Share of one processor in percent, of all device processes together. */
const idleShare = async ({ pids }: Bridge, ms: number): Promise<number> => {
  const spent = (): number => pids().reduce((sum, pid) => sum + processorMs(pid), 0);
  const before = spent();
  await delay(ms);
  return (100 * (spent() - before)) / ms;
};

const processFigures = async (restarts: number, idleMs: number): Promise<readonly Figure[]> => {
  const opened = await openBridge();
  try {
    // Code is loaded, fonts are read and the compile cache is written by then.
    await delay(8_000);
    const idle = existsSync('/proc/self/stat') ? [await idleShare(opened, idleMs)] : [];
    const times: number[] = [];
    for (let n = 0; n < restarts; n += 1) {
      // One that crashes again and again is started later and later.
      if (n > 0) await delay(31_000);
      times.push(await restartOnce(opened));
    }
    return [
      inMs('restart of a device process', times, 1_000),
      ...(idle.length === 0
        ? []
        : [
            figure('processor time of the idle device processes', 'percent', idle, {
              goal: { atMost: 1 },
            }),
          ]),
    ];
  } finally {
    await opened.bridge.stop();
  }
};

export const devices: Measurement = {
  name: 'devices',
  title: 'tickets, scans, and the device processes at rest and after a crash',
  measure: async ({ quick, say }) => {
    const [tickets, scans, restarts, idleMs] = quick ? [10, 5, 1, 5_000] : [200, 200, 5, 60_000];
    say(`${String(tickets)} tickets`);
    const ticketed = ticketFigures(tickets);
    say(`${String(scans)} scans through the whole kiosk`);
    const scanned = await scanFigures(scans);
    say(`${String(idleMs / 1_000)} s at rest, ${String(restarts)} crashes`);
    const processes = await processFigures(restarts, idleMs);
    return { figures: [...ticketed, ...scanned, ...processes] };
  },
};
