import { type FaultError } from '../../../core/contract/errors.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { type OpenByteChannel } from '../../contract/byte-channel.ts';
import { TIMED_OUT, within } from '../../core/deadline.ts';
import { holdLine, type LineUse } from '../../transports/held-line.ts';
import { type Release } from '../../transports/visited-channel.ts';
import { encodeCommand, type EscPosCommand, type StatusRequest } from './escpos.ts';
import { type PrinterProfile } from './profiles.ts';
import {
  createStatusParser,
  fromAutomatic,
  UNKNOWN_CONDITION,
  withRealTime,
  type PrinterAnswer,
  type PrinterCondition,
} from './status.ts';

/** A real-time request is answered at once; longer than this is silence. */
const ANSWER_MS = 500;
/** What a printer that is ready still owes is answered by then, or never. */
const OWED_MS = 2000;
/** Answers to several requests in the buffer follow one another closer than this. */
const QUIET_MS = 200;

export interface PrinterLinkOptions {
  readonly open: OpenByteChannel;
  readonly use: LineUse;
  readonly profile: PrinterProfile;
  readonly clock: Clock;
  readonly onOpen: () => void;
  readonly onLost: (fault: FaultError) => void;
  /** The printer said something that is an answer or a state. */
  readonly onWord: () => void;
  /** The printer said something about itself without being asked. */
  readonly onCondition: (condition: PrinterCondition) => void;
}

/** How a wait for "everything before is printed" ended. */
type Confirmation = 'confirmed' | 'lost';

/** The conversation with one printer: requests matched with answers. */
export interface PrinterLink {
  start(): Promise<void>;
  stop(): void;
  isOpen(): boolean;
  /** Everything below is for who holds the line. */
  hold(): Promise<Release>;
  /** A ticket was broken off: whoever opens the line next makes it clean first. */
  abandon(): void;
  /** Asks for all four status bytes; undefined where the printer does not answer. */
  query(): Promise<PrinterCondition | undefined>;
  /** @throws FaultError `device-absent` where the line is not open. */
  send(command: EscPosCommand): Promise<void>;
  /**
   * Throws away what the printer still holds; only where the profile says it can.
   * @throws FaultError `device-absent` where the line is not open.
   */
  clear(): Promise<void>;
  /**
   * Asks to be told when everything sent before is printed, in the way the profile names.
   * @throws FaultError `device-absent` where the line is not open.
   */
  confirm(): Promise<Confirmation>;
  /** Waits until no answer to an earlier `confirm` can be mistaken for one to come. */
  settle(): Promise<void>;
}

const REQUESTS: readonly StatusRequest[] = [1, 2, 3, 4];

