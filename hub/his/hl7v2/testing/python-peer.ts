import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Debian's own Python, which has the packages Debian installs. */
const PYTHON = '/usr/bin/python3';
const SCRIPT = fileURLToPath(new URL('peer.py', import.meta.url));

/** Whether the library is installed (Debian: python3-hl7). */
export const hasPythonPeer = (): boolean => {
  try {
    execFileSync(PYTHON, ['-c', 'import hl7'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

const linesOf = (child: ChildProcess): AsyncIterator<string> => {
  if (child.stdout === null) throw new Error('no output');
  return createInterface({ input: child.stdout })[Symbol.asyncIterator]();
};

export interface PythonServer {
  readonly port: number;
  /** The next message as the library read it: its segments, and the parts that were asked for. */
  next(): Promise<Readonly<Record<string, unknown>>>;
  close(): void;
}

/** @param parts what is told of every message, in the library's words: `PID.F5.R1.C1`. */
export const startPythonServer = async (parts: readonly string[]): Promise<PythonServer> => {
  const child = spawn(PYTHON, [SCRIPT, 'serve', ...parts], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = linesOf(child);
  const next = async () => {
    const { value } = (await lines.next()) as { value: string };
    return JSON.parse(value) as Record<string, unknown>;
  };
  const { port } = await next();
  return { port: Number(port), next, close: () => child.kill() };
};

/** Sends messages with the library's client. @returns MSA-1 and MSA-2 of each answer. */
export const sendWithPython = async (
  port: number,
  messages: readonly string[],
): Promise<readonly unknown[]> => {
  const child = spawn(PYTHON, [SCRIPT, 'send', '127.0.0.1', String(port)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(messages.map(one => `${JSON.stringify(one)}\n`).join(''));
  const answers: unknown[] = [];
  for await (const line of createInterface({ input: child.stdout })) answers.push(JSON.parse(line));
  return answers;
};
