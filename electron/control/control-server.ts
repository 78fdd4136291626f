import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Host } from '../host/host-interface.ts';

const requestSchema = z.object({ method: z.string(), input: z.unknown() });
const LONGEST_LINE = 64 * 1024;

export interface ControlServer {
  close(): Promise<void>;
}

/**
 * Lets the command line of the same user drive the simulated devices of a running kiosk: one JSON
 * request a line, one JSON reply a line, over a local socket that only its owner may open.
 */
export const openControlServer = async (host: Host, address: string): Promise<ControlServer> => {
  if (process.platform !== 'win32') rmSync(address, { force: true });
  const open = new Set<Socket>();
  const server = createServer(socket => {
    open.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => open.delete(socket));
    socket.on('data', chunk => {
      if (chunk.length > LONGEST_LINE) socket.destroy();
    });
    createInterface({ input: socket }).on('line', line => {
      void answer(host, line).then(reply => {
        if (socket.writable) socket.write(`${JSON.stringify(reply)}\n`);
      });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, resolve);
  });
  if (process.platform !== 'win32') chmodSync(address, 0o600);
  return {
    close: () =>
      new Promise(resolve => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  };
};

const answer = async (host: Host, line: string): Promise<unknown> => {
  const request = parse(line);
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
