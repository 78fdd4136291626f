import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Aedes } from 'aedes';
import { type SimulatorAction } from '../../../core/contract/device.ts';
import { deviceConfigSchema, type DeviceConfig } from '../../contract/bridge.ts';
import { PRINTER_PROFILES } from '../../drivers/receipt-printer/profiles.ts';
import { systemClock } from '../../process/system-clock.ts';
import { openIppPrintServer } from '../../simulators/ipp/print-server.ts';
import { createSimulatedIppPrinter } from '../../simulators/ipp/printer.ts';
import { startTcpReceiptPrinter } from '../../simulators/tcp/tcp-receipt-printer.ts';
import { type SpoolFolderState } from '../../simulators/winspool/powershell-program.ts';
import { openPrinterCable } from '../printer-cable.ts';
import { openPseudoTerminals } from '../pseudo-terminals.ts';
import { inOrder } from './in-order.ts';
import { openNetworkCable, type NetworkCable } from './network-cable.ts';
import { rubbish, type TroubledHardware } from './troubled-device.ts';

/** A device at the end of a line of the system. */
export interface RealLine {
  readonly config: DeviceConfig;
  readonly hardware: TroubledHardware;
  remove(): Promise<void>;
}

const PROFILE = 'generic-80mm';
const BABBLE_BYTES = 700;
const configOf = (settings: object): DeviceConfig =>
  deviceConfigSchema.parse({ id: 'device', ...settings });

/** A receipt printer behind a network that can be cut, half open and slow. */
const printerBehind = async () => {
  const sheets: number[] = [];
  const printer = await startTcpReceiptPrinter({
    traits: PRINTER_PROFILES[PROFILE],
    clock: systemClock,
    onSheet: ({ heightDots }) => sheets.push(heightDots),
  });
  const cable = await openNetworkCable(printer.port);
  const act = (action: SimulatorAction): void => {
    if (action.action === 'paper') printer.sense({ paper: action.state });
    else if (action.action === 'cover') printer.sense({ coverOpen: action.open });
  };
  return { sheets, printer, cable, act };
};

const troublesOf = (cable: NetworkCable): Pick<TroubledHardware, 'hang' | 'slow' | 'babble'> => ({
  hang: cable.hang,
  slow: cable.slow,
  babble: cable.babble,
});

export const tcpPrinter = async (): Promise<RealLine> => {
  const { sheets, printer, cable, act } = await printerBehind();
  return {
    config: configOf({
      driver: 'tcp-receipt-printer',
      host: '127.0.0.1',
      port: cable.port,
      profile: PROFILE,
    }),
    hardware: {
      ...troublesOf(cable),
      sheets,
      act,
      plug: connected => cable.plug(connected),
      // What it held is lost with its power.
      power: on => {
        cable.plug(on);
        void printer.power(on);
      },
    },
    remove: async () => {
      cable.plug(false);
      await cable.done();
      await printer.close();
    },
  };
};

/** The same printer at a terminal of the kernel, which vanishes when the cable is pulled. */
export const printerAtTerminal = async (
  driver: 'serial-receipt-printer' | 'usblp-receipt-printer',
): Promise<RealLine> => {
  const { sheets, printer, cable: wire, act } = await printerBehind();
  const cable = await openPrinterCable(wire.port);
  const sequence = inOrder();
  const plug = (connected: boolean): void => sequence.then(() => cable.plug(connected));
  const speed = driver === 'serial-receipt-printer' ? { baudRate: 115_200 } : {};
  return {
    config: configOf({ driver, port: { path: cable.path }, profile: PROFILE, ...speed }),
    hardware: {
      ...troublesOf(wire),
      sheets,
      act,
      plug,
      power: on => {
        sequence.then(() => printer.power(on));
        plug(on);
      },
    },
    remove: async () => {
      await sequence.done();
      await cable.remove();
      wire.plug(false);
      await wire.done();
      await printer.close();
    },
  };
};

export const serialScanner = async (): Promise<RealLine> => {
  const terminals = await openPseudoTerminals();
  const sequence = inOrder();
  const plug = (connected: boolean): void =>
    sequence.then(connected ? terminals.plug : terminals.unplug);
  return {
    config: configOf({ driver: 'serial-code-scanner', port: { path: terminals.path } }),
    hardware: {
      plug,
      power: plug,
      babble: () => terminals.send(rubbish(BABBLE_BYTES)),
      act: action => {
        if (action.action === 'scan') terminals.send(Buffer.from(action.bytes, 'base64'));
      },
    },
    remove: async () => {
      await sequence.done();
      await terminals.remove();
    },
  };
};

const PAGE_MS = 300;

