import { asFaultError, FaultError } from '../../core/contract/errors.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type ByteChannel } from '../contract/byte-channel.ts';
import { pause } from '../core/deadline.ts';
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

/** How long a device that serves one peer may take to see that we, its last one, have left. */
const PARTING_MS = 500;
/** A device that is still taken closes a line in its first moments. */
const FIRST_MOMENTS_MS = 50;
const AGAIN_MS = 100;

/** Whether a line is still open after its first moments. */
const outlives = (clock: Clock, ms: number, line: ByteChannel): Promise<boolean> =>
  new Promise(resolve => {
    const cancel = clock.after(ms, () => resolve(line.isOpen));
    line.onClose(() => {
      cancel();
      resolve(false);
    });
  });

/**
 * A line that is open only while somebody holds it. `onOpen` is said at every opening; `onLost`
 * when an opening fails or the line goes while it is held, once for each cause in a row. A line
 * that was lost while it was held stays lost until everybody has let go. Right after the visit
 * before, a refusal may be of that one still: then it is tried again for a moment, before anything
 * was sent.
 */
export const visitChannel = (options: KeptChannelOptions): HeldLine => {
  const { clock } = options;
  let channel: ByteChannel | undefined;
  let opening: Promise<void> | undefined;
  let holders = 0;
  let stopped = false;
  let said: string | undefined;
  let leftAt = Number.NEGATIVE_INFINITY;

  const hasJustLeft = (): boolean => clock.now() - leftAt < PARTING_MS;

  const lost = (fault: FaultError): void => {
    channel = undefined;
    if (stopped || said === fault.code) return;
    said = fault.code;
    options.onLost(fault);
  };

  const open = async (): Promise<void> => {
    for (;;) {
      try {
        const opened = await openNow();
        if (opened !== undefined) options.onOpen(opened);
        return;
      } catch (thrown) {
        if (stopped || !hasJustLeft()) {
          lost(asFaultError(thrown));
          return;
        }
        await pause(clock, AGAIN_MS);
      }
    }
  };

  /** Undefined where nobody wants it any longer. */
  const openNow = async (): Promise<ByteChannel | undefined> => {
    const opened = await options.open();
    opened.onData(options.onData);
    if (hasJustLeft() && !(await outlives(clock, FIRST_MOMENTS_MS, opened))) {
      throw new FaultError('device-absent', 'the device is taken');
    }
    if (stopped) {
      opened.close();
      return undefined;
    }
    channel = opened;
    said = undefined;
    opened.onClose(() => {
      if (channel === opened) lost(new FaultError('device-absent', 'the line was lost'));
    });
    return opened;
  };

  const release = (): void => {
    holders -= 1;
    if (holders > 0) return;
    opening = undefined;
    leftAt = clock.now();
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
