import { readFileSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
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
const fromInput = async (): Promise<string> => {
  if (process.stdin.isTTY) process.stderr.write('passphrase of the backup: ');
  const lines = createInterface({ input: process.stdin });
  try {
    for await (const line of lines) return line.trim();
    return '';
  } finally {
    lines.close();
  }
};

/** What seals a backup: the content of a private file, or a line that is typed. */
export const passphraseFrom = async (file: string | undefined): Promise<string> => {
  const passphrase = file === undefined ? await fromInput() : fromFile(file);
  if (passphrase.length >= SHORTEST) return passphrase;
  throw new CommandError(`a passphrase has at least ${SHORTEST} characters`, 2);
};
