import { type Clock } from '../../../core/ports/ports.ts';
import { type ScannerTerminator } from '../../contract/code-framing.ts';
import { type CodeText, codeTextOf } from './code-text.ts';

export interface FramingOptions {
  readonly clock: Clock;
  /** What the device puts before every code. */
  readonly prefix: string;
  readonly terminator: ScannerTerminator;
  /** Milliseconds of silence that end a code; absent: as long as the terminator suggests. */
  readonly silenceMs?: number | undefined;
  /** One code as the scanner sent it, without prefix and terminator. */
  readonly onFrame: (code: CodeText) => void;
  /** More bytes than any code has arrived without an end: they are gone, the next code is not. */
  readonly onOversize: () => void;
}

export interface Framing {
  /** Takes bytes as they come, cut anywhere. */
  readonly push: (chunk: Uint8Array) => void;
  /** Forgets what was begun: the line was lost. */
  readonly reset: () => void;
}

/** Longest frame in bytes; a QR code of version 40 holds 2,953. */
export const MAX_FRAME_BYTES = 8192;
/** Silence that ends a code without terminator: its bytes are sent without a break. */
export const INTER_BYTE_MS = 50;
/** Where the device is known to send terminators, a late byte still belongs to the code. */
const TERMINATED_SILENCE_MS = 500;

const CR = 0x0d;
const LF = 0x0a;
const TAB = 0x09;
const ETX = 0x03;
const STX = 0x02;

/** Byte sequences that end a frame. A CRLF under `any` ends one frame and one empty one. */
const TERMINATORS: Readonly<Record<ScannerTerminator, readonly (readonly number[])[]>> = {
  any: [[CR], [LF], [TAB], [ETX]],
  cr: [[CR]],
  lf: [[LF]],
  crlf: [[CR, LF]],
  tab: [[TAB]],
  etx: [[ETX]],
  none: [],
};

/**
 * Cuts a scanner's byte stream into codes. Total on any bytes: empty frames are no codes, what is
 * too long is dropped up to the next end, and each frame is decoded as a whole, since a character
 * may be cut between chunks.
 */
export const createFraming = (options: FramingOptions): Framing => {
  const { clock, terminator } = options;
  const endings = TERMINATORS[terminator];
  const prefix = new TextEncoder().encode(options.prefix);
  const frame = new Uint8Array(MAX_FRAME_BYTES + 2);
  let length = 0;
  let oversize = false;
  let terminated = terminator !== 'any' && terminator !== 'none';
  let cancelSilence: (() => void) | undefined;

  const add = (byte: number): void => {
    if (length === frame.length) {
      // The last bytes stay, so that a terminator of two is still seen whole.
      frame.copyWithin(0, length - 1);
      length = 1;
      oversize = true;
    }
    frame[length++] = byte;
    const ending = endings.find(sequence => endsWith(sequence));
    if (ending !== undefined) {
      length -= ending.length;
      terminated = true;
      finish();
    }
  };

  const endsWith = (sequence: readonly number[]): boolean =>
    sequence.length <= length &&
    sequence.every((byte, at) => frame[length - sequence.length + at] === byte);

  const finish = (): void => {
    const complete = frame.subarray(0, length);
    const tooLong = oversize || length > MAX_FRAME_BYTES;
    length = 0;
    oversize = false;
    if (tooLong) {
      options.onOversize();
      return;
    }
    const body = withoutPrefix(complete, prefix);
    if (body.length > 0) options.onFrame(codeTextOf(body));
  };

  const awaitSilence = (): void => {
    const usual = terminated ? TERMINATED_SILENCE_MS : INTER_BYTE_MS;
    cancelSilence = clock.after(options.silenceMs ?? usual, () => {
      // A process that was busy sees its timer first and the bytes that waited for it second.
      cancelSilence = clock.after(1, finish);
    });
  };

  return {
    push: chunk => {
      cancelSilence?.();
      cancelSilence = undefined;
      for (const byte of chunk) add(byte);
      if (length > 0) awaitSilence();
    },
    reset: () => {
      cancelSilence?.();
      cancelSilence = undefined;
      length = 0;
      oversize = false;
    },
  };
};

/** STX is the partner of ETX and belongs to no code. */
const withoutPrefix = (frame: Uint8Array, prefix: Uint8Array): Uint8Array => {
  const body = frame[0] === STX ? frame.subarray(1) : frame;
  const matches = prefix.every((byte, at) => body[at] === byte);
  return matches ? body.subarray(prefix.length) : body;
};