export const ippPrinter = async (): Promise<RealLine> => {
  const sheets: number[] = [];
  const onPage = ({ heightDots }: { readonly heightDots: number }) => sheets.push(heightDots);
  const formats = ['image/pwg-raster'] as const;
  const printer = createSimulatedIppPrinter(formats, systemClock, onPage, PAGE_MS);
  const server = await openIppPrintServer(printer);
  const sequence = inOrder();
  return {
    config: configOf({ driver: 'ipp-document-printer', url: server.url }),
    hardware: {
      sheets,
      plug: connected => sequence.then(() => server.power(connected)),
      hang: hung => server.setMood(hung ? 'hangs' : 'answers'),
      babble: () => {
        server.setMood('talks-nonsense');
        setTimeout(() => server.setMood('answers'), PAGE_MS);
      },
      act: action => printer.hardware.act(action),
    },
    remove: async () => {
      await sequence.done();
      await server.power(false);
    },
  };
};

/** A display at a real broker. */
export const mqttDisplay = async (): Promise<RealLine> => {
  const broker = await Aedes.createBroker();
  const server = createServer(socket => broker.handle(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cable = await openNetworkCable((server.address() as AddressInfo).port);
  return {
    config: configOf({
      driver: 'mqtt-payment-display',
      url: `mqtt://127.0.0.1:${String(cable.port)}`,
      topic: 'soundbox/TEST-1/down',
      serialNumber: 'TEST-1',
    }),
    hardware: {
      plug: connected => cable.plug(connected),
      power: on => cable.plug(on),
      act: () => undefined,
    },
    remove: async () => {
      cable.plug(false);
      await cable.done();
      await new Promise<void>(resolve => broker.close(resolve));
      await new Promise(resolve => server.close(resolve));
    },
  };
};

/** A display that orders are posted to. */
export const httpDisplay = async (): Promise<RealLine> => {
  const server = createHttpServer((request, response) => {
    request.resume();
    request.once('end', () => response.writeHead(200).end('{}'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cable = await openNetworkCable((server.address() as AddressInfo).port);
  return {
    config: configOf({
      driver: 'http-payment-display',
      url: `http://127.0.0.1:${String(cable.port)}/push`,
      serialNumber: 'TEST-1',
    }),
    hardware: {
      plug: connected => cable.plug(connected),
      power: on => cable.plug(on),
      act: () => undefined,
    },
    remove: async () => {
      cable.plug(false);
      await cable.done();
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
};

const PROGRAM = fileURLToPath(
  new URL('../../simulators/winspool/powershell-program.ts', import.meta.url),
);
const WORK_OFFLINE = 0x400;
const PAPER_OUT = 0x10;
const DOOR_OPEN = 0x40_0000;

/** A queue kept by a program that stands where Windows has its PowerShell. */
export const spooledPrinter = (): Promise<RealLine> => {
  const folder = mkdtempSync(join(tmpdir(), 'tiep-don-queue-'));
  const bin = join(folder, 'System32', 'WindowsPowerShell', 'v1.0');
  mkdirSync(bin, { recursive: true });
  const shell = join(bin, 'powershell.exe');
  writeFileSync(shell, `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "${folder}"\n`);
  chmodSync(shell, 0o755);
  process.env['SystemRoot'] = folder;
  let state: SpoolFolderState = { printer: 'Receipts', status: 0, attributes: 0 };
  const jobs = (suffix: string): string[] =>
    readdirSync(folder).filter(name => /^\d+\./.test(name) && name.endsWith(suffix));
  /** What stands in the queue comes out as soon as it can, whoever waits for it. */
  const set = (change: Partial<SpoolFolderState>): void => {
    const now = { ...state, ...change };
    state = { ...now, held: now.status !== 0 || now.attributes !== 0 };
    writeFileSync(join(folder, 'state.json'), JSON.stringify(state));
    if (state.held === true) return;
    for (const job of jobs('.json')) renameSync(join(folder, job), join(folder, `${job}.printed`));
  };
  set({});
  const plug = (connected: boolean): void => set({ attributes: connected ? 0 : WORK_OFFLINE });
  return Promise.resolve({
    config: configOf({ driver: 'winspool-receipt-printer', printer: 'Receipts', profile: PROFILE }),
    hardware: {
      get sheets() {
        return jobs('.printed').map(() => 1);
      },
      plug,
      power: plug,
      hang: hangs => set({ hangs }),
      act: action => {
        if (action.action === 'paper') set({ status: action.state === 'end' ? PAPER_OUT : 0 });
        else if (action.action === 'cover') set({ status: action.open ? DOOR_OPEN : 0 });
      },
    },
    remove: () => {
      delete process.env['SystemRoot'];
      rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    },
  });
};
