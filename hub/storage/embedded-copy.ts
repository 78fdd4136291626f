import { constants, existsSync, rmSync, statSync, statfsSync, writeFileSync } from 'node:fs';
import { cp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FaultError } from '../../core/contract/errors.ts';
import { lockDataDirectory } from './data-lock.ts';

/** The cluster in a folder, and the mark that it is whole. */
export const clusterIn = (directory: string) => ({
  data: join(directory, 'pgdata'),
  finished: join(directory, 'pgdata.finished'),
});

const copyFolder = (directory: string): string => join(directory, 'copy');

/** What the hub itself needs to go on beside the copy. */
const ROOM_LEFT = 500_000_000;

const sizeOf = async (folder: string): Promise<number> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter(entry => entry.isFile())
    .map(
      entry => statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0,
    )
    .reduce((sum, size) => sum + size, 0);
};

const refuseWithoutRoom = async (data: string): Promise<void> => {
  const { bavail, bsize } = statfsSync(data);
  const needed = (await sizeOf(data)) + ROOM_LEFT;
  if (bavail * bsize >= needed) return;
  const megabytes = Math.ceil(needed / 1e6);
  throw new FaultError(
    'storage-failed',
    `a backup beside the running hub needs ${megabytes} MB free`,
  );
};

const forget = (copy: string): void => {
  const { data, finished } = clusterIn(copy);
  rmSync(finished, { force: true });
  rmSync(data, { recursive: true, force: true });
};

/**
 * Copies the files of a cluster while `exclusively` keeps it from writing: what a power cut at that
 * moment would leave, which PostgreSQL recovers when the copy is opened.
 * @returns the folder of the copy.
 * @throws FaultError `data-in-use` while somebody reads an earlier one, `storage-failed` without room.
 */
export const copyCluster = async (
  directory: string,
  exclusively: (work: () => Promise<void>) => Promise<void>,
): Promise<string> => {
  const copy = copyFolder(directory);
  const lock = lockDataDirectory(copy, 'hub');
  const [from, to] = [clusterIn(directory), clusterIn(copy)];
  try {
    forget(copy);
    await refuseWithoutRoom(from.data);
    await exclusively(() =>
      cp(from.data, to.data, { recursive: true, mode: constants.COPYFILE_FICLONE }),
    );
    writeFileSync(to.finished, '', { mode: 0o600 });
    return copy;
  } catch (cause) {
    forget(copy);
    if (cause instanceof FaultError) throw cause;
    throw new FaultError('storage-failed', 'the database could not be copied', { cause });
  } finally {
    lock.release();
  }
};

/** Removes the copy of a folder, unless somebody still reads it. */
export const forgetCopy = (directory: string): void => {
  const copy = copyFolder(directory);
  if (!existsSync(copy)) return;
  try {
    lockDataDirectory(copy, 'hub').release();
  } catch {
    return;
  }
  rmSync(copy, { recursive: true, force: true });
};
