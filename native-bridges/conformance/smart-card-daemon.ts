import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { VPCD_PORT } from '../simulators/vpcd/virtual-card.ts';

/** The PC/SC daemon of pcsc-lite with the virtual readers of vpcd, run by a test. */
export interface SmartCardDaemon {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Ends it for good and lets others have theirs. */
  dispose(): Promise<void>;
}

const DAEMON = '/usr/sbin/pcscd';
const VPCD_DRIVER = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';
const SOCKET = '/run/pcscd/pcscd.comm';
/** There is one daemon on a machine: tests in several processes take turns. */
const LOCK = join(tmpdir(), 'pcscd.lock');
const LOCK_SECONDS = 600;
const START_MS = 10_000;
const STEP_MS = 50;

/** Why the real stack cannot be run here; undefined where it can. */
export const whyNoSmartCardDaemon = (): string | undefined => {
  if (!existsSync(DAEMON)) return 'pcscd is not installed';
  if (!existsSync(VPCD_DRIVER)) return 'vsmartcard-vpcd is not installed';
  return process.getuid?.() === 0 ? undefined : 'only root may run pcscd';
};

/** Waits for its turn; nothing is running before `start`. */
export const takeSmartCardDaemon = async (): Promise<SmartCardDaemon> => {
  const turn = spawn('flock', ['-F', '-w', String(LOCK_SECONDS), LOCK, 'sh', '-c', HOLD], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await Promise.race([once(turn.stdout, 'data'), endedEarly(turn, 'the turn')]);
  let daemon: ChildProcess | undefined;

  const stop = async (): Promise<void> => {
    const running = daemon;
    daemon = undefined;
    if (running === undefined || running.exitCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGTERM');
    await ended;
  };
  return {
    start: async () => {
      const started = spawn(DAEMON, ['--foreground'], { stdio: 'ignore' });
      daemon = started;
      process.once('exit', () => started.kill('SIGKILL'));
      await Promise.race([listening(), endedEarly(started, 'pcscd')]);
    },
    stop,
    dispose: async () => {
      await stop();
      const ended = once(turn, 'exit');
      turn.stdin.end();
      await ended;
    },
  };
};

/** Says that the lock is held, and holds it until standard input ends: with this process at the latest. */
const HOLD = 'echo taken; cat';

const endedEarly = async (child: ChildProcess, what: string): Promise<never> => {
  const [code] = (await once(child, 'exit')) as [number | null];
  throw new Error(`${what} ended with ${code}`);
};

const listening = async (): Promise<void> => {
  for (let waited = 0; waited < START_MS; waited += STEP_MS) {
    if (existsSync(SOCKET) && (await accepts(VPCD_PORT + 1))) return;
    await setTimeout(STEP_MS);
  }
  throw new Error('pcscd does not listen');
};

const accepts = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect({ port, host: '127.0.0.1' });
    const end = (does: boolean) => () => {
      socket.destroy();
      resolve(does);
    };
    socket.once('connect', end(true));
    socket.once('error', end(false));
  });
