import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { SimulatorAction } from '../../core/contract/device.ts';
import type { CustomerPays, PanelState, PlantPart } from '../../core/contract/panel.ts';
import { callRunningKiosk } from '../../electron/control/control-client.ts';
import { controlAddress } from '../../electron/control/control-address.ts';

const root = resolve(import.meta.dirname, '../..');

/** `npm start` as a person starts it, in a scratch folder, with what the device panel can do. */
export interface RunningDemonstration {
  /** One-time link of the screen printed last. */
  readonly screen: string;
  readonly panelLink: string;
  /** Address of the cashiers' desk. */
  readonly desk: string;
  /** Base address of the simulated hospital system's FHIR API. */
  readonly his: string;
  /** Base address of the simulated insurer's portal; `/control/faults` makes its trouble. */
  readonly portal: string;
  /** Base address of the simulated payment provider; `/control/pay` is a customer who pays. */
  readonly provider: string;
  readonly data: string;
  /** Of the supervisor; the programs are its children. */
  readonly pid: number;
  readonly output: readonly string[];
  readonly secondsToReady: number;
  device(deviceId: string, action: SimulatorAction): Promise<void>;
  insertCard(card: string): Promise<void>;
  removeCard(): Promise<void>;
  scan(payload: string, chunk?: number): Promise<void>;
  plant(part: PlantPart, up: boolean): Promise<void>;
  panel(): Promise<PanelState>;
  /** The customer of the simulated provider pays, as the device panel's buttons do. */
  pays(way: CustomerPays): Promise<number | null>;
  /** Ends it as Ctrl-C does; resolves with the exit code. */
  stop(): Promise<number | null>;
}

export interface StartDemonstration {
  readonly data?: string;
  readonly args?: readonly string[];
}

const READY_MS = 60_000;

export const scratchFolder = (): { path: string; remove(): void } => {
  const path = mkdtempSync(join(tmpdir(), 'tiep-don-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

const launch = (data: string, args: readonly string[]): ChildProcess =>
  spawn(
    process.execPath,
    [
      join(root, 'electron/start/main.ts'),
      '--data',
      data,
      '--shell',
      'none',
      '--hub-port',
      '0',
      '--desk-port',
      '0',
      '--his-port',
      '0',
      '--portal-port',
      '0',
      '--provider-port',
      '0',
      ...args,
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  );

/** Starts and waits for the line with `ready`. */
export const startDemonstration = async ({
  data,
  args = [],
}: StartDemonstration = {}): Promise<RunningDemonstration> => {
  const folder = data === undefined ? scratchFolder() : undefined;
  const directory = data ?? folder?.path ?? '';
  const startedAt = performance.now();
  const child = launch(directory, args);
  const output: string[] = [];
  const errors: string[] = [];
  const ended = new Promise<number | null>(done => child.once('exit', code => done(code)));
  if (child.stderr) createInterface({ input: child.stderr }).on('line', line => errors.push(line));
  await new Promise<void>((ready, failed) => {
    const timer = setTimeout(() => failed(new Error('not ready in time')), READY_MS);
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on('line', line => {
      output.push(line);
      if (/\bready\b/.test(line)) ready();
    });
    void ended.then(code => {
      clearTimeout(timer);
      failed(new Error(`ended with ${code ?? 'a signal'}: ${errors.slice(-5).join(' / ')}`));
    });
  });
  const secondsToReady = (performance.now() - startedAt) / 1000;
  const field = (name: string): string =>
    output.findLast(line => line.includes(name))?.match(/https?:\S+/)?.[0] ?? '';
  const address = controlAddress(join(directory, 'kiosk'));
  const simulate = async (deviceId: string, action: SimulatorAction): Promise<void> => {
    await callRunningKiosk(address, 'simulate', { deviceId, action });
  };
  return {
    get screen() {
      return field('screen, once');
    },
    get panelLink() {
      return field('device panel');
    },
    desk: field("cashiers' desk"),
    his: field('hospital system'),
    portal: field('insurance portal'),
    provider: field('payment provider'),
    data: directory,
    pid: child.pid ?? 0,
    output,
    secondsToReady,
    device: simulate,
    insertCard: card => simulate('card-reader', { action: 'insert-card', card }),
    removeCard: () => simulate('card-reader', { action: 'remove-card' }),
    scan: (payload, chunk) => {
      const bytes = Buffer.from(`${payload}\r`);
      const chunks =
        chunk === undefined
          ? {}
          : { chunks: Array.from({ length: Math.ceil(bytes.length / chunk) }, () => chunk) };
      return simulate('code-scanner', {
        action: 'scan',
        bytes: bytes.toString('base64'),
        ...chunks,
      });
    },
    plant: async (part, up) => {
      await callRunningKiosk(address, 'setPlant', { part, up });
      await until(
        async () =>
          (await callRunningKiosk(address, 'state', {})).plant.some(
            one => one.part === part && one.up === up,
          ),
        `${part} ${up ? 'up' : 'down'}`,
      );
    },
    panel: () => callRunningKiosk(address, 'state', {}),
    pays: async way => (await callRunningKiosk(address, 'payAsCustomer', { way })).paid,
    stop: async () => {
      child.kill('SIGINT');
      const code = await ended;
      folder?.remove();
      return code;
    },
  };
};

/** Waits for a state of the world; says what it was in vain. */
export const until = async (
  reached: () => Promise<boolean> | boolean,
  what: string,
  patienceMs = 30_000,
): Promise<void> => {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    if (await reached()) return;
    if (performance.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await new Promise(done => setTimeout(done, 100));
  }
};
