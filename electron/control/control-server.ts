import { rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Reply } from '../../core/contract/contract.ts';
import type { Host } from '../host/host-interface.ts';

const requestSchema = z.object({ method: z.string(), input: z.unknown() });
const linkSchema = z.object({
  method: z.literal('link'),
  input: z.object({ page: z.enum(['screen', 'panel']) }),
});
const LONGEST_LINE = 64 * 1024;
const LINE_FEED = 0x0a;

/** A fresh one-time link of the browser shell; null where there is no such page. */
export type MakeLink = (page: 'screen' | 'panel') => string | null;

export interface ControlServer {
  close(): Promise<void>;
}

/**
 * Lets the command line of the same user ask a running kiosk for a link and drive its simulated
 * devices: one JSON request a line, one JSON reply a line, over a local socket that only its owner
 * may open.
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
    const lines = createInterface({ input: socket });
    lines.on('error', () => socket.destroy());
    lines.on('line', line => {
      void answer(host, makeLink, line).then(reply => {
        if (socket.writable) socket.write(`${JSON.stringify(reply)}\n`);
      });
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

const answer = async (host: Host, makeLink: MakeLink, line: string): Promise<Reply<unknown>> => {
  const request = parse(line);
  const wanted = linkSchema.safeParse(request);
  if (wanted.success) return { ok: true, value: makeLink(wanted.data.input.page) };
  return request === undefined
    ? host.call('panel', '', {})
    : host.call('panel', request.method, request.input);
};

const parse = (line: string): z.infer<typeof requestSchema> | undefined => {
  try {
    return requestSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
};
