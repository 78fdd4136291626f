import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Host } from '../host/host-interface.ts';
import { controlAddress } from './control-address.ts';
import { askForLink, callRunningKiosk } from './control-client.ts';
import { openControlServer } from './control-server.ts';

let directory: string;
const closers: (() => Promise<void> | void)[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'control-'));
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  rmSync(directory, { recursive: true, force: true });
});

const open = async (answer: Host['call']): Promise<string> => {
  const address = controlAddress(directory);
  const host: Host = {
    call: answer,
    subscribe: () => () => undefined,
    hasPanel: true,
    stop: () => Promise.resolve(),
  };
  const server = await openControlServer(host, page => `http://127.0.0.1/${page}`, address);
  closers.push(() => server.close());
  return address;
};

test('a command reaches the running kiosk and brings its answer back', async () => {
  const calls: unknown[] = [];
  const address = await open((role, method, input) => {
    calls.push([role, method, input]);
    return Promise.resolve({ ok: true, value: {} });
  });
  const input = { deviceId: 'printer', action: { action: 'paper', state: 'end' } } as const;
  await expect(callRunningKiosk(address, 'simulate', input)).resolves.toEqual({});
  expect(calls).toEqual([['panel', 'simulate', input]]);
  await expect(askForLink(address, 'screen')).resolves.toBe('http://127.0.0.1/screen');
});

test('a refusal keeps its code', async () => {
  const address = await open(() =>
    Promise.resolve({
      ok: false,
      error: { code: 'not-permitted', retryable: false, correlationId: 'c' },
    }),
  );
  await expect(callRunningKiosk(address, 'state', {})).rejects.toMatchObject({
    code: 'not-permitted',
  });
});

test('without a running kiosk the caller is told so', async () => {
  await expect(askForLink(controlAddress(directory), 'screen')).rejects.toMatchObject({
    code: 'device-absent',
  });
});

test('a kiosk that dies before it answers is no kiosk', async () => {
  const address = controlAddress(directory);
  const server = createServer(socket => socket.destroy());
  await new Promise<void>(resolve => server.listen(address, resolve));
  closers.push(() => new Promise<void>(resolve => server.close(() => resolve())));
  await expect(askForLink(address, 'screen')).rejects.toMatchObject({ code: 'device-absent' });
});

test.runIf(process.platform !== 'win32')('only its owner may open the socket', async () => {
  const address = await open(() => Promise.resolve({ ok: true, value: {} }));
  expect(statSync(address).mode & 0o777).toBe(0o600);
});

test('garbage is answered, and an endless line ends the connection', async () => {
  const address = await open((_role, method) =>
    Promise.resolve({
      ok: false,
      error: { code: 'unknown-method', retryable: false, correlationId: method || 'none' },
    }),
  );
  const socket = connect(address);
  const answered = new Promise<string>(resolve =>
    socket.once('data', data => resolve(data.toString())),
  );
  socket.write('not json\n');
  expect(JSON.parse(await answered)).toMatchObject({ ok: false });
  const closed = new Promise<void>(resolve => socket.once('close', () => resolve()));
  socket.on('error', () => undefined);
  socket.write('x'.repeat(300_000));
  await closed;
});
