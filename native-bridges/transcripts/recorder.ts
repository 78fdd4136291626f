import { type DeviceKind } from '../../core/contract/device.ts';
import { asFaultError, type FaultCode } from '../../core/contract/errors.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type ByteChannel } from '../contract/byte-channel.ts';
import { type PresentCard } from '../contract/chip-card.ts';
import { type LineRecorder } from '../contract/driver.ts';
import { type TranscriptEntry } from '../contract/transcript.ts';
import { redactCommand, redactResponse } from './apdu-redaction.ts';
import { type LineRedaction, messageRedactionOf, redactionOf, UNREDACTED } from './redaction.ts';

/** Stands on the line between driver and device; tells while somebody listens, else costs nothing. */
export interface Recorder extends LineRecorder {
  /**
   * From now on every entry goes to `listener`. The first line that was opened is said before, since a
   * driver says some things only there, and so is a line that is open.
   */
  start(listener: (entry: TranscriptEntry) => void): void;
  stop(): void;
}

export interface RecorderOptions {
  readonly kind: DeviceKind;
  /** False only for hardware that is simulated, which knows nobody. */
  readonly redacted: boolean;
  readonly clock: Clock;
}

/** Bytes of one entry; messages between processes stay small. */
const LONGEST = 16_384;

/** Entries of the first line that are kept for who listens later: a greeting, not a day's work. */
const FIRST_MOST = 64;

/** An entry as it happens; the recorder knows the time. */
type WithoutTime<Entry> = Entry extends TranscriptEntry ? Omit<Entry, 'at'> : never;
type Happening = WithoutTime<TranscriptEntry>;

export const createRecorder = ({ kind, redacted, clock }: RecorderOptions): Recorder => {
  let listener: ((entry: TranscriptEntry) => void) | undefined;
  let beganAt = 0;
  let isOpen = false;
  let first: Happening[] = [];
  let isFirst = true;
  let lines = 0;
  let card: PresentCard | undefined;
  let condition: FaultCode | undefined;

  const tell = (happening: Happening): void => {
    listener?.({ at: clock.now() - beganAt, ...happening });
  };
  const tellBytes = (
    what: 'sent' | 'received',
    bytes: Uint8Array,
    tellOne: (happening: Happening) => void = tell,
  ): void => {
    if (listener === undefined && !isFirst) return;
    for (let from = 0; from < bytes.length; from += LONGEST) {
      tellOne({ what, hex: hexOf(bytes.subarray(from, from + LONGEST)) });
    }
  };
  /** Of a line of bytes, whose beginning is kept until somebody listens. */
  const tellLine = (happening: Happening): void => {
    tell(happening);
    if (!isFirst) return;
    first = [...first, happening];
    isFirst = happening.what !== 'closed' && first.length < FIRST_MOST;
  };

  const heard = (channel: ByteChannel, redaction: LineRedaction): ByteChannel => {
    // Redacted whether anybody listens or not: it has to know where in a code or picture it is.
    channel.onData(chunk => tellBytes('received', redaction.received(chunk), tellLine));
    channel.onClose(() => {
      isOpen = false;
      tellLine({ what: 'closed' });
    });
    return {
      get isOpen() {
        return channel.isOpen;
      },
      ...(channel.descriptor === undefined ? {} : { descriptor: channel.descriptor }),
      write: async bytes => {
        tellBytes('sent', redaction.sent(bytes), tellLine);
        try {
          await channel.write(bytes);
        } catch (cause) {
          tellLine({ what: 'send-failed', code: asFaultError(cause).code });
          throw cause;
        }
      },
      onData: take => channel.onData(take),
      onClose: take => channel.onClose(take),
      close: () => channel.close(),
      ...(channel.abandon === undefined ? {} : { abandon: () => channel.abandon?.() }),
    };
  };

  const heardCard = (present: PresentCard): PresentCard => ({
    atr: present.atr,
    reader: present.reader,
    transmit: async command => {
      tellBytes('sent', redacted ? redactCommand(command) : command);
      try {
        const response = await present.transmit(command);
        tellBytes('received', redacted ? redactResponse(response) : response);
        return response;
      } catch (cause) {
        tell({ what: 'send-failed', code: asFaultError(cause).code });
        throw cause;
      }
    },
  });
  const tellCard = ({ atr, reader }: PresentCard): void =>
    tell({ what: 'card', atr: hexOf(atr), reader: { ...reader } });

  return {
    channel: open => async () => {
      try {
        const channel = await open();
        isOpen = true;
        lines += 1;
        tellLine({ what: 'opened' });
        return heard(channel, redacted ? redactionOf(kind) : UNREDACTED);
      } catch (cause) {
        tell({ what: 'open-failed', code: asFaultError(cause).code });
        throw cause;
      }
    },
    slot: slot => ({
      open: taker =>
        slot.open({
          inserted: present => {
            card = present;
            tellCard(present);
            taker.inserted(heardCard(present));
          },
          removed: () => {
            card = undefined;
            tell({ what: 'card-removed' });
            taker.removed();
          },
          condition: code => {
            tell(conditionOf(code));
            taker.condition(code);
          },
        }),
      close: () => slot.close(),
    }),
    message: (direction, message) => {
      if (listener === undefined) return;
      tellBytes(direction, redacted ? messageRedactionOf(kind)(message) : message);
    },
    failed: code => tell({ what: 'send-failed', code }),
    condition: code => {
      if (condition === code) return;
      condition = code;
      tell(conditionOf(code));
    },
    start: take => {
      listener = take;
      beganAt = clock.now();
      first.forEach(tell);
      if (isOpen && lines > 1) tell({ what: 'opened' });
      isFirst = false;
      if (card !== undefined) tellCard(card);
      if (condition !== undefined) tell(conditionOf(condition));
    },
    stop: () => {
      listener = undefined;
    },
  };
};

const conditionOf = (code: FaultCode | undefined): Happening =>
  code === undefined ? { what: 'condition' } : { what: 'condition', code };

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
