import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of a few megabytes, to be filled and emptied again. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes all the room there is. */
  fill(): void;
  /** Gives back what was taken. */
  empty(): void;
  remove(): void;
}

/** Whether this machine lets us make one: mounting is for root alone. */
export const hasSmallDisks = (): boolean => {
  try {
    smallDisk(1).remove();
    return true;
  } catch {
    return false;
  }
};

/** In memory. @throws where it cannot be made. */
export const smallDisk = (megabytes: number): SmallDisk => {
  const folder = mkdtempSync(join(tmpdir(), 'small-disk-'));
  const options = ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'tmpfs', folder];
  if (spawnSync('mount', options).status !== 0) {
    rmdirSync(folder);
    throw new Error('no disk could be made');
  }
  const filling = join(folder, 'filling');
  return {
    folder,
    fill() {
      const file = openSync(filling, 'w');
      try {
        for (const size of [1 << 20, 1 << 12]) {
          const block = Buffer.alloc(size);
          try {
            for (;;) writeSync(file, block);
          } catch (error) {
            const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
            if (!isFull) throw error;
          }
        }
      } finally {
        closeSync(file);
      }
    },
    empty: () => rmSync(filling, { force: true }),
    remove: () => {
      spawnSync('umount', ['-l', folder]);
      rmdirSync(folder);
    },
  };
};
