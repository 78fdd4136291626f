import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DeviceEvent } from '../../core/contract/device.ts';
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
  return block.replaceAll("'../../core/", `'${new URL('core/', ROOT).href}`);
};

const folder = mkdtempSync(join(tmpdir(), 'device-template-'));
const sockets: Socket[] = [];
const server = createServer(socket => sockets.push(socket));
let open: OpenByteChannel;
beforeAll(async () => {
  const file = join(folder, 'scanner-service.ts');
  writeFileSync(file, templateIn(page));
  const made = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as {
    openScannerService: (port: number) => OpenByteChannel;
  };
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  open = made.openScannerService((server.address() as AddressInfo).port);
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the line of docs/devices.md is a scanner: codes, a lost line, codes again', async () => {
  const events: DeviceEvent[] = [];
  const driver = createCodeScanner(
    { driver: 'serial-code-scanner', open, prefix: '', terminator: 'any' },
    {
      deviceId: 'scanner',
      clock: systemClock,
      cardReported: false,
      emit: event => events.push(event),
      log: () => undefined,
    },
  );
  const said = () =>
    events.flatMap(event =>
      event.type === 'code-scanned'
        ? [event.text]
        : event.type === 'status' && event.status.state !== 'starting'
          ? [event.status.state]
          : [],
    );
  await driver.start();
  await expect.poll(() => sockets.length).toBe(1);
  sockets[0]?.write('LH26999921\r');
  await expect.poll(said).toEqual(['ready', 'LH26999921']);
  sockets[0]?.destroy();
  await expect
    .poll(said, { timeout: 10_000 })
    .toEqual(['ready', 'LH26999921', 'unavailable', 'ready']);
  sockets.at(-1)?.write('LH26999922\r');
  await expect.poll(said).toContain('LH26999922');
  await driver.stop();
});
