import { FaultError, type FaultCode } from '../../../core/contract/errors.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { type PrintSpooler } from '../../contract/print-spooler.ts';
import { TIMED_OUT, within } from '../../core/deadline.ts';
import { type SpoolerProgram, type StartSpoolerProgram } from './powershell.ts';

export interface SpoolerOptions {
  readonly start: StartSpoolerProgram;
  readonly clock: Clock;
}

/** The first answer waits for the compiler. */
const FIRST_MS = 15_000;
/** A spooler that is well answers within milliseconds. */
const ANSWER_MS = 900;
/** A document is written to the disk first. */
const SUBMIT_MS = 10_000;
/** It may hang in a driver of the printer's maker: whoever asks next gets a new one. */
const HANG_MS = 10_000;
/** A program that ends at once, since the system forbids it, is not started again and again. */
const AGAIN_MS = 5_000;

/** System error codes (winerror.h); any other is a spooler that cannot. */
const FAULTS: Readonly<Record<string, FaultCode>> = {
  5: 'not-permitted', // ERROR_ACCESS_DENIED
  63: 'printer-offline', // ERROR_PRINT_CANCELLED
  1722: 'device-absent', // RPC_S_SERVER_UNAVAILABLE
  1801: 'device-absent', // ERROR_INVALID_PRINTER_NAME
  1905: 'device-absent', // ERROR_PRINTER_DELETED
};

interface Running {
  readonly program: SpoolerProgram;
  readonly waiting: Map<number, (answer: readonly string[]) => void>;
  warm: boolean;
  heardAt: number;
}

/** The spooler of Windows, through a program that is kept running and started anew when it hangs. */
export const openSpooler = ({ start, clock }: SpoolerOptions): PrintSpooler => {
  let running: Running | undefined;
  let stopped = false;
  let lastId = 0;
  let notBefore = 0;

  const run = (): Running => {
    if (running !== undefined) return running;
    if (clock.now() < notBefore) throw new FaultError('device-absent', 'no access to the spooler');
    const started: Running = {
      program: start(),
      waiting: new Map(),
      warm: false,
      heardAt: clock.now(),
    };
    running = started;
    started.program.onLine(line => {
      const [id = '', ...answer] = line.split(' ');
      const settle = started.waiting.get(Number(id));
      if (settle === undefined) return;
      started.warm = true;
      started.heardAt = clock.now();
      settle(answer);
    });
    started.program.onEnd(() => {
      if (running === started) running = undefined;
      if (!started.warm) notBefore = clock.now() + AGAIN_MS;
      for (const settle of started.waiting.values()) settle(['error', 'end', '1722']);
    });
    return started;
  };

  /** @throws FaultError */
  const ask = async (ms: number, ...words: readonly string[]): Promise<readonly string[]> => {
    if (stopped) throw new FaultError('device-absent', 'stopped');
    const current = run();
    const id = (lastId += 1);
    const answer = new Promise<readonly string[]>(resolve => current.waiting.set(id, resolve));
    current.program.send([String(id), ...words].join(' '));
    const patience = current.warm ? ms : FIRST_MS;
    const result = await within(clock, patience, answer).finally(() => current.waiting.delete(id));
    if (result === TIMED_OUT) {
      if (clock.now() - current.heardAt >= HANG_MS) {
        if (running === current) running = undefined;
        current.program.kill();
      }
      throw new FaultError('printer-silent', 'the spooler does not answer');
    }
    const [word, ...said] = result;
    if (word === 'ok') return said;
    const [call = '', code = ''] = said;
    throw new FaultError(FAULTS[code] ?? 'device-protocol', `${call}: system error ${code}`);
  };

  return {
    look: async printer => {
      const [status, attributes] = await ask(ANSWER_MS, 'look', encoded(printer));
      return { status: numberOf(status), attributes: numberOf(attributes) };
    },
    submit: async (printer, document, bytes) => {
      const body = Buffer.from(bytes).toString('base64');
      const [job] = await ask(SUBMIT_MS, 'submit', encoded(printer), encoded(document), body);
      return numberOf(job);
    },
    job: async (printer, job) => {
      const [status] = await ask(ANSWER_MS, 'job', encoded(printer), String(job));
      return status === 'gone' ? undefined : numberOf(status);
    },
    cancel: async (printer, job) => {
      await ask(ANSWER_MS, 'cancel', encoded(printer), String(job));
    },
    sweep: async (printer, prefix) => {
      await ask(ANSWER_MS, 'sweep', encoded(printer), encoded(prefix));
    },
    stop: () => {
      stopped = true;
      running?.program.kill();
      running = undefined;
    },
  };
};

const encoded = (text: string): string => Buffer.from(text).toString('base64');

/** @throws FaultError `device-protocol` */
const numberOf = (word: string | undefined): number => {
  if (word !== undefined && /^\d{1,10}$/.test(word)) return Number(word);
  throw new FaultError('device-protocol', 'not an answer of the spooler');
};
