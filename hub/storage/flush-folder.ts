import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Asks the disk for every file of a folder, one after another, off the main thread. A file that
 * went away meanwhile needs nothing.
 */
export const flushFolder = async (folder: string): Promise<void> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter(one => one.isFile())) {
    const file = await open(join(entry.parentPath, entry.name), 'r+').catch(() => undefined);
    await file?.sync().catch(() => undefined);
    await file?.close();
  }
};
