import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';
import { type SecureContextOptions, createServer as createTlsServer } from 'node:tls';
import { FaultError } from '../../../../core/contract/errors.ts';
import { createFrameReader, frame } from './framing.ts';

export interface MllpListenerOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** Certificate, key and, where senders must show one of theirs, the authority of those. */
  readonly tls?: Pick<SecureContextOptions, 'cert' | 'key' | 'ca'>;
  /** Connections without a word for so long are closed; 0: never. */
  readonly idleMs?: number;
  readonly connections?: number;
  /** Answers one message; undefined: no answer. A rejection closes the connection unanswered. */
  readonly answer: (message: Buffer, peer: MllpPeer) => Promise<Uint8Array | undefined>;
}

export interface MllpPeer {
  /** Sends further messages on the same connection, framed. */
  send(message: Uint8Array): void;
  /** Sends bytes as they are. */
  sendRaw(bytes: Uint8Array): void;
  cut(): void;
}

export interface MllpListener {
  readonly port: number;
  close(): Promise<void>;
}

const peerOf = (socket: Socket): MllpPeer => ({
  send: message => socket.write(frame(message)),
  sendRaw: bytes => socket.write(bytes),
  cut: () => socket.destroy(),
});

/** One message after the other: an answer never overtakes the one before it. */
const serve = (socket: Socket, { answer, idleMs = 0 }: MllpListenerOptions): void => {
  const reader = createFrameReader();
  const peer = peerOf(socket);
  let turn = Promise.resolve();
  const take = async (message: Buffer): Promise<void> => {
    const reply = await answer(message, peer);
    if (reply !== undefined && socket.writable) socket.write(frame(reply));
  };
  socket.setNoDelay(true).setKeepAlive(true, 30_000);
  if (idleMs > 0) socket.setTimeout(idleMs, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('data', bytes => {
    try {
      for (const message of reader.push(bytes)) {
        turn = turn.then(() => take(message)).catch(() => void socket.destroy());
      }
    } catch {
      socket.destroy();
    }
  });
};

const failureOf = (error: Error & { code?: string }, { host, port }: MllpListenerOptions) =>
  error.code === 'EADDRINUSE'
    ? new FaultError('data-in-use', `port ${port} on ${host} is taken by another program`)
    : new FaultError('config-invalid', `cannot listen on ${host}, port ${port}`);

/** Takes HL7 messages over MLLP. @throws FaultError `data-in-use` or `config-invalid`. */
export const startMllpListener = async (options: MllpListenerOptions): Promise<MllpListener> => {
  const sockets = new Set<Socket>();
  const welcome = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, options);
  };
  const server: Server =
    options.tls === undefined
      ? createServer(welcome)
      : createTlsServer(
          {
            ...options.tls,
            minVersion: 'TLSv1.2',
            requestCert: options.tls.ca !== undefined,
            rejectUnauthorized: options.tls.ca !== undefined,
          },
          welcome,
        );
  server.maxConnections = options.connections ?? 16;
  // Before a handshake is done there is no socket to hear of it.
  server.on('tlsClientError', (_error: Error, socket: Socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: Error) => {
      reject(failureOf(error, options));
    });
    server.listen(options.port, options.host, () => {
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise(resolve => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
};
