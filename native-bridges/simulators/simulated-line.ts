import { FaultError } from '../../core/contract/errors.ts';
import { type ByteChannel, type OpenByteChannel } from '../contract/byte-channel.ts';

/** The device's end of a cable that can be pulled. */
export interface SimulatedLine {
  readonly open: OpenByteChannel;
  /** From the device to the host; lost while nobody has the line open. */
  transmit(bytes: Uint8Array): void;
  plug(connected: boolean): void;
}

/**
 * A cable with the traits of a real one: bytes written to a line that is away go nowhere, and a
 * line that was lost stays lost until it is opened anew.
 */
export const createSimulatedLine = (receive: (bytes: Uint8Array) => void): SimulatedLine => {
  let connected = true;
  let current: { deliver(bytes: Uint8Array): void; drop(): void } | undefined;

  const open = (): Promise<ByteChannel> => {
    if (!connected) return Promise.reject(new FaultError('device-absent', 'unplugged'));
    if (current !== undefined) return Promise.reject(new FaultError('device-busy', 'in use'));
    let isOpen = true;
    const dataListeners: ((chunk: Uint8Array) => void)[] = [];
    const closeListeners: (() => void)[] = [];
    const close = (): void => {
      if (!isOpen) return;
      isOpen = false;
      current = undefined;
      for (const listener of closeListeners) listener();
    };
    current = {
      deliver: bytes => dataListeners.forEach(listener => listener(bytes)),
      drop: close,
    };
    return Promise.resolve({
      get isOpen() {
        return isOpen;
      },
      write: bytes => {
        if (!isOpen) return Promise.reject(new FaultError('device-absent', 'not open'));
        receive(bytes);
        return Promise.resolve();
      },
      onData: listener => void dataListeners.push(listener),
      onClose: listener => void closeListeners.push(listener),
      close,
    });
  };

  return {
    open,
    transmit: bytes => current?.deliver(bytes),
    plug: now => {
      connected = now;
      if (!now) current?.drop();
    },
  };
};
