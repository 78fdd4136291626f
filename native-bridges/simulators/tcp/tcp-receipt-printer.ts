import { createServer, type Server, type Socket } from 'node:net';
import { type Clock } from '../../../core/ports/ports.ts';
import { type Bitmap } from '../../imaging/bitmap.ts';
import { createPrinterMachine, type PrinterTraits } from '../escpos/printer-machine.ts';
import { type PrinterSensors } from '../escpos/printer-status.ts';

export interface TcpReceiptPrinterOptions {
  readonly traits: PrinterTraits;
  readonly clock: Clock;
  readonly onSheet: (sheet: Bitmap) => void;
  /** 0: any free one. */
  readonly port?: number;
  /** What a second peer meets while one is connected; boards do either. */
  readonly second?: 'waits' | 'refused';
  /** How long it takes a board to see that a peer has left. */
  readonly freeAfterMs?: number;
  /** Bytes it takes in before it makes the sender wait. */
  readonly bufferBytes?: number;
  /** Sees every byte that comes in. */
  readonly onReceived?: (bytes: Uint8Array) => void;
}

/** A network printer on this machine: raw port 9100 with status, one peer at a time. */
export interface TcpReceiptPrinter {
  /** The port it listens on; the same after a power cycle. */
  readonly port: number;
  sense(seen: Partial<PrinterSensors>): void;
  /** Off: connections are reset, what it held is gone, nobody listens. */
  power(on: boolean): Promise<void>;
  /** How many peers have been connected so far. */
  connections(): number;
  /** How many peers are connected now. */
  connected(): number;
  close(): Promise<void>;
}

const DEFAULT_BUFFER = 64 * 1024;
/** How often a full buffer is looked at again. */
const DRAIN_MS = 10;

export const startTcpReceiptPrinter = async (
  options: TcpReceiptPrinterOptions,
): Promise<TcpReceiptPrinter> => {
  const { clock, second = 'waits', freeAfterMs = 0, bufferBytes = DEFAULT_BUFFER } = options;
  const sockets = new Set<Socket>();
  let waiting: Socket[] = [];
  let current: Socket | undefined;
  let connections = 0;

  const machine = createPrinterMachine({
    ...options,
    transmit: bytes => current?.write(bytes),
  });

  const serve = (socket: Socket): void => {
    current = socket;
    socket.on('data', (bytes: Buffer) => {
      options.onReceived?.(bytes);
      machine.receive(bytes);
      awaitRoom(socket);
    });
    socket.resume();
  };

  const awaitRoom = (socket: Socket): void => {
    if (socket.destroyed) return;
    if (machine.backlog() < bufferBytes) {
      socket.resume();
      return;
    }
    socket.pause();
    clock.after(DRAIN_MS, () => awaitRoom(socket));
  };

  const left = (socket: Socket): void => {
    sockets.delete(socket);
    waiting = waiting.filter(other => other !== socket);
    if (current !== socket) return;
    current = undefined;
    const next = waiting.shift();
    if (next !== undefined) serve(next);
  };

  const accept = (socket: Socket): void => {
    if (current !== undefined && second === 'refused') {
      socket.resetAndDestroy();
      return;
    }
    connections += 1;
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      if (freeAfterMs === 0) left(socket);
      else clock.after(freeAfterMs, () => left(socket));
    });
    if (current === undefined) serve(socket);
    else {
      socket.pause();
      waiting.push(socket);
    }
  };

  const listen = (port: number): Promise<Server> => {
    const server = createServer(accept);
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve(server));
    });
  };

  const portOf = (server: Server): number => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new TypeError('no TCP port');
    return address.port;
  };

  let server: Server | undefined = await listen(options.port ?? 0);
  const port = portOf(server);

  const off = async (): Promise<void> => {
    const stopped = server;
    server = undefined;
    for (const socket of sockets) socket.resetAndDestroy();
    machine.powerCycle();
    if (stopped !== undefined) await new Promise(resolve => stopped.close(resolve));
  };

  return {
    port,
    sense: seen => machine.sense(seen),
    power: async on => {
      if (!on) await off();
      else server ??= await listen(port);
    },
    connections: () => connections,
    connected: () => sockets.size,
    close: off,
  };
};
