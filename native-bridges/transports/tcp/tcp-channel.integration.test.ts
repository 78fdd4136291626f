import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { FaultError } from '../../../core/contract/errors.ts';
import { openTcpChannel } from './tcp-channel.ts';

const closing: (() => unknown)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A peer that keeps what it gets and tells how it was left. */
const peer = async () => {
  const received: Buffer[] = [];
  const left: string[] = [];
  const sockets: Socket[] = [];
  const server: Server = createServer({ allowHalfOpen: true }, socket => {
    sockets.push(socket);
    socket.on('data', (bytes: Buffer) => received.push(bytes));
    socket.on('end', () => {
      left.push('end');
      socket.end();
    });
    socket.on('error', (cause: NodeJS.ErrnoException) => left.push(cause.code ?? 'unknown'));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no TCP port');
  return { port: address.port, received, left, sockets, server };
};

const until = async (condition: () => boolean): Promise<void> => {
  const end = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error('it did not happen');
    await new Promise(resolve => setTimeout(resolve, 5));
  }
};

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.catch((thrown: unknown) => thrown);

describe('a TCP line', () => {
  it('carries bytes both ways, and is closed so that everything arrives', async () => {
    const { port, received, left, sockets } = await peer();
    const channel = await openTcpChannel({ host: '127.0.0.1', port })();
    const heard: number[] = [];
    channel.onData(chunk => heard.push(...chunk));
    const bytes = new Uint8Array(300_000).map((_, at) => at % 251);
    await channel.write(bytes);
    await until(() => sockets.length === 1);
    sockets[0]?.write(Uint8Array.of(0x12));
    await until(() => heard.length === 1);
    channel.close();
    expect(channel.isOpen).toBe(false);
    await until(() => left.length === 1);
    expect(left).toEqual(['end']);
    expect(Buffer.concat(received).equals(Buffer.from(bytes))).toBe(true);
  });

  it('is given up so that the peer drops the rest', async () => {
    const { port, left, sockets } = await peer();
    const channel = await openTcpChannel({ host: '127.0.0.1', port })();
    await until(() => sockets.length === 1);
    sockets[0]?.pause();
    // Far more than both ends buffer: it cannot have arrived.
    void channel.write(new Uint8Array(32 * 1024 * 1024)).catch(() => undefined);
    channel.abandon?.();
    sockets[0]?.resume();
    await until(() => left.length === 1);
    expect(left).toEqual(['ECONNRESET']);
  });

  it('tells its loss once, and refuses what is written after', async () => {
    const { port, sockets } = await peer();
    const channel = await openTcpChannel({ host: '127.0.0.1', port })();
    let closes = 0;
    channel.onClose(() => (closes += 1));
    await until(() => sockets.length === 1);
    sockets[0]?.resetAndDestroy();
    await until(() => closes === 1);
    expect(await failure(channel.write(Uint8Array.of(1)))).toMatchObject({ code: 'device-absent' });
    channel.close();
    expect(closes).toBe(1);
  });

  it('is lost as well when the peer only ends its half', async () => {
    const { port, sockets } = await peer();
    const channel = await openTcpChannel({ host: '127.0.0.1', port })();
    let closed = false;
    channel.onClose(() => (closed = true));
    await until(() => sockets.length === 1);
    sockets[0]?.end();
    await until(() => closed);
    expect(channel.isOpen).toBe(false);
  });

  it('is absent where nobody listens', async () => {
    const { port, server } = await peer();
    await new Promise(resolve => server.close(resolve));
    const thrown = await failure(openTcpChannel({ host: '127.0.0.1', port })());
    expect(thrown).toBeInstanceOf(FaultError);
    expect(thrown).toMatchObject({ code: 'device-absent' });
  });
});
