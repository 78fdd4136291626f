import { join } from 'node:path';
import type { Database } from '../../hub/storage/database.ts';
import { cacheDirectory } from '../../hub/storage/data-directory.ts';
import { openEmbeddedPostgres } from '../../hub/storage/embedded-postgres.ts';
import { openPostgresServer } from '../../hub/storage/postgres-server.ts';

/** Single-row inserts into a PostgreSQL that does nothing else, each durable before the next. */
export interface BareInserts {
  /** @returns inserts per second. */
  run(count: number): Promise<number>;
  close(): Promise<void>;
}

/** @param databaseUrl of a PostgreSQL server; without it one is opened inside this process. */
export const bareInsertsIn = async (
  folder: string,
  databaseUrl: string | undefined,
): Promise<BareInserts> => {
  const database: Database =
    databaseUrl === undefined
      ? await openEmbeddedPostgres({
          directory: join(folder, 'bare'),
          cacheDirectory: cacheDirectory(),
        })
      : openPostgresServer({ url: databaseUrl, connections: 1 });
  await database.script(
    'create table bare (id bigint generated always as identity primary key, content text not null)',
  );
  return {
    run: async count => {
      const startedAt = performance.now();
      for (let done = 0; done < count; done += 1) {
        await database.query('insert into bare (content) values ($1)', ['one small row']);
      }
      return (count * 1000) / (performance.now() - startedAt);
    },
    close: () => database.close(),
  };
};
