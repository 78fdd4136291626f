import { readFileSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { isOpenToOthers } from '../server/file-secrets.ts';
import { CommandError } from './output.ts';

const SHORTEST = 12;

const fromFile = (file: string): string => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
    if (process.platform !== 'win32' && isOpenToOthers(statSync(file).mode)) {
      throw new CommandError(`${file} can be read by others: chmod 600 ${file}`, 1);
    }
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${file} cannot be read`, 2);
  }
  return text.trim();
};

/** The first line of standard input: the command line of a program is no secret. */
const firstLine = async (prompt: string, isShown: boolean): Promise<string> => {
  if (process.stdin.isTTY) process.stderr.write(prompt);
  const lines = createInterface({
    input: process.stdin,
    // A terminal shows what is typed through the output alone.
    ...(process.stdin.isTTY && !isShown ? { output: new Silence(), terminal: true } : {}),
  });
  try {
    for await (const line of lines) return line;
    return '';
  } finally {
    lines.close();
    if (process.stdin.isTTY && !isShown) process.stderr.write('\n');
  }
};

/** Takes what is written and shows nothing. */
class Silence extends Writable {
  override _write(_chunk: unknown, _encoding: unknown, done: () => void): void {
    done();
  }
}

/** A line that is typed without being seen, or piped in. */
export const secretLine = (prompt: string): Promise<string> => firstLine(prompt, false);

/** What seals a backup: the content of a private file, or a line that is typed. */
export const passphraseFrom = async (file: string | undefined): Promise<string> => {
  const passphrase =
    file === undefined
      ? (await firstLine('passphrase of the backup: ', true)).trim()
      : fromFile(file);
  if (passphrase.length >= SHORTEST) return passphrase;
  throw new CommandError(`a passphrase has at least ${SHORTEST} characters`, 2);
};
