import { connect, type Socket } from 'node:net';
import { FaultError } from '../../../core/contract/errors.ts';
import { type ByteChannel, type OpenByteChannel } from '../../contract/byte-channel.ts';

export interface TcpAddress {
  readonly host: string;
  readonly port: number;
}

/** A device on the same network answers within milliseconds; one that is off never does. */
const CONNECT_MS = 900;
/** A peer that lost its power says nothing: TCP asks after this much silence. */
const KEEP_ALIVE_MS = 1_000;
/** A slow printer may take this long to fetch the last bytes of a ticket. */
const LINGER_MS = 30_000;

/** What the operating system says, as far as it tells a busy device from an absent one. */
const faultOf = (cause: NodeJS.ErrnoException): FaultError =>
  new FaultError('device-absent', `no connection: ${cause.code ?? 'unknown'}`, { cause });

/**
 * Opens one connection to a device.
 * @throws FaultError `device-absent` where nobody answers or the connection is refused.
 */
export const openTcpChannel =
  ({ host, port }: TcpAddress): OpenByteChannel =>
  async () => {
    const socket = connect({ host, port, noDelay: true });
    await connected(socket);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    return channelOn(socket);
  };

const connected = (socket: Socket): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  const giveUp = setTimeout(() => {
    socket.destroy();
    reject(new FaultError('device-absent', 'no connection in time'));
  }, CONNECT_MS);
  socket.once('connect', () => resolve(undefined));
  // Stays for the life of the socket: its close event says what became of the line.
  socket.on('error', cause => reject(faultOf(cause)));
  return promise.finally(() => clearTimeout(giveUp));
};

const channelOn = (socket: Socket): ByteChannel => {
  let isOpen = true;
  const closeListeners: (() => void)[] = [];
  const ended = (): void => {
    if (!isOpen) return;
    isOpen = false;
    // Bytes still in our own buffers must not reach a printer that comes back.
    socket.destroy();
    for (const listener of closeListeners) listener();
  };
  socket.on('end', ended);
  socket.on('close', ended);

  return {
    get isOpen() {
      return isOpen;
    },
    write: bytes => {
      if (!isOpen) return Promise.reject(new FaultError('device-absent', 'not open'));
      const { promise, resolve, reject } = Promise.withResolvers<undefined>();
      socket.write(bytes, cause => {
        if (cause === undefined || cause === null) resolve(undefined);
        else reject(new FaultError('device-absent', 'the line was lost', { cause }));
      });
      return promise;
    },
    onData: listener =>
      void socket.on('data', (chunk: Buffer) => {
        if (isOpen) listener(chunk);
      }),
    onClose: listener => void closeListeners.push(listener),
    close: () => {
      if (!isOpen) return;
      isOpen = false;
      socket.end();
      // A peer that is gone never says that it has heard the end.
      const destroy = setTimeout(() => socket.destroy(), LINGER_MS).unref();
      socket.once('close', () => clearTimeout(destroy));
      for (const listener of closeListeners) listener();
    },
    abandon: () => {
      if (!isOpen) return;
      isOpen = false;
      socket.resetAndDestroy();
      for (const listener of closeListeners) listener();
    },
  };
};
