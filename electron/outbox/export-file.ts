import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { FaultError } from '../../core/contract/errors.ts';
import type { OutboxState, OutboxTable } from '../storage/kiosk-store.ts';

/** Everything the hub does not have. */
export const UNDELIVERED: readonly OutboxState[] = ['queued', 'in-flight', 'rejected', 'failed'];

/** Nothing is written over: an export may be the only copy of a visit. */
const newFile = (file: string): number => {
  try {
    return openSync(file, 'wx', 0o600);
  } catch (cause) {
    const exists = (cause as NodeJS.ErrnoException).code === 'EEXIST';
    const why = exists ? 'is there already; name a new file' : 'cannot be written';
    throw new FaultError('bad-request', `${file} ${why}`, { cause });
  }
};

/**
 * Whole events with personal data, one JSON a line, on the disk when it returns: the file is for its
 * owner's eyes only. @returns how many.
 * @throws FaultError `bad-request` where the file is there or cannot be made, `storage-failed` where
 * it cannot be written to its end.
 */
export const exportUndelivered = (outbox: Pick<OutboxTable, 'export'>, file: string): number => {
  const handle = newFile(file);
  let exported = 0;
  try {
    for (const event of outbox.export(UNDELIVERED)) {
      writeSync(handle, `${JSON.stringify(event)}\n`);
      exported += 1;
    }
    fsyncSync(handle);
  } catch (cause) {
    if (cause instanceof FaultError) throw cause;
    throw new FaultError('storage-failed', `${file} could not be written to its end`, { cause });
  } finally {
    closeSync(handle);
  }
  return exported;
};
