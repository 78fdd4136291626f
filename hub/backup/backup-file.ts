import { once } from 'node:events';
import { createReadStream, createWriteStream, fsyncSync, openSync, closeSync } from 'node:fs';
import { renameSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { FaultError } from '../../core/contract/errors.ts';
import { type BackupLine, lineSchema } from './lines.ts';
import { sealed, unsealed } from './sealed-stream.ts';

async function* textOf(lines: AsyncIterable<BackupLine>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}

/** Writes the lines, compressed and sealed, to a new file that nobody else can read. */
const writeLines = async (
  file: string,
  passphrase: string,
  lines: AsyncIterable<BackupLine>,
): Promise<void> => {
  const packed = Readable.from(textOf(lines)).compose(createGzip()) as AsyncIterable<Uint8Array>;
  const out = createWriteStream(file, { flags: 'wx', mode: 0o600 });
  await once(out, 'open');
  await pipeline(Readable.from(sealed(packed, passphrase)), out);
};

const flush = (file: string): void => {
  const handle = openSync(file, 'r+');
  fsyncSync(handle);
  closeSync(handle);
};

/**
 * Every line of a backup, checked for its shape; the last one is there or this throws.
 * @throws FaultError `not-permitted`, `data-unreadable`, see `unsealed`; `config-invalid` where the
 * file is not there.
 */
export async function* readLines(file: string, passphrase: string): AsyncGenerator<BackupLine> {
  const source = createReadStream(file);
  try {
    await once(source, 'open');
  } catch (cause) {
    throw new FaultError('config-invalid', `${file} cannot be read`, { cause });
  }
  const failure = Promise.withResolvers<never>();
  failure.promise.catch(() => undefined);
  const text = createGunzip();
  pipeline(Readable.from(unsealed(source, passphrase)), text).catch(failure.reject);
  const lines = createInterface({ input: text, crlfDelay: Infinity })[Symbol.asyncIterator]();
  let isWhole = false;
  try {
    for (;;) {
      const next = await Promise.race([lines.next(), failure.promise]);
      if (next.done === true) break;
      const line = lineSchema.parse(JSON.parse(next.value));
      isWhole = line.kind === 'end';
      yield line;
    }
  } catch (cause) {
    if (cause instanceof FaultError) throw cause;
    throw new FaultError('data-unreadable', 'the backup is damaged or not complete', { cause });
  } finally {
    source.destroy();
  }
  if (!isWhole) throw new FaultError('data-unreadable', 'the backup is damaged or not complete');
}

/**
 * Writes a backup aside, lets `verify` read it from the disk, and only then gives it its name.
 * @throws FaultError `storage-failed` where the disk refuses; nothing is left behind.
 */
export const writeBackupFile = async (
  file: string,
  passphrase: string,
  lines: AsyncIterable<BackupLine>,
  verify: (partial: string) => Promise<void>,
): Promise<void> => {
  const partial = `${file}.partial`;
  try {
    rmSync(partial, { force: true });
    await writeLines(partial, passphrase, lines);
    flush(partial);
    await verify(partial);
    renameSync(partial, file);
  } catch (cause) {
    rmSync(partial, { force: true });
    if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') {
      if (/^E[A-Z]+$/.test(cause.code)) {
        throw new FaultError('storage-failed', `${file} cannot be written (${cause.code})`, {
          cause,
        });
      }
    }
    throw cause;
  }
};
