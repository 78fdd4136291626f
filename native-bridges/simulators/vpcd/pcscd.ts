import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { VPCD_PORT } from './virtual-card.ts';

/** Where Debian's packages `pcscd` and `vsmartcard-vpcd` put the service and its virtual reader. */
const SERVICE = '/usr/sbin/pcscd';
const VIRTUAL_READER = '/usr/lib/pcsc/drivers/serial/libifdvpcd.so';
/** One service per machine: whoever holds this file runs it. */
const LOCK = '/tmp/pcscd.lock';
const LOCK_WAIT_S = 120;
const START_WAIT_MS = (LOCK_WAIT_S + 10) * 1_000;
const LOOK_MS = 50;

/** Whether this machine has the service and the virtual reader, to test over the real PC/SC. */
export const hasVirtualReader = (): boolean => existsSync(SERVICE) && existsSync(VIRTUAL_READER);

export interface RunningPcscd {
  /** Kills the service and waits until it is gone. */
  stop(): Promise<void>;
}

/**
 * Runs pcscd with its virtual reader for a test, once nobody else on this machine does. Resolves when
 * a card can be laid down.
 */
export const startPcscd = async (): Promise<RunningPcscd> => {
  const service = spawn(
    'flock',
    ['--no-fork', '--wait', String(LOCK_WAIT_S), LOCK, SERVICE, '--foreground', '--error'],
    { stdio: 'ignore' },
  );
  const exited = once(service, 'exit');
  const stop = async (): Promise<void> => {
    if (service.exitCode === null && service.signalCode === null) service.kill('SIGTERM');
    await exited;
  };
  const until = performance.now() + START_WAIT_MS;
  while (!(await listens(VPCD_PORT + 1))) {
    if (service.exitCode !== null || performance.now() > until) {
      await stop();
      throw new Error('pcscd did not start');
    }
    await sleep(LOOK_MS);
  }
  return { stop };
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
