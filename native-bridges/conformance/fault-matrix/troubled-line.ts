import { FaultError } from '../../../core/contract/errors.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { type ByteChannel, type OpenByteChannel } from '../../contract/byte-channel.ts';
import { pause } from '../../core/deadline.ts';

/** A cable to a device with everything that can happen to one. */
export interface TroubledLine {
  readonly open: OpenByteChannel;
  readonly plug: (connected: boolean) => void;
  /** Nothing gets through any more, in either direction, and nobody says so. */
  readonly hang: (hung: boolean) => void;
  /** Every piece takes so long on its way. */
  readonly slow: (ms: number) => void;
  /** The device says these bytes. */
  readonly babble: (bytes: Uint8Array) => void;
  /** Whoever had it open is gone, as when the system closes the files of a dead process. */
  readonly drop: () => void;
}

export const createTroubledLine = (device: OpenByteChannel, clock: Clock): TroubledLine => {
  let connected = true;
  let hung = false;
  let delayMs = 0;
  let current: { drop(): void; deliver(bytes: Uint8Array): void } | undefined;

  const open = async (): Promise<ByteChannel> => {
    if (!connected) throw new FaultError('device-absent', 'unplugged');
    const inner = await device();
    const dataListeners: ((chunk: Uint8Array) => void)[] = [];
    const closeListeners: (() => void)[] = [];
    let isOpen = true;
    const deliver = (chunk: Uint8Array): void => {
      if (isOpen) for (const listener of dataListeners) listener(chunk);
    };
    const close = (): void => {
      if (!isOpen) return;
      isOpen = false;
      current = undefined;
      inner.close();
      for (const listener of closeListeners) listener();
    };
    inner.onData(chunk => {
      if (hung) return;
      if (delayMs === 0) deliver(chunk);
      else clock.after(delayMs, () => deliver(chunk));
    });
    inner.onClose(close);
    current = { drop: close, deliver };
    return {
      get isOpen() {
        return isOpen;
      },
      write: async bytes => {
        if (!isOpen) throw new FaultError('device-absent', 'not open');
        if (hung) return new Promise<never>(() => undefined);
        if (delayMs > 0) await pause(clock, delayMs);
        if (inner.isOpen) await inner.write(bytes);
      },
      onData: listener => void dataListeners.push(listener),
      onClose: listener => void closeListeners.push(listener),
      close,
    };
  };

  const drop = (): void => current?.drop();
  return {
    open,
    plug: now => {
      connected = now;
      if (!now) drop();
    },
    hang: now => {
      hung = now;
    },
    slow: ms => {
      delayMs = ms;
    },
    babble: bytes => current?.deliver(bytes),
    drop,
  };
};
