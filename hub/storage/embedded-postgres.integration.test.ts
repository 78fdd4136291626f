import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cacheDirectory } from './data-directory.ts';
import { lockDataDirectory } from './data-lock.ts';
import { forgetCopy } from './embedded-copy.ts';
import { openEmbeddedPostgres } from './embedded-postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'hub-embedded-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const options = { directory: join(folder, 'data'), cacheDirectory: cacheDirectory() };

/** Opens the folder in a process of its own, writes rows without end and reports each. */
const WRITER = `
  import { openEmbeddedPostgres } from ${JSON.stringify(new URL('./embedded-postgres.ts', import.meta.url).href)};
  const database = await openEmbeddedPostgres(${JSON.stringify(options)});
  await database.script('create table if not exists kept (id bigint generated always as identity)');
  for (;;) {
    const { rows } = await database.query('insert into kept default values returning id');
    process.send(rows[0].id);
    await new Promise(resolve => setImmediate(resolve));
  }`;

const startWriter = (): ChildProcess => {
  const file = join(folder, 'writer.ts');
  writeFileSync(file, WRITER);
  return fork(file, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
};

/** Kills it after it acknowledged so many more rows. @returns the last id acknowledged. */
const killAfter = (writer: ChildProcess, rows: number): Promise<number> =>
  new Promise(resolve => {
    let last = 0;
    let seen = 0;
    writer.on('message', id => {
      last = Number(id);
      seen += 1;
      if (seen === rows) writer.kill('SIGKILL');
    });
    writer.once('exit', () => {
      resolve(last);
    });
  });

describe('the embedded database', () => {
  it('belongs to one process, and a second gets one clear line', async () => {
    const writer = startWriter();
    await new Promise(resolve => writer.once('message', resolve));
    await expect(openEmbeddedPostgres(options)).rejects.toMatchObject({
      code: 'data-in-use',
      message: `${options.directory} is in use by process ${writer.pid}`,
    });
    const ended = new Promise(resolve => writer.once('exit', resolve));
    writer.kill('SIGKILL');
    await ended;
  });

  it('has every row it acknowledged after kill -9, and the lock is free again', async () => {
    for (const rows of [3, 17, 40]) {
      const last = await killAfter(startWriter(), rows);
      const database = await openEmbeddedPostgres(options);
      const found = await database.query<{ id: number }>('select id from kept where id = $1', [
        last,
      ]);
      await database.close();
      expect(found.rows).toEqual([{ id: last }]);
    }
  });

  it('really asks the disk: fsync is on and carried through', async () => {
    const database = await openEmbeddedPostgres(options);
    const { rows } = await database.query(
      `select name, setting from pg_settings
       where name in ('fsync', 'synchronous_commit', 'wal_sync_method') order by name`,
    );
    await database.close();
    expect(rows).toEqual([
      { name: 'fsync', setting: 'on' },
      { name: 'synchronous_commit', setting: 'on' },
      { name: 'wal_sync_method', setting: 'fsync' },
    ]);
  });

  it('is copied aside as it is at one moment, while it goes on', async () => {
    const directory = join(folder, 'copied');
    const database = await openEmbeddedPostgres({ directory, cacheDirectory: cacheDirectory() });
    await database.script('create table kept (id integer); insert into kept values (1)');
    const copying = database.copyAside?.();
    for (let id = 2; id <= 30; id += 1) await database.query('insert into kept values ($1)', [id]);
    const place = (await copying) ?? '';
    const copy = await openEmbeddedPostgres({ directory: place });
    const { rows } = await copy.query<{ id: number }>('select id from kept order by id');
    const found = rows.map(({ id }) => id);
    expect(found).toEqual(
      Array.from({ length: Math.max(1, found.length) }, (_, index) => index + 1),
    );
    await expect(database.copyAside?.()).rejects.toMatchObject({ code: 'data-in-use' });
    await copy.close();
    forgetCopy(directory);
    expect(existsSync(place)).toBe(false);
    await database.close();
  });

  it('begins again where the first start was cut short', async () => {
    const directory = join(folder, 'half');
    rmSync(directory, { recursive: true, force: true });
    const lock = lockDataDirectory(directory, 'hub');
    lock.release();
    const database = await openEmbeddedPostgres({ directory, cacheDirectory: cacheDirectory() });
    await database.close();
    rmSync(join(directory, 'pgdata.finished'));
    rmSync(join(directory, 'pgdata', 'PG_VERSION'));
    const again = await openEmbeddedPostgres({ directory, cacheDirectory: cacheDirectory() });
    expect((await again.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await again.close();
  });

  it('starts without a usable template, and leaves one for the next', async () => {
    const cache = join(folder, 'cache');
    const first = join(folder, 'first');
    const database = await openEmbeddedPostgres({ directory: first, cacheDirectory: cache });
    await database.script('select 1');
    await database.close();
    const started = performance.now();
    const second = join(folder, 'second');
    const next = await openEmbeddedPostgres({ directory: second, cacheDirectory: cache });
    expect((await next.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await next.close();
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
