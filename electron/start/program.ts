import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProgramLog } from './program-log.ts';

/** A program of the demonstration: what to start, and how it says that it is ready. */
export interface ProgramSpec {
  readonly name: string;
  /** TypeScript or JavaScript entry file. */
  readonly entry: string;
  /** Asked before every start: later starts keep what the first one found (ports). */
  readonly args: () => readonly string[];
  readonly onMessage?: (message: unknown) => void;
  /** Beside that of this process. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly log: ProgramLog;
  /** Where compiled code is kept between its starts: a restart takes half the time. */
  readonly codeCache: string;
  /** Options of V8; where absent, those of a small program. */
  readonly heap?: readonly string[];
}

export interface Program {
  /** Starts it and resolves with its `ready` message. */
  start(): Promise<ReadyMessage>;
  /** Asks it to end, insists after five seconds. */
  stop(): Promise<void>;
  tell(message: unknown): void;
  readonly pid: number | undefined;
}

export interface ReadyMessage {
  readonly type: 'ready';
  readonly [field: string]: unknown;
}

/** Restart delays after a crash, in milliseconds; the last one repeats. */
const BACK_OFF = [100, 200, 500, 1000, 2000, 5000];
const STOP_PATIENCE_MS = 5000;

const isReady = (message: unknown): message is ReadyMessage =>
  typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready';

interface Run {
  readonly child: ChildProcess;
  /** Rejects with ProgramEnded when it ends before it is ready. */
  readonly ready: Promise<ReadyMessage>;
  /** How it ended: exit code or signal. */
  readonly ended: Promise<string>;
}

/**
 * Left alone, V8 lets the young generation of each program grow to over 100 MB where the machine
 * has much memory. It holds garbage only: a few megabytes serve programs that mostly wait.
 */
const HEAP_OF_A_SMALL_PROGRAM = ['--max-semi-space-size=4'];

const run = (spec: ProgramSpec): Run => {
  const child = spec.log.lend(log =>
    fork(spec.entry, [...spec.args()], {
      env: { ...process.env, ...spec.environment, NODE_COMPILE_CACHE: spec.codeCache },
      execArgv: [...process.execArgv, ...(spec.heap ?? HEAP_OF_A_SMALL_PROGRAM)],
      stdio: ['ignore', 'ignore', log, 'ipc'],
    }),
  );
  const ended = new Promise<string>(resolve => {
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code ?? 'unknown'}`));
    child.once('error', cause => resolve(cause.message));
  });
  const ready = new Promise<ReadyMessage>((resolve, reject) => {
    child.on('message', message => {
      if (isReady(message)) resolve(message);
      spec.onMessage?.(message);
    });
    void ended.then(() => reject(new ProgramEnded(spec, child.exitCode)));
  });
  ready.catch(() => undefined);
  return { child, ready, ended };
};

/** Keeps one program running until it is stopped; a crash is answered with a restart. */
export const superviseProgram = (spec: ProgramSpec, report: (line: string) => void): Program => {
  let current: Run | undefined;
  let wanted = false;

  /** True while this run is the one that counts and its end was not wished for. */
  const isLost = (running: Run): boolean => wanted && current === running;

  const keep = async (first: Run): Promise<void> => {
    let running = first;
    for (let crashes = 0; ; crashes += 1) {
      const how = await running.ended;
      if (!isLost(running)) return;
      report(`${spec.name} ended (${how}); starting it again`);
      await delay(BACK_OFF[Math.min(crashes, BACK_OFF.length - 1)]);
      if (!isLost(running)) return;
      running = run(spec);
      current = running;
      await running.ready.then(
        () => (crashes = 0),
        () => undefined,
      );
    }
  };

  return {
    get pid() {
      return current?.child.pid;
    },
    start: async () => {
      wanted = true;
      const first = run(spec);
      current = first;
      // Before it was ever ready a restart would only repeat the same refusal.
      const ready = await first.ready.catch((cause: unknown) => {
        wanted = false;
        throw cause;
      });
      void keep(first);
      return ready;
    },
    stop: async () => {
      wanted = false;
      const ending = current;
      if (ending === undefined) return;
      ending.child.kill('SIGTERM');
      await Promise.race([ending.ended, delay(STOP_PATIENCE_MS, undefined, { ref: false })]);
      if (ending.child.exitCode === null && ending.child.signalCode === null) {
        ending.child.kill('SIGKILL');
      }
      await ending.ended;
      if (current === ending) current = undefined;
    },
    tell: message => {
      // A callback keeps a closed channel from becoming an uncaught error.
      if (current?.child.connected === true) current.child.send(message as object, () => undefined);
    },
  };
};

/** A program that ended before it was ready; the message is what it said last. */
export class ProgramEnded extends Error {
  readonly exitCode: number;

  constructor({ name, log }: ProgramSpec, code: number | null) {
    super(log.lastWords() ?? `${name} ended before it was ready: see ${log.path}`);
    this.exitCode = code === null || code === 0 ? 1 : code;
  }
}
