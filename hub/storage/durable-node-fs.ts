import { fsyncSync } from 'node:fs';
import { type PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

interface OpenFile {
  /** File descriptor of the host; absent for what Emscripten keeps in memory. */
  readonly nfd?: number;
}

interface EmscriptenModule {
  readonly NODEFS: { stream_ops: { fsync?: (file: OpenFile) => number } };
}

/**
 * PGlite's folder on disk, with fsync carried through. Emscripten's NODEFS answers fsync with
 * success and does nothing, so that a committed visit would be lost with the power.
 */
export class DurableNodeFs extends NodeFS {
  override async init(
    ...[database, options]: Parameters<NodeFS['init']>
  ): ReturnType<NodeFS['init']> {
    const { emscriptenOpts } = await super.init(database, options);
    const carryThrough = (module: unknown): void => {
      (module as EmscriptenModule).NODEFS.stream_ops.fsync = file => {
        if (file.nfd !== undefined) fsyncSync(file.nfd);
        return 0;
      };
    };
    return {
      emscriptenOpts: {
        ...emscriptenOpts,
        preRun: [...(emscriptenOpts.preRun ?? []), carryThrough],
      },
    };
  }
}

/**
 * Start parameters that make PostgreSQL ask for it: without `-F` (fsync off), and with fsync for
 * the write-ahead log, since Emscripten's fdatasync never reaches the file system layer.
 */
export const durableStartParameters = (
  defaults: (typeof PGlite)['defaultStartParams'],
): string[] => [...defaults.filter(parameter => parameter !== '-F'), '-c', 'wal_sync_method=fsync'];
