import { asFaultError, FaultError } from '../../core/contract/errors.ts';
import { type ByteChannel } from '../contract/byte-channel.ts';
import { type KeptChannel, type KeptChannelOptions } from './kept-channel.ts';

/**
 * A line for those who work in pieces: whoever has something to do holds it, and lets go after.
 * Whether it is open in between is the line's affair.
 */
export interface HeldLine extends KeptChannel {
  /** Resolves once the line is open, or once it is known that it cannot be opened now. */
  readonly hold: () => Promise<Release>;
}
export type Release = () => void;

/**
 * A line that is open only while somebody holds it. `onOpen` is said at every opening; `onLost`
 * when an opening fails or the line goes while it is held, once for each cause in a row. A line
 * that was lost while it was held stays lost until everybody has let go.
 */
export const visitChannel = (options: Omit<KeptChannelOptions, 'clock'>): HeldLine => {
  let channel: ByteChannel | undefined;
  let opening: Promise<void> | undefined;
  let holders = 0;
  let stopped = false;
  let said: string | undefined;

  const lost = (fault: FaultError): void => {
    channel = undefined;
    if (stopped || said === fault.code) return;
    said = fault.code;
    options.onLost(fault);
  };

  const open = async (): Promise<void> => {
    try {
      const opened = await options.open();
      if (stopped) {
        opened.close();
        return;
      }
      channel = opened;
      said = undefined;
      opened.onData(options.onData);
      opened.onClose(() => {
        if (channel === opened) lost(new FaultError('device-absent', 'the line was lost'));
      });
      options.onOpen(opened);
    } catch (thrown) {
      lost(asFaultError(thrown));
    }
  };

  const release = (): void => {
    holders -= 1;
    if (holders > 0) return;
    opening = undefined;
    const left = channel;
    channel = undefined;
    left?.close();
  };

  const hold = async (): Promise<Release> => {
    holders += 1;
    opening ??= open();
    await opening;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      release();
    };
  };

  return {
    hold,
    // The first who holds it opens it.
    start: () => Promise.resolve(),
    stop: () => {
      stopped = true;
      const left = channel;
      channel = undefined;
      left?.close();
    },
    abandon: () => {
      const left = channel;
      channel = undefined;
      if (left?.abandon === undefined) left?.close();
      else left.abandon();
    },
    isOpen: () => channel?.isOpen === true,
    write: bytes =>
      channel?.isOpen === true
        ? channel.write(bytes)
        : Promise.reject(new FaultError('device-absent', 'the line is not open')),
  };
};
