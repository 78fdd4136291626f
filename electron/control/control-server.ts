import { rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Reply } from '../../core/contract/contract.ts';
import { asFaultError, FaultError } from '../../core/contract/errors.ts';
import { jsonIn } from '../../core/contract/json-text.ts';
import { idSchema } from '../../core/contract/primitives.ts';
import { staffContract } from '../../core/contract/staff.ts';
import type { DeviceLine, Host, Role } from '../host/host-interface.ts';

const requestSchema = z.object({ method: z.string(), input: z.unknown() });
type Request = z.infer<typeof requestSchema>;
const linkSchema = z.object({
  method: z.literal('link'),
  input: z.object({ page: z.enum(['screen', 'panel', 'payment']) }),
});
/** Lines without end follow: news of devices, until the command line closes the connection. */
const followSchema = z.discriminatedUnion('method', [
  z.object({ method: z.literal('watch-devices'), input: z.object({}) }),
  z.object({ method: z.literal('trace-device'), input: z.object({ deviceId: idSchema }) }),
]);
const LONGEST_LINE = 64 * 1024;
const LINE_FEED = 0x0a;
/** A command line that does not read gets nothing more. */
const LONGEST_BACKLOG = 4 * 1024 * 1024;

/** A fresh one-time link of the browser shell; null where there is no such page. */
export type MakeLink = (page: Role) => string | null;

export interface ControlServer {
  close(): Promise<void>;
}

/**
 * Lets the command line of the same user ask a running kiosk for a link, look at and try its
 * devices, and drive simulated ones: one JSON request a line, one JSON reply a line, over a local
 * socket that only its owner may open. Whoever may open it could read the data and keys as well.
 */
export const openControlServer = async (
  host: Host,
  makeLink: MakeLink,
  address: string,
): Promise<ControlServer> => {
  if (process.platform !== 'win32') rmSync(address, { force: true });
  const open = new Set<Socket>();
  const server = createServer(socket => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
    let lineLength = 0;
    socket.on('data', (chunk: Buffer) => {
      const lineEnd = chunk.lastIndexOf(LINE_FEED);
      lineLength = lineEnd < 0 ? lineLength + chunk.length : chunk.length - lineEnd - 1;
      if (lineLength > LONGEST_LINE) socket.destroy();
    });
    const say = (value: unknown): void => {
      if (socket.writableLength > LONGEST_BACKLOG) socket.destroy();
      else if (socket.writable) socket.write(`${JSON.stringify(value)}\n`);
    };
    const lines = createInterface({ input: socket });
    lines.on('error', () => socket.destroy());
    lines.on('line', line => {
      const request = parse(line);
      const wanted = followSchema.safeParse(request);
      if (wanted.success) socket.once('close', follow(host.devices, wanted.data, say));
      else void answer(host, makeLink, request).then(say);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // The socket is bound before `listen` returns, and nobody else may open it even that long.
    const before = process.umask(0o177);
    server.listen(address, resolve);
    process.umask(before);
  });
  return {
    close: () =>
      new Promise(resolve => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
};

/** Says that it follows, and then everything there is; the returned function ends it. */
const follow = (
  devices: DeviceLine | undefined,
  wanted: z.infer<typeof followSchema>,
  say: (value: unknown) => void,
): (() => void) => {
  try {
    if (devices === undefined) throw new FaultError('not-permitted');
    const stop =
      wanted.method === 'watch-devices'
        ? devices.watch(say)
        : devices.trace(wanted.input.deviceId, say);
    say({ ok: true, value: {} });
    return stop;
  } catch (cause) {
    say({ ok: false, error: asFaultError(cause).toFault('command-line') });
    return () => undefined;
  }
};

const answer = async (
  host: Host,
  makeLink: MakeLink,
  request: Request | undefined,
): Promise<Reply<unknown>> => {
  const wanted = linkSchema.safeParse(request);
  if (wanted.success) return { ok: true, value: makeLink(wanted.data.input.page) };
  if (request === undefined) return host.call('panel', '', {});
  const { method, input } = request;
  const connecting = host.connecting?.(method, input);
  if (connecting !== undefined) return connecting;
  return host.devices !== undefined && Object.hasOwn(staffContract, method)
    ? host.devices.call(method, input)
    : host.call('panel', method, input);
};

const parse = (line: string): Request | undefined => requestSchema.safeParse(jsonIn(line)).data;
