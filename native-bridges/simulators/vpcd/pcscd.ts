import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { VPCD_PORT } from './virtual-card.ts';

/** Where Debian's packages `pcscd` and `vsmartcard-vpcd` put the service and its virtual reader. */
const SERVICE = '/usr/sbin/pcscd';
const VIRTUAL_READER = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';
/** One service per machine: whoever holds this file may run it. */
const LOCK = '/tmp/pcscd.lock';
const TURN_WAIT_S = 400;
const START_WAIT_MS = 10_000;
/** How long a test should give `startPcscd`: others may have their turn first. */
export const PCSCD_TURN_MS = TURN_WAIT_S * 1_000 + 2 * START_WAIT_MS;
const LOOK_MS = 50;

/** Whether this machine has the service and the virtual reader, to test over the real PC/SC. */
export const hasVirtualReader = (): boolean => existsSync(SERVICE) && existsSync(VIRTUAL_READER);

export interface RunningPcscd {
  /** Kills the service and waits until it is gone; the turn stays ours. */
  halt(): Promise<void>;
  /** Starts it again; resolves when a card can be laid down. */
  resume(): Promise<void>;
  /** Halts it for good and lets others have their turn. */
  stop(): Promise<void>;
}

/**
 * Runs pcscd with its virtual reader for a test, once nobody else on this machine does. Resolves when
 * a card can be laid down.
 */
export const startPcscd = async (): Promise<RunningPcscd> => {
  const giveAway = await takeTurn();
  let halt = await startService();
  return {
    halt: () => halt(),
    resume: async () => {
      await halt();
      halt = await startService();
    },
    stop: async () => {
      await halt();
      await giveAway();
    },
  };
};

/** Holds the lock until the returned function is called, or until this process is gone. */
const takeTurn = async (): Promise<() => Promise<void>> => {
  // What is written comes back as soon as flock has the lock and runs `cat`.
  const holder = spawn('flock', ['--wait', String(TURN_WAIT_S), LOCK, 'cat'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const exited = once(holder, 'exit');
  holder.stdin.write('mine');
  await Promise.race([
    once(holder.stdout, 'data'),
    exited.then(() => Promise.reject(new Error('others did not let go of pcscd'))),
  ]);
  return async () => {
    holder.stdin.end();
    await exited;
  };
};

/** @returns what kills it and waits until it is gone; does nothing the second time */
const startService = async (): Promise<() => Promise<void>> => {
  const service = spawn(SERVICE, ['--foreground', '--error'], { stdio: 'ignore' });
  const exited = once(service, 'exit');
  const halt = async (): Promise<void> => {
    if (service.exitCode === null && service.signalCode === null) service.kill('SIGTERM');
    await exited;
  };
  const until = performance.now() + START_WAIT_MS;
  while (!(await listens(VPCD_PORT + 1))) {
    if (service.exitCode !== null || performance.now() > until) {
      await halt();
      throw new Error('pcscd did not start');
    }
    await sleep(LOOK_MS);
  }
  return halt;
};

/** Whether the reader waits on a port. To look is to lay a card down for a moment. */
const listens = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
