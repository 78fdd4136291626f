import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { RAW_SPOOLER_PROGRAM } from './raw-spooler-program.ts';

/** A program that takes lines for the spooler and answers with lines. */
export interface SpoolerProgram {
  send(line: string): void;
  onLine(listener: (line: string) => void): void;
  /** Called once. */
  onEnd(listener: () => void): void;
  kill(): void;
}

export type StartSpoolerProgram = () => SpoolerProgram;

/** Nobody's own settings, no questions, commands from standard input. */
const ARGUMENTS = [
  ...['-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass'],
  ...['-OutputFormat', 'Text', '-Command', '-'],
];

/** By its full path: whatever else is called so in the current folder is not it. */
const windowsPowerShell = (): string => {
  const { SystemRoot: root } = process.env;
  return root === undefined
    ? 'powershell.exe'
    : join(root, 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe');
};

/**
 * Starts Windows PowerShell, which is on every Windows, with the spooler API in it: no native module
 * of our own has to be built, and whatever a printer driver crashes is that process alone.
 * @param file for tests; absent: PowerShell
 */
export const startPowerShell =
  (file = windowsPowerShell(), before: readonly string[] = []): StartSpoolerProgram =>
  () => {
    const child = spawn(file, [...before, ...ARGUMENTS], {
      stdio: 'pipe',
      windowsHide: true,
    });
    const source = Buffer.from(RAW_SPOOLER_PROGRAM).toString('base64');
    const decoded = `[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('${source}'))`;
    const program = programOf(child);
    program.command(`Add-Type -TypeDefinition (${decoded})`);
    return { ...program, send: line => program.command(`[TiepDon.RawSpooler]::Do('${line}')`) };
  };

const programOf = (
  child: ChildProcessWithoutNullStreams,
): Omit<SpoolerProgram, 'send'> & { command(line: string): void } => {
  const lineListeners: ((line: string) => void)[] = [];
  const endListeners: (() => void)[] = [];
  let rest = '';
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    for (const listener of endListeners) listener();
  };
  child.on('error', end);
  child.on('close', end);
  // Whoever writes to a program that has ended hears of it by its end.
  child.stdin.on('error', () => undefined);
  child.stderr.resume();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) for (const listener of lineListeners) listener(line.trim());
  });
  return {
    command: line => void child.stdin.write(`${line}\n`),
    onLine: listener => void lineListeners.push(listener),
    onEnd: listener => void endListeners.push(listener),
    kill: () => void child.kill('SIGKILL'),
  };
};
