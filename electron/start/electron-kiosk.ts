import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findElectron } from './find-electron.ts';

/** The folder whose package.json names the Electron program. */
const APPLICATION = fileURLToPath(new URL('../../', import.meta.url));
const BUNDLE = fileURLToPath(new URL('../../dist/electron/main.js', import.meta.url));

export type ElectronReadiness =
  | { readonly program: string }
  /** Why the Electron shell cannot be used, one line for IT. */
  | { readonly missing: string };

/** Whether the Electron shell could show the screen here; nothing is downloaded to find out. */
export const electronReadiness = (
  program: string | null = findElectron(),
  bundle: string = BUNDLE,
): ElectronReadiness => {
  if (program === null) return { missing: 'the program of Electron is not installed' };
  return existsSync(bundle)
    ? { program }
    : { missing: 'the Electron shell is not built: npm run build' };
};

/** What the Electron program is told; it reads the same configuration as the command line. */
export interface ElectronKioskOptions {
  readonly program: string;
  readonly dataDirectory: string;
  readonly configFile?: string | undefined;
  readonly hubUrl?: string | undefined;
  readonly application?: string;
}

const argumentsOf = (options: ElectronKioskOptions): string[] => [
  `--data=${options.dataDirectory}`,
  ...(options.configFile === undefined ? [] : [`--config=${options.configFile}`]),
  ...(options.hubUrl === undefined ? [] : [`--hub-url=${options.hubUrl}`]),
];

/**
 * Runs the kiosk under Electron in place of this process: messages of whoever supervises us and
 * signals are passed on.
 * @returns the exit code of Electron
 */
export const runElectronKiosk = (options: ElectronKioskOptions): Promise<number> => {
  const { program, application = APPLICATION } = options;
  const child = fork(application, argumentsOf(options), {
    execPath: program,
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const up = (message: unknown) => void process.send?.(message, undefined, {}, () => undefined);
  const down = (message: unknown) => {
    if (child.connected) child.send(message as object, () => undefined);
  };
  const end = () => void child.kill('SIGTERM');
  child.on('message', up);
  process.on('message', down);
  process.once('disconnect', end);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end);
  return new Promise(resolve => {
    const finish = (code: number | null) => {
      process.off('message', down);
      process.off('disconnect', end);
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, end);
      resolve(code ?? 1);
    };
    child.once('exit', finish);
    child.once('error', () => {
      // An exit follows only where the process was started at all.
      if (child.pid === undefined) finish(1);
    });
  });
};
