import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { FaultError } from '../../core/contract/errors.ts';
import { clusterTemplate } from './cluster-template.ts';
import { lockDataDirectory } from './data-lock.ts';
import {
  type Database,
  type QueryResult,
  type Queryable,
  type SqlValue,
  SqlError,
  asksToRunAgain,
} from './database.ts';
import { DurableNodeFs, durableStartParameters } from './durable-node-fs.ts';
import { clusterIn, copyCluster, forgetCopy } from './embedded-copy.ts';
import { flushFolder } from './flush-folder.ts';
import { ROW_TYPES } from './row-types.ts';

export interface EmbeddedOptions {
  /** Folder of its own; made where it is missing. */
  readonly directory: string;
  /** Where a freshly initialised cluster is kept, so that the next new folder is ready sooner. */
  readonly cacheDirectory?: string | undefined;
  /**
   * Told when PostgreSQL itself has stopped (a full disk while it writes its log, for example):
   * nothing works any more in this process, and a new one recovers.
   */
  readonly onBroken?: ((failure: FaultError) => void) | undefined;
}

const RUN_AGAIN_LIMIT = 5;

const sqlErrorOf = (thrown: unknown): unknown => {
  if (!(thrown instanceof Error) || !('code' in thrown) || typeof thrown.code !== 'string') {
    return thrown;
  }
  if (!/^[0-9A-Z]{5}$/.test(thrown.code)) return thrown;
  const constraint = 'constraint' in thrown ? thrown.constraint : undefined;
  return new SqlError(thrown.code, typeof constraint === 'string' ? constraint : undefined, thrown);
};

/** The WebAssembly program trapped, aborted or left: the names Emscripten gives these. */
const hasStopped = (thrown: unknown): boolean =>
  typeof thrown === 'object' &&
  thrown !== null &&
  'name' in thrown &&
  (thrown.name === 'RuntimeError' || thrown.name === 'ExitStatus');

const queryableOf = (
  target: PGlite | Transaction,
  failureOf: (thrown: unknown) => unknown,
): Queryable => ({
  async query<R>(sql: string, parameters: readonly SqlValue[] = []): Promise<QueryResult<R>> {
    try {
      const result = await target.query<R>(sql, [...parameters], { parsers: ROW_TYPES });
      return { rows: result.rows, affected: result.affectedRows ?? 0 };
    } catch (error) {
      throw failureOf(error);
    }
  },
  async script(sql) {
    try {
      await target.exec(sql);
    } catch (error) {
      throw failureOf(error);
    }
  },
});

/**
 * Makes a new cluster and closes it. Without fsync: hundreds of files are written at once, and
 * `flushFolder` brings them to the disk while the hub already works.
 */
const initialise = async (dataDir: string, cacheDirectory: string | undefined): Promise<void> => {
  const template = clusterTemplate(cacheDirectory);
  const loadDataDir = template?.load();
  const cluster = await PGlite.create({
    fs: new NodeFS(dataDir),
    ...(loadDataDir === undefined ? {} : { loadDataDir }),
  });
  if (loadDataDir === undefined) await template?.keep(cluster);
  await cluster.close();
};

interface OpenCluster {
  readonly cluster: PGlite;
  /** Resolves when a new cluster is on the disk as a whole. */
  readonly flushed: Promise<void>;
}

/** Whether there is a cluster in this folder already; opening would make one. */
export const hasEmbeddedPostgres = (directory: string): boolean =>
  existsSync(clusterIn(directory).finished);

/** Opens the cluster in `<directory>/pgdata`; one that was never finished is begun again. */
const openCluster = async (options: EmbeddedOptions): Promise<OpenCluster> => {
  const { data: dataDir, finished } = clusterIn(options.directory);
  const isNew = !hasEmbeddedPostgres(options.directory);
  if (isNew) {
    rmSync(dataDir, { recursive: true, force: true });
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    await initialise(dataDir, options.cacheDirectory);
    writeFileSync(finished, '', { mode: 0o600 });
  }
  const cluster = await PGlite.create({
    fs: new DurableNodeFs(dataDir),
    startParams: durableStartParameters(PGlite.defaultStartParams),
  });
  return { cluster, flushed: isNew ? flushFolder(dataDir) : Promise.resolve() };
};

/**
 * PostgreSQL inside this process (PGlite), in a folder that only this process may use.
 * @throws FaultError `data-in-use` while another process uses the folder, `data-unreadable` where
 *   its content cannot be opened.
 */
export const openEmbeddedPostgres = async (options: EmbeddedOptions): Promise<Database> => {
  const lock = lockDataDirectory(options.directory, 'hub');
  let opened: OpenCluster;
  try {
    // Of a backup that was cut off: nobody is to find patients there.
    forgetCopy(options.directory);
    opened = await openCluster(options);
  } catch (error) {
    lock.release();
    throw new FaultError('data-unreadable', `the database in ${options.directory} does not open`, {
      cause: error,
    });
  }
  const { cluster, flushed } = opened;
  const failureOf = (thrown: unknown): unknown => {
    if (!hasStopped(thrown)) return sqlErrorOf(thrown);
    const failure = new FaultError('storage-failed', 'the embedded database has stopped', {
      cause: thrown,
    });
    options.onBroken?.(failure);
    return failure;
  };
  const transactionOnce = async <T>(work: (tx: Queryable) => Promise<T>): Promise<T> => {
    try {
      return await cluster.transaction(tx => work(queryableOf(tx, failureOf)));
    } catch (error) {
      throw failureOf(error);
    }
  };
  return {
    carrier: 'embedded',
    ...queryableOf(cluster, failureOf),
    async transaction(work) {
      for (let run = 1; ; run += 1) {
        try {
          return await transactionOnce(work);
        } catch (error) {
          if (run >= RUN_AGAIN_LIMIT || !asksToRunAgain(error)) throw error;
        }
      }
    },
    async copyAside() {
      // What is in memory only would have to be recovered by whoever opens the copy.
      await cluster.exec('checkpoint');
      await flushed;
      return copyCluster(options.directory, work => cluster.runExclusive(work));
    },
    async close() {
      if (!cluster.closed) await cluster.close();
      await flushed;
      lock.release();
    },
  };
};
