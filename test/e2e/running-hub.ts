import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const MAIN = join(resolve(import.meta.dirname, '../..'), 'hub/cli/main.ts');

/** `hub start` as a supervisor starts it. */
export interface RunningHub {
  readonly url: string;
  /** Of the cashiers' desk. */
  readonly desk: string;
  stop(): Promise<void>;
}

/** One command of the hub's command line, as IT types it; `input` is what is typed then. */
export const hubCommand = (args: readonly string[], input = ''): Promise<string> =>
  new Promise((done, failed) => {
    const child = spawn(process.execPath, [MAIN, ...args]);
    let [out, err] = ['', ''];
    child.stdout.on('data', (text: Buffer) => (out += text.toString()));
    child.stderr.on('data', (text: Buffer) => (err += text.toString()));
    child.once('close', code => (code === 0 ? done(out) : failed(new Error(out + err))));
    child.stdin.end(input);
  });

const ended = (child: ChildProcess): Promise<void> =>
  new Promise(done => {
    child.once('exit', () => done());
  });

export const startHub = async (
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningHub> => {
  const child = spawn(process.execPath, [MAIN, '--json', 'start', ...args], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = ended(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as { url: string; desk: string };
    return {
      url: said.url,
      desk: said.desk,
      async stop() {
        child.kill('SIGTERM');
        await gone;
      },
    };
  }
  throw new Error('the hub ended before it was ready');
};
