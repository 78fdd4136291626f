import { asFaultError, FaultError } from '../../core/contract/errors.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type ByteChannel, type OpenByteChannel } from '../contract/byte-channel.ts';

export interface KeptChannelOptions {
  readonly open: OpenByteChannel;
  readonly clock: Clock;
  readonly onOpen: (channel: ByteChannel) => void;
  readonly onData: (chunk: Uint8Array) => void;
  /** The line is away; called once for every time it goes, and once if it never was there. */
  readonly onLost: (fault: FaultError) => void;
}

/** A line that is opened again, as a new channel, whenever it was lost. */
export interface KeptChannel {
  /** Resolves after the first attempt, whatever it came to. */
  readonly start: () => Promise<void>;
  readonly stop: () => void;
  isOpen(): boolean;
  /** Gives up what is still under way to the device, where the line can. */
  abandon(): void;
  /** @throws FaultError `device-absent` while the line is away; nothing is kept for later. */
  write(bytes: Uint8Array): Promise<void>;
}

/** A cable is put back by hand: looking more often than this makes nobody faster. */
const REOPEN_MS = [250, 500, 1000, 2000];

export const keepChannel = (options: KeptChannelOptions): KeptChannel => {
  const { clock } = options;
  let channel: ByteChannel | undefined;
  let stopped = false;
  let failures = 0;
  let cancelReopen: (() => void) | undefined;
  let saidLost = false;

  const lost = (fault: FaultError): void => {
    channel = undefined;
    if (stopped) return;
    if (!saidLost) {
      saidLost = true;
      options.onLost(fault);
    }
    const wait = REOPEN_MS[Math.min(failures, REOPEN_MS.length - 1)] ?? 0;
    failures += 1;
    cancelReopen = clock.after(wait, () => void attempt());
  };

  const attempt = async (): Promise<void> => {
    try {
      const opened = await options.open();
      if (stopped) {
        opened.close();
        return;
      }
      channel = opened;
      failures = 0;
      saidLost = false;
      opened.onData(options.onData);
      opened.onClose(() => {
        if (channel === opened) lost(new FaultError('device-absent', 'the line was lost'));
      });
      options.onOpen(opened);
    } catch (thrown) {
      lost(asFaultError(thrown));
    }
  };

  return {
    start: attempt,
    stop: () => {
      stopped = true;
      cancelReopen?.();
      channel?.close();
      channel = undefined;
    },
    isOpen: () => channel?.isOpen === true,
    abandon: () => channel?.abandon?.(),
    write: bytes =>
      channel?.isOpen === true
        ? channel.write(bytes)
        : Promise.reject(new FaultError('device-absent', 'the line is not open')),
  };
};
