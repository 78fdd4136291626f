import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** A cable between two serial ports of the kernel, whose other end the test holds. */
export interface PseudoTerminals {
  /** Where the product opens it; the same after every plug. */
  readonly path: string;
  /** Puts bytes on the line as a device would. */
  readonly send: (bytes: Uint8Array) => void;
  /** Everything the device was sent since it was plugged in. */
  readonly received: () => Uint8Array;
  readonly plug: () => Promise<void>;
  /** Both ports are gone, as after a pull at the cable. */
  readonly unplug: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** Why there can be none here; undefined where there can. */
export const pseudoTerminalsAbsent = (): string | undefined => {
  if (process.platform !== 'linux') return 'needs Linux';
  return spawnSync('socat', ['-V']).error === undefined ? undefined : 'socat is not installed';
};

const PATIENCE_MS = 5000;

/** A pair made by socat: one end is a terminal of the kernel, the other this process. */
export const openPseudoTerminals = async (): Promise<PseudoTerminals> => {
  const folder = await mkdtemp(join(tmpdir(), 'tiep-don-line-'));
  const path = join(folder, 'port');
  let socat: ChildProcess | undefined;
  let received: Uint8Array[] = [];

  const plug = async (): Promise<void> => {
    received = [];
    socat = spawn('socat', [`pty,rawer,link=${path}`, 'stdio'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    socat.stdin?.on('error', () => undefined);
    socat.stdout?.on('data', (chunk: Buffer) => received.push(chunk));
    for (let waited = 0; !existsSync(path); waited += 5) {
      if (waited > PATIENCE_MS) throw new Error('socat makes no terminal');
      await setTimeout(5);
    }
  };
  const unplug = async (): Promise<void> => {
    const leaving = socat;
    socat = undefined;
    if (leaving === undefined) return;
    const gone = new Promise(resolve => leaving.once('exit', resolve));
    leaving.kill('SIGKILL');
    await gone;
    await rm(path, { force: true });
  };
  await plug();
  return {
    path,
    send: bytes => void socat?.stdin?.write(bytes),
    received: () => Buffer.concat(received),
    plug,
    unplug,
    remove: async () => {
      await unplug();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
