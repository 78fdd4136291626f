import { FaultError } from '../../core/contract/errors.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type ByteChannel, type OpenByteChannel } from '../contract/byte-channel.ts';
import { type CardSlot, type CardSlotListener, type PresentCard } from '../contract/chip-card.ts';
import { type Transcript, type TranscriptEntry } from '../contract/transcript.ts';

export interface ReplayOptions {
  readonly transcript: Transcript;
  readonly clock: Clock;
}

export interface Replay {
  /** Everything the device said was said, and nothing that was sent differed. */
  isOver(): boolean;
  /** What the driver did otherwise than when it was recorded, one line each. */
  deviations(): readonly string[];
}

type Of<What extends TranscriptEntry['what']> = Extract<TranscriptEntry, { what: What }>;

const bytesOf = (entry: { readonly hex: string }): Uint8Array =>
  Uint8Array.from(Buffer.from(entry.hex, 'hex'));

/** Where bytes were blanked out, their number is all that can be compared. */
const differs = (recorded: Uint8Array, now: Uint8Array, redacted: boolean): boolean =>
  recorded.length !== now.length ||
  recorded.some((byte, index) => byte !== now[index] && !(redacted && byte === 0));

/**
 * A device that does again what it did: it says what it said, with the same pauses, once the driver
 * has sent as many bytes as it had then. Each opening in the transcript can be opened once; after
 * the last there is nothing to open.
 */
export const replayChannel = ({
  transcript,
  clock,
}: ReplayOptions): Replay & { readonly open: OpenByteChannel } => {
  const { entries, head } = transcript;
  const found: string[] = [];
  let position = 0;
  let advance: (() => void) | undefined;

  const open: OpenByteChannel = () => {
    while (entries[position]?.what === 'closed') position += 1;
    const entry = entries[position];
    if (entry?.what !== 'opened' && entry?.what !== 'open-failed') {
      return Promise.reject(new FaultError('device-absent', 'the transcript is over'));
    }
    position += 1;
    return entry.what === 'opened'
      ? Promise.resolve(runLine(entry.at))
      : Promise.reject(new FaultError(entry.code, 'as it was recorded'));
  };

  const runLine = (openedAt: number): ByteChannel => {
    let isOpen = true;
    let owed: number[] = [];
    let lastAt = openedAt;
    let cancel: (() => void) | undefined;
    const dataListeners: ((chunk: Uint8Array) => void)[] = [];
    const closeListeners: (() => void)[] = [];

    const end = (): void => {
      if (!isOpen) return;
      isOpen = false;
      cancel?.();
      advance = undefined;
      for (const listener of closeListeners) listener();
    };
    const later = (entry: TranscriptEntry, task: () => void): void => {
      cancel ??= clock.after(Math.max(0, entry.at - lastAt), () => {
        cancel = undefined;
        lastAt = entry.at;
        position += 1;
        task();
        step();
      });
    };
    const takeSent = (entry: Of<'sent'>): boolean => {
      const recorded = bytesOf(entry);
      if (owed.length < recorded.length) return false;
      const now = Uint8Array.from(owed.slice(0, recorded.length));
      owed = owed.slice(recorded.length);
      if (differs(recorded, now, head.redacted))
        found.push(`entry ${position + 1}: sent otherwise`);
      lastAt = entry.at;
      position += 1;
      return true;
    };
    const step = (): void => {
      if (!isOpen || cancel !== undefined) return;
      const entry = entries[position];
      if (entry === undefined) {
        if (owed.length > 0) found.push(`${owed.length} bytes were sent after the end`);
        owed = [];
        return;
      }
      if (entry.what === 'sent') {
        if (takeSent(entry)) step();
      } else if (entry.what === 'received') {
        const bytes = bytesOf(entry);
        later(entry, () => dataListeners.forEach(listener => listener(bytes)));
      } else if (entry.what === 'closed') later(entry, end);
      else if (entry.what === 'opened' || entry.what === 'open-failed') end();
      else {
        position += 1;
        step();
      }
    };
    advance = step;
    return {
      get isOpen() {
        return isOpen;
      },
      write: bytes => {
        if (!isOpen) return Promise.reject(new FaultError('device-absent', 'not open'));
        owed = [...owed, ...bytes];
        step();
        return Promise.resolve();
      },
      onData: listener => {
        dataListeners.push(listener);
        advance?.();
      },
      onClose: listener => void closeListeners.push(listener),
      close: end,
    };
  };

  return {
    open,
    isOver: () => position >= entries.length && found.length === 0,
    deviations: () => found,
  };
};

/**
 * A slot in which the recorded cards are laid again. Only transcripts that were not redacted bring
 * a driver to the end: an encrypted answer that was blanked out is a damaged one.
 */
export const replaySlot = ({
  transcript,
  clock,
}: ReplayOptions): Replay & { readonly slot: CardSlot } => {
  const { entries } = transcript;
  const found: string[] = [];
  let position = 0;
  let listener: CardSlotListener | undefined;
  let cancel: (() => void) | undefined;
  let lastAt = 0;

  const isExchange = (entry: TranscriptEntry): boolean =>
    entry.what === 'sent' || entry.what === 'received' || entry.what === 'send-failed';

  const step = (): void => {
    const entry = entries[position];
    // Exchanges happen when the driver asks for them.
    if (listener === undefined || entry === undefined || isExchange(entry)) return;
    cancel ??= clock.after(Math.max(0, entry.at - lastAt), () => {
      cancel = undefined;
      lastAt = entry.at;
      position += 1;
      if (entry.what === 'card') listener?.inserted(cardOf(entry));
      else if (entry.what === 'card-removed') listener?.removed();
      else if (entry.what === 'condition') listener?.condition(entry.code);
      step();
    });
  };

  /** The bytes of one direction, which may be several entries. */
  const take = (what: 'sent' | 'received'): Uint8Array => {
    const bytes: number[] = [];
    for (let entry = entries[position]; entry?.what === what; entry = entries[position]) {
      bytes.push(...bytesOf(entry));
      lastAt = entry.at;
      position += 1;
    }
    return Uint8Array.from(bytes);
  };

  const cardOf = ({ atr, reader }: Of<'card'>): PresentCard => ({
    atr: bytesOf({ hex: atr }),
    reader,
    transmit: command => {
      if (entries[position]?.what !== 'sent') {
        found.push(`entry ${position + 1}: a command that was not recorded`);
        return Promise.reject(new FaultError('card-removed', 'the transcript has no answer'));
      }
      const number = position + 1;
      if (differs(take('sent'), command, transcript.head.redacted)) {
        found.push(`entry ${number}: sent otherwise`);
      }
      const next = entries[position];
      if (next?.what === 'send-failed') {
        position += 1;
        step();
        return Promise.reject(new FaultError(next.code, 'as it was recorded'));
      }
      const response = take('received');
      step();
      return Promise.resolve(response);
    },
  });

  return {
    slot: {
      open: taker => {
        listener = taker;
        step();
        return Promise.resolve();
      },
      close: () => {
        listener = undefined;
        cancel?.();
        return Promise.resolve();
      },
    },
    isOver: () => position >= entries.length && found.length === 0,
    deviations: () => found,
  };
};
