import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DeviceEvent, SimulatorAction } from '../../core/contract/device.ts';
import { codeScannerSuite } from '../../native-bridges/conformance/code-scanner.suite.ts';
import type { DeviceHarness } from '../../native-bridges/conformance/harness.ts';
import type { OpenByteChannel } from '../../native-bridges/contract/byte-channel.ts';
import { createCodeScanner } from '../../native-bridges/drivers/code-scanner/driver.ts';
import { systemClock } from '../../native-bridges/process/system-clock.ts';

const ROOT = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/devices.md', ROOT), 'utf8');

/** The line of the example, as somebody would copy it. */
const templateIn = (text: string): string => {
  const block = [...text.matchAll(/^ {3}```ts\n([\s\S]*?)^ {3}```$/gm)]
    .map(([, code = '']) => code.replace(/^ {3}/gm, ''))
    .find(code => code.includes('openScannerService =') && code.includes('import { connect }'));
  if (block === undefined) throw new Error('docs/devices.md has no template of a line');
  return block;
};

/** What the compiler says of a file of native-bridges that is not on the disk. */
const complaintsAbout = (name: string, code: string): readonly string[] => {
  const path = fileURLToPath(new URL(`native-bridges/transports/${name}`, ROOT));
  const base = fileURLToPath(new URL('tsconfig.base.json', ROOT));
  const { config } = ts.readConfigFile(base, file => ts.sys.readFile(file)) as { config: object };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, fileURLToPath(ROOT));
  const quiet = { ...options, composite: false, declaration: false, emitDeclarationOnly: false };
  const host = ts.createCompilerHost({ ...quiet, noEmit: true });
  const { fileExists, getSourceFile } = host;
  host.fileExists = file => file === path || fileExists(file);
  host.getSourceFile = (file, language) =>
    file === path ? ts.createSourceFile(file, code, language) : getSourceFile(file, language);
  const program = ts.createProgram([path], { ...quiet, noEmit: true }, host);
  const source = program.getSourceFile(path);
  return [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
  ].map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
};

describe('the line of docs/devices.md', () => {
  it('compiles as it stands there', () => {
    const template = templateIn(page);
    expect(complaintsAbout('scanner-service.ts', template)).toEqual([]);
    expect(complaintsAbout('scanner-service.ts', `${template}\nconnect('x', 'y');`)).not.toEqual(
      [],
    );
  });
});

const folder = mkdtempSync(join(tmpdir(), 'device-template-'));
const sockets = new Set<Socket>();
let accepted = 0;
const server = createServer(socket => {
  accepted += 1;
  sockets.add(socket.setNoDelay());
  socket.once('close', () => sockets.delete(socket)).on('error', () => undefined);
});
let port = 0;
let openTemplate: OpenByteChannel;
beforeAll(async () => {
  const file = join(folder, 'scanner-service.ts');
  const core = `'${new URL('core/', ROOT).href}`;
  writeFileSync(file, templateIn(page).replaceAll("'../../core/", core));
  const made = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
    openScannerService: (port: number) => OpenByteChannel;
  };
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
  openTemplate = made.openScannerService(port);
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const until = async (what: string, condition: () => boolean, ms = 15_000): Promise<void> => {
  const end = Date.now() + ms;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`${what} did not happen`);
    await sleep(5);
  }
};

/** What the program beside the kiosk does when somebody scans, or ends it. */
const hand = (action: SimulatorAction): void => {
  if (action.action === 'plug' && action.connected) server.listen(port, '127.0.0.1');
  else if (action.action === 'plug') {
    server.close();
    for (const socket of sockets) socket.destroy();
  } else if (action.action === 'scan') {
    const bytes = Buffer.from(action.bytes, 'base64');
    let at = 0;
    for (const size of [...(action.chunks ?? []), bytes.length]) {
      for (const socket of sockets) socket.write(bytes.subarray(at, at + size));
      at += size;
    }
  }
};

let opened = 0;
const open = (): Promise<DeviceHarness> => {
  const events: DeviceEvent[] = [];
  const driver = createCodeScanner(
    {
      driver: 'serial-code-scanner',
      open: async () => {
        const channel = await openTemplate();
        opened += 1;
        // The other end hears of a connection a moment later.
        await until('the connection', () => accepted >= opened);
        return channel;
      },
      prefix: '',
      terminator: 'any',
    },
    {
      deviceId: 'scanner',
      clock: systemClock,
      cardReported: false,
      emit: event => events.push(event),
      log: () => undefined,
    },
  );
  return Promise.resolve({ driver, events, logs: [], sheets: [], hand, pass: sleep, until });
};

codeScannerSuite('the template of docs/devices.md', {
  open,
  onTheLine: text => new TextEncoder().encode(`${text}\r`),
});
