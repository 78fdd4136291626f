import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

const LARGEST_BYTES = 10 * 1024 * 1024;

/** A file that programs write their standard error to by themselves, also when we are gone. */
export interface ProgramLog {
  readonly path: string;
  /** Hands an open file to `use` and closes our side of it. */
  lend<T>(use: (descriptor: number) => T): T;
  /** The last line for people, which is where a program says why it refused. */
  lastWords(): string | undefined;
}

/** Appends to that file; what has grown too large is kept once as `.1`. */
export const programLog = (path: string): ProgramLog => ({
  path,
  lend: use => {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (size > LARGEST_BYTES) renameSync(path, `${path}.1`);
    const descriptor = openSync(path, 'a', 0o600);
    try {
      return use(descriptor);
    } finally {
      closeSync(descriptor);
    }
  },
  lastWords: () =>
    readFileSync(path, 'utf8')
      .split('\n')
      .findLast(line => line.trim() !== '' && !line.startsWith('{')),
});