export const createPrinterLink = (options: PrinterLinkOptions): PrinterLink => {
  const { profile, clock } = options;
  const nextProcessId = processIds(clock.now());
  let condition = UNKNOWN_CONDITION;
  let onRealTime: ((byte: number) => void) | undefined;
  /** GS r is answered in order and without a name: whoever asked first gets the first answer. */
  let awaitingPaperStatus: ((result: Confirmation) => void)[] = [];
  const awaitingProcessId = new Map<string, (result: Confirmation) => void>();
  let onTransmitted: (() => void) | undefined;
  let onCleared: (() => void) | undefined;
  let swept: Promise<void> = Promise.resolve();
  /** Whoever had the line before may have left it in the middle of a picture. */
  let dirty = true;
  let querying: Promise<PrinterCondition | undefined> | undefined;

  const heard = (answer: PrinterAnswer): void => {
    options.onWord();
    switch (answer.answer) {
      case 'real-time':
        onRealTime?.(answer.byte);
        return;
      case 'automatic':
        condition = fromAutomatic(answer.bytes);
        options.onCondition(condition);
        return;
      case 'transmitted':
        awaitingPaperStatus.shift()?.('confirmed');
        onTransmitted?.();
        return;
      case 'process-id':
        awaitingProcessId.get(answer.id)?.('confirmed');
        awaitingProcessId.delete(answer.id);
        return;
      case 'cleared':
        abandon();
        onCleared?.();
    }
  };

  /** Nobody waits any longer for what was sent. */
  const abandon = (): void => {
    const waiting = [...awaitingPaperStatus, ...awaitingProcessId.values()];
    awaitingPaperStatus = [];
    awaitingProcessId.clear();
    for (const settle of waiting) settle('lost');
  };

  const parser = createStatusParser(heard);
  const channel = holdLine(options.use, {
    open: options.open,
    clock,
    onOpen: () => {
      if (dirty || options.use === 'kept') swept = sweep().catch(() => undefined);
      options.onOpen();
    },
    onData: parser.push,
    onLost: fault => {
      parser.reset();
      condition = UNKNOWN_CONDITION;
      abandon();
      options.onLost(fault);
    },
  });

  const send = (command: EscPosCommand): Promise<void> => channel.write(encodeCommand(command));

  /** Nothing may be sent until the printer has answered (note of DLE DC4 function 8). */
  const clear = async (): Promise<void> => {
    const cleared = new Promise<void>(resolve => (onCleared = resolve));
    const sent = send({ command: 'clear-buffers' });
    await within(
      clock,
      ANSWER_MS,
      sent.then(() => cleared),
    );
    onCleared = undefined;
  };

  const nextTransmitted = (ms: number): Promise<unknown> =>
    within(clock, ms, new Promise<void>(resolve => (onTransmitted = resolve)));

  /**
   * Makes a line that was just opened a clean one. A raster band that was cut off by the loss of
   * the line before would swallow the next commands as dots: it is filled up with white, and
   * outside a band NUL means nothing. Answers still owed to whoever had the line are waited for.
   */
  const sweep = async (): Promise<void> => {
    if (profile.clearsBuffers) await clear();
    else await channel.write(new Uint8Array((profile.bandRows * profile.widthDots) / 8));
    dirty = false;
    if (profile.automaticStatus) await send({ command: 'automatic-status', on: true });
    if (profile.confirms !== 'paper-status') return;
    let next = nextTransmitted(OWED_MS);
    await send({ command: 'transmit-paper-status' });
    while ((await next) !== TIMED_OUT) next = nextTransmitted(QUIET_MS);
    onTransmitted = undefined;
  };

  const ask = async (request: StatusRequest): Promise<number | typeof TIMED_OUT> => {
    // Ready to hear before anything is said: the answer may be quicker than the write.
    const answer = new Promise<number>(resolve => (onRealTime = resolve));
    try {
      const sent = send({ command: 'request-status', request });
      // A line that hangs does not even take the question.
      return await within(
        clock,
        ANSWER_MS,
        sent.then(() => answer),
      );
    } finally {
      onRealTime = undefined;
    }
  };

  const askAll = async (): Promise<PrinterCondition | undefined> => {
    let asked = condition;
    for (const request of REQUESTS) {
      const byte = await ask(request).catch((): typeof TIMED_OUT => TIMED_OUT);
      if (byte === TIMED_OUT) return undefined;
      asked = withRealTime(asked, request, byte);
    }
    condition = asked;
    return asked;
  };

  const confirm = async (): Promise<Confirmation> => {
    const { promise, resolve } = Promise.withResolvers<Confirmation>();
    if (profile.confirms === 'process-id') {
      const id = nextProcessId();
      awaitingProcessId.set(id, resolve);
      await send({ command: 'process-id', id });
    } else {
      awaitingPaperStatus.push(resolve);
      await send({ command: 'transmit-paper-status' });
    }
    return promise;
  };

  const settle = async (): Promise<void> => {
    await swept;
    const last = awaitingPaperStatus.at(-1);
    if (last === undefined) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    awaitingPaperStatus[awaitingPaperStatus.length - 1] = () => resolve(undefined);
    last('lost');
    await within(clock, OWED_MS, promise);
    awaitingPaperStatus = [];
  };

  return {
    start: channel.start,
    stop: () => channel.stop(),
    isOpen: () => channel.isOpen(),
    hold: async () => {
      const release = await channel.hold();
      // A line that hangs takes nothing, which shows when something is asked. What a printer still
      // owed on an earlier connection went with it: nobody need wait for that here.
      if (options.use === 'visited') await within(clock, ANSWER_MS, swept);
      return release;
    },
    abandon: () => {
      dirty = true;
      channel.abandon();
    },
    query: () => {
      querying ??= askAll().finally(() => (querying = undefined));
      return querying;
    },
    send,
    clear,
    confirm,
    settle,
  };
};

/**
 * Characters for process ids that have the shape of no status byte, so that a status byte in the
 * middle of the answer is still told apart.
 */
const ID_DIGITS = '13579QSUWY';
const ID_LENGTH = 4;

/** Ids that a printer cannot still owe from before the process was restarted. */
const processIds = (seed: number): (() => string) => {
  let last = seed;
  return () => {
    last = (last + 1) % ID_DIGITS.length ** ID_LENGTH;
    return String(last)
      .padStart(ID_LENGTH, '0')
      .replace(/\d/g, digit => ID_DIGITS.charAt(Number(digit)));
  };
};
