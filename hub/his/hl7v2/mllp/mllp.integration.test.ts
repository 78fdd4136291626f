import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../ports/system-clock.ts';
import { type MllpClientOptions, createMllpClient } from './mllp-client.ts';
import { type MllpListenerOptions, startMllpListener } from './mllp-listener.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

const echo: MllpListenerOptions['answer'] = message =>
  Promise.resolve(Buffer.from(`heard ${message.toString()}`));

const listener = async (options: Partial<MllpListenerOptions> = {}) => {
  const one = await startMllpListener({ host: '127.0.0.1', port: 0, answer: echo, ...options });
  closing.push(() => one.close());
  return one;
};

const client = (port: number, options: Partial<MllpClientOptions> = {}) => {
  const one = createMllpClient({
    host: '127.0.0.1',
    port,
    connectTimeoutMs: 2_000,
    connections: 2,
    clock: systemClock,
    ...options,
  });
  closing.push(() => {
    one.close();
  });
  return (text: string, timeoutMs = 2_000) =>
    one.exchange(Buffer.from(text), answer => ({ done: answer.toString() }), timeoutMs);
};

describe('MLLP over TCP', () => {
  it('answers each of many messages at once with its own answer', async () => {
    const ask = client((await listener()).port);
    const texts = Array.from({ length: 20 }, (_, index) => `message ${index}`);
    expect(await Promise.all(texts.map(text => ask(text)))).toEqual(
      texts.map(text => `heard ${text}`),
    );
  });

  it('carries a message of a megabyte, and none that is longer', async () => {
    const ask = client(
      (await listener({ answer: one => Promise.resolve(Buffer.from(String(one.length))) })).port,
    );
    expect(await ask('x'.repeat(1_000_000))).toBe('1000000');
    await expect(ask('x'.repeat(1_100_000))).rejects.toMatchObject({ code: 'his-timeout' });
  });

  it('goes on a new connection once the listener was away', async () => {
    const first = await listener();
    const ask = client(first.port);
    await ask('one');
    await first.close();
    await expect(ask('two')).rejects.toMatchObject({
      code: expect.stringMatching(/^his-/) as string,
    });
    await listener({ port: first.port });
    expect(await ask('three')).toBe('heard three');
  });

  it('says that nothing was sent where nobody takes the connection', async () => {
    const away = await listener();
    await away.close();
    await expect(client(away.port)('x')).rejects.toMatchObject({ code: 'his-unreachable' });
  });

  it('says that it may have arrived where the answer does not come', async () => {
    const ask = client((await listener({ answer: () => Promise.resolve(undefined) })).port);
    await expect(ask('x', 100)).rejects.toMatchObject({ code: 'his-timeout' });
  });

  it('lets go of a connection on which the answer did not come', async () => {
    const server = createServer();
    const left = new Promise<void>(resolve => {
      server.on('connection', socket => socket.resume().on('close', () => resolve()));
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => server.close());
    const ask = client((server.address() as AddressInfo).port);
    await expect(ask('x', 50)).rejects.toMatchObject({ code: 'his-timeout' });
    await left;
  });

  it('reads an answer that comes byte by byte, after noise', async () => {
    const server = createServer(socket => {
      socket.once('data', () => {
        for (const byte of Buffer.from('\r\nnoise\u000bslow\u001c\r', 'latin1')) {
          socket.write(Buffer.of(byte));
        }
      });
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => server.close());
    expect(await client((server.address() as AddressInfo).port)('x')).toBe('slow');
  });

  it('closes connections that say nothing', async () => {
    const { port } = await listener({ idleMs: 50 });
    const silent = connect(port, '127.0.0.1').resume();
    const bytes = await new Promise(resolve => silent.on('close', () => resolve(silent.bytesRead)));
    expect(bytes).toBe(0);
  });

  it('does not start on a port that is taken', async () => {
    const { port } = await listener();
    await expect(listener({ port })).rejects.toMatchObject({ code: 'data-in-use' });
  });
});

describe('MLLP over TLS', () => {
  let directory: string;
  const file = (name: string) => join(directory, name);
  const read = (name: string) => readFileSync(file(name));
  const openssl = (...parameters: readonly string[]) =>
    execFileSync('openssl', parameters, { stdio: 'ignore', cwd: directory });

  /** A key and a certificate that `ca` signed; `ca` signs itself. */
  const certificate = (name: string, ca?: string) => {
    openssl(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      `/CN=${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.pem`,
      '-addext',
      'subjectAltName=IP:127.0.0.1',
      ...(ca === undefined ? [] : ['-CA', `${ca}.pem`, '-CAkey', `${ca}.key`]),
    );
  };

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'mllp-tls-'));
    certificate('ca');
    certificate('his', 'ca');
    certificate('hub', 'ca');
    certificate('stranger');
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const pair = (name: string) => ({ cert: read(`${name}.pem`), key: read(`${name}.key`) });

  it('goes between two that know each other', async () => {
    const { port } = await listener({ tls: { ...pair('his'), ca: read('ca.pem') } });
    const ask = client(port, { tls: { ...pair('hub'), ca: read('ca.pem') } });
    expect(await ask('kín')).toBe('heard kín');
  });

  it('refuses a server that another authority signed', async () => {
    const { port } = await listener({ tls: pair('stranger') });
    const ask = client(port, { tls: { ca: read('ca.pem') } });
    await expect(ask('x')).rejects.toMatchObject({ code: 'his-unreachable' });
  });

  it.each(['nothing', 'stranger'] as const)('refuses a sender who shows %s', async shown => {
    const heard: string[] = [];
    const { port } = await listener({
      tls: { ...pair('his'), ca: read('ca.pem') },
      answer: one => {
        heard.push(one.toString());
        return Promise.resolve(one);
      },
    });
    const own = shown === 'stranger' ? pair('stranger') : {};
    const ask = client(port, { tls: { ...own, ca: read('ca.pem') } });
    await expect(ask('x')).rejects.toMatchObject({
      code: expect.stringMatching(/^his-/) as string,
    });
    expect(heard).toEqual([]);
  });

  it('refuses who speaks in the clear', async () => {
    const { port } = await listener({ tls: pair('his') });
    await expect(client(port)('x', 500)).rejects.toMatchObject({ code: 'his-timeout' });
  });
});
