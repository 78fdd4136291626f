import { createServer, type Server as HttpServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Server } from 'socket.io';
import { afterEach, expect, it } from 'vitest';
import { type ToolkitLine } from './vendor-toolkit.ts';
import { openToolkitLine } from './toolkit-line.ts';

const open: (ToolkitLine | Server)[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** The program of a terminal: a Socket.IO server on a port of this machine. */
const terminal = async (port = 0): Promise<{ server: Server; http: HttpServer; port: number }> => {
  const http = createServer();
  const server = new Server(http);
  open.push(server);
  await new Promise<void>(resolve => http.listen(port, '127.0.0.1', resolve));
  return { server, http, port: (http.address() as AddressInfo).port };
};

const lineTo = (port: number) => {
  const heard: unknown[] = [];
  const line = openToolkitLine(`http://127.0.0.1:${port}`, {
    connected: isConnected => heard.push(isConnected),
    message: message => heard.push(message),
  });
  open.push(line);
  const until = async (condition: () => boolean): Promise<void> => {
    for (let waited = 0; !condition(); waited += 20) {
      if (waited > 10_000) throw new Error(`heard only ${JSON.stringify(heard)}`);
      await sleep(20);
    }
  };
  return { heard, line, until };
};

it('hears what a real Socket.IO server sends on the channel /event, and nothing else', async () => {
  const { server, port } = await terminal();
  const { heard, until } = lineTo(port);
  await until(() => heard.includes(true));
  server.emit('/info', { serial_device: 'x' });
  server.emit('/event', { id: 1, message: 'new card!' });
  server.emit('/event', { id: 4, data: { dg13: 'A'.repeat(300_000) } });
  await until(() => heard.length === 3);
  expect(heard.slice(0, 2)).toEqual([true, { id: 1, message: 'new card!' }]);
});

it('comes back by itself when the program was restarted', async () => {
  const { server, port } = await terminal();
  const { heard, until } = lineTo(port);
  await until(() => heard.includes(true));
  await server.close();
  await until(() => heard.includes(false));
  const again = await terminal(port);
  await until(() => heard.lastIndexOf(true) > heard.indexOf(false));
  again.server.emit('/event', { id: 3 });
  await until(() => heard.at(-1) !== true);
  expect(heard.at(-1)).toEqual({ id: 3 });
});

it('says that nobody listens', async () => {
  const { heard, until } = lineTo(9);
  await until(() => heard.length > 0);
  expect(heard[0]).toBe(false);
});
