import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A terminal of the kernel at whose other end a network printer hangs, until it is unplugged. */
export interface PrinterCable {
  readonly path: string;
  plug(connected: boolean): Promise<void>;
  remove(): Promise<void>;
}

const PATIENCE_MS = 5_000;
const LOOK_MS = 10;

/** socat carries the bytes between terminal and printer; see pseudoTerminalsAbsent. */
export const openPrinterCable = async (port: number): Promise<PrinterCable> => {
  const folder = mkdtempSync(join(tmpdir(), 'tiep-don-cable-'));
  const path = join(folder, 'printer');
  let socat: ChildProcess | undefined;

  const pull = async (): Promise<void> => {
    const leaving = socat;
    socat = undefined;
    if (leaving === undefined) return;
    const gone = new Promise(resolve => leaving.once('close', resolve));
    leaving.kill();
    await gone;
  };

  const put = async (): Promise<void> => {
    if (socat !== undefined) return;
    socat = spawn('socat', [`pty,rawer,link=${path}`, `tcp:127.0.0.1:${port}`], {
      stdio: 'ignore',
    });
    for (let waited = 0; !existsSync(path); waited += LOOK_MS) {
      if (waited > PATIENCE_MS) throw new Error('socat makes no terminal');
      await new Promise(resolve => setTimeout(resolve, LOOK_MS));
    }
  };

  await put();
  return {
    path,
    plug: connected => (connected ? put() : pull()),
    remove: async () => {
      await pull();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
