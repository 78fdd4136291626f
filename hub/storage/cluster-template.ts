import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type PGlite } from '@electric-sql/pglite';

export interface ClusterTemplate {
  /** The kept cluster, or undefined where there is none that is whole. */
  load(): Blob | undefined;
  /** Keeps an initialised, still empty cluster. A failure only costs the next start its speed. */
  keep(cluster: PGlite): Promise<void>;
}

/** Version of the installed package: a cluster only fits the build that initialised it. */
const pgliteVersion = (): string => {
  const entry = createRequire(import.meta.url).resolve('@electric-sql/pglite');
  const manifest = readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
};

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * initdb in WebAssembly takes seconds; unpacking its result takes half a second. The template is
 * one gzip tar per PGlite version in the user's cache, checked by its SHA-256 before use.
 */
export const clusterTemplate = (
  cacheDirectory: string | undefined,
): ClusterTemplate | undefined => {
  if (cacheDirectory === undefined) return undefined;
  const file = join(cacheDirectory, `pglite-${pgliteVersion()}.tar.gz`);
  return {
    load() {
      try {
        const bytes = readFileSync(file);
        const expected = readFileSync(`${file}.sha256`, 'utf8').trim();
        return digestOf(bytes) === expected ? new Blob([bytes]) : undefined;
      } catch {
        return undefined;
      }
    },
    async keep(cluster) {
      try {
        const bytes = new Uint8Array(await (await cluster.dumpDataDir('gzip')).arrayBuffer());
        mkdirSync(cacheDirectory, { recursive: true, mode: 0o700 });
        const partial = `${file}.${process.pid}`;
        writeFileSync(partial, bytes, { mode: 0o600 });
        writeFileSync(`${partial}.sha256`, `${digestOf(bytes)}\n`, { mode: 0o600 });
        renameSync(partial, file);
        renameSync(`${partial}.sha256`, `${file}.sha256`);
      } catch {
        // A full or read-only cache is no reason not to start.
      }
    },
  };
};
