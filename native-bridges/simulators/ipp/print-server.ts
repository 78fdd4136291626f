import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, type Socket } from 'node:net';
import { FaultError } from '../../../core/contract/errors.ts';
import { type SimulatedIppPrinter } from './printer.ts';

/** How the network side of a printer behaves. */
export type ServerMood =
  | 'answers'
  /** Takes every byte and says nothing. */
  | 'hangs'
  /** Does what it is asked to and closes the connection instead of answering. */
  | 'drops-answers'
  /** Closes the connection in the middle of the request. */
  | 'drops-requests'
  | 'talks-nonsense';

export interface IppPrintServer {
  readonly url: string;
  setMood(mood: ServerMood): void;
  /** The power switch: off, nothing listens and all connections are gone. */
  power(on: boolean): Promise<void>;
}

/** A printer's network card: HTTP on the loopback in front of a simulated printer. */
export const openIppPrintServer = async (
  printer: Pick<SimulatedIppPrinter, 'answer'>,
): Promise<IppPrintServer> => {
  const sockets = new Set<Socket>();
  let mood: ServerMood = 'answers';
  let server: Server | undefined;
  let port = 0;

  const serve = (request: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => {
      if (mood === 'drops-requests') request.socket.destroy();
      else chunks.push(chunk);
    });
    request.on('error', () => undefined);
    request.on('end', () => {
      if (mood === 'hangs') return;
      if (mood === 'talks-nonsense') {
        response.writeHead(200, { 'Content-Type': 'application/ipp' }).end('<html>');
        return;
      }
      const bytes = Buffer.concat(chunks);
      try {
        const answer = printer.answer(bytes);
        if (mood === 'drops-answers') request.socket.destroy();
        else response.writeHead(200, { 'Content-Type': 'application/ipp' }).end(answer);
      } catch (thrown) {
        if (!(thrown instanceof FaultError)) throw thrown;
        response.writeHead(400).end();
      }
    });
  };

  const power = async (on: boolean): Promise<void> => {
    if (!on) {
      for (const socket of sockets) socket.destroy();
      const closing = server;
      server = undefined;
      await new Promise<void>(resolve => {
        if (closing === undefined) resolve();
        else closing.close(() => resolve());
      });
      return;
    }
    const opened = createServer(serve);
    server = opened;
    opened.on('connection', socket => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      opened.once('error', reject);
      opened.listen(port, '127.0.0.1', resolve);
    });
    ({ port } = opened.address() as AddressInfo);
  };

  await power(true);
  return {
    url: `ipp://127.0.0.1:${port}/ipp/print`,
    setMood: now => {
      mood = now;
    },
    power,
  };
};
