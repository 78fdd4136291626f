import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { createMemorySecrets } from '../secrets/memory-secrets.ts';
import { MIGRATIONS_DIRECTORY, readMigrations } from './migrations.ts';
import { openKioskInspector, openKioskStore, type StoreOptions } from './open-store.ts';
import { loadSqlite } from './sqlite-database.ts';
import { createManualClock } from './testing/manual-clock.ts';
import { randomIds } from './testing/temporary-store.ts';

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'tiep-don-open-'));
  folders.push(made);
  return made;
};
afterEach(() => {
  for (const made of folders.splice(0)) rmSync(made, { recursive: true, force: true });
});

const options = (change: Partial<StoreOptions> = {}): StoreOptions => ({
  directory: folder(),
  clock: createManualClock(),
  ids: randomIds,
  secrets: createMemorySecrets(),
  ...change,
});

const raw = (directory: string) => new (loadSqlite())(join(directory, 'kiosk.sqlite'));
const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

const COUNT = readMigrations().length;
const NEXT = `${String(COUNT + 1).padStart(4, '0')}_more.sql`;

describe('opening the store', () => {
  it('puts durable settings in force on every open and reads them back', async () => {
    const opened = options();
    for (const _ of ['first', 'again']) {
      const store = await openKioskStore(opened);
      const check = await store.check();
      expect(check.findings.filter(({ ok }) => !ok)).toEqual([]);
      const found = Object.fromEntries(check.findings.map(one => [one.check, one.found]));
      expect(found).toMatchObject({
        integrity: 'ok',
        'journal-mode': 'wal',
        synchronous: '2',
        'foreign-key-enforcement': '1',
        'file-mode': '0600',
        'schema-version': String(COUNT),
      });
      store.close();
    }
  });

  it('keeps every file to its owner, also one that was laxer', async () => {
    // Windows knows no mode bits and reports what it would be without them.
    const own = process.platform === 'win32' ? '666' : '600';
    const opened = options();
    writeFileSync(join(opened.directory, 'kiosk.sqlite'), '', { mode: 0o644 });
    const store = await openKioskStore(opened);
    expect(mode(join(opened.directory, 'kiosk.sqlite'))).toBe(own);
    expect(mode(join(opened.directory, 'kiosk.sqlite-wal'))).toBe(own);
    expect(mode(join(opened.directory, 'in-use.pid'))).toBe(own);
    store.close();
  });

  it('makes only strict tables', async () => {
    const opened = options();
    (await openKioskStore(opened)).close();
    const database = raw(opened.directory);
    const tables = database
      .prepare("select name, strict from pragma_table_list where name not like 'sqlite_%'")
      .all() as { name: string; strict: number }[];
    database.close();
    expect(tables.length).toBeGreaterThan(6);
    expect(tables.filter(({ strict }) => strict !== 1)).toEqual([]);
  });

  it('refuses a database that a newer program has moved on, and leaves it free', async () => {
    const opened = options();
    (await openKioskStore(opened)).close();
    const database = raw(opened.directory);
    database.prepare("insert into kiosk_migration values (?, 'later', 'x', 0)").run(COUNT + 1);
    database.close();
    await expect(openKioskStore(opened)).rejects.toMatchObject({
      code: 'data-unreadable',
      message: expect.stringContaining('newer than this program') as string,
    });
    await expect(openKioskStore(opened)).rejects.toMatchObject({ code: 'data-unreadable' });
  });

  it('refuses a database made with another text of a migration', async () => {
    const migrations = folder();
    cpSync(MIGRATIONS_DIRECTORY, migrations, { recursive: true });
    const opened = options({ migrationsDirectory: migrations });
    (await openKioskStore(opened)).close();
    const file = join(migrations, '0001_journal_outbox_leases.sql');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replaceAll('\n', '\r\n'));
    (await openKioskStore(opened)).close();
    writeFileSync(file, `${text}-- changed\n`);
    await expect(openKioskStore(opened)).rejects.toThrow(/not the one this kiosk database/);
  });

  it('applies a later migration to data that are there, and nothing of one that fails', async () => {
    const migrations = folder();
    cpSync(MIGRATIONS_DIRECTORY, migrations, { recursive: true });
    const opened = options({ migrationsDirectory: migrations });
    const first = await openKioskStore(opened);
    first.settings.set('volume', 3);
    first.close();
    const second = join(migrations, NEXT);
    writeFileSync(second, 'create table more (a integer) strict; insert into nowhere values (1);');
    await expect(openKioskStore(opened)).rejects.toMatchObject({ code: 'storage-failed' });
    writeFileSync(second, 'create table more (a integer) strict;');
    const reopened = await openKioskStore(opened);
    expect(reopened.settings.get('volume')).toBe(3);
    reopened.close();
  });

  it('says that a file is no database instead of writing over it', async () => {
    const opened = options();
    const file = join(opened.directory, 'kiosk.sqlite');
    writeFileSync(
      file,
      'a letter to somebody, long enough to fill the header of a database file\n'.repeat(90),
    );
    const before = readFileSync(file);
    await expect(openKioskStore(opened)).rejects.toMatchObject({ code: 'data-unreadable' });
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

const holder = fileURLToPath(new URL('./testing/hold-store.ts', import.meta.url));

describe('the owner of a data directory', () => {
  it('is one: a second open in the same process is refused with its number', async () => {
    const opened = options();
    const store = await openKioskStore(opened);
    await expect(openKioskStore(opened)).rejects.toMatchObject({
      code: 'data-in-use',
      message: expect.stringContaining(`in use by process ${process.pid}`) as string,
    });
    store.close();
    (await openKioskStore(opened)).close();
  });

  it('is told by its process number to a second one, and kill -9 sets the data free', async () => {
    const opened = options();
    const other = fork(holder, [opened.directory]);
    await once(other, 'message');
    await expect(openKioskStore(opened)).rejects.toMatchObject({
      code: 'data-in-use',
      message: expect.stringMatching(new RegExp(`process ${other.pid}: stop it first`)) as string,
    });
    other.kill('SIGKILL');
    await once(other, 'exit');
    const store = await openKioskStore(opened);
    expect(readFileSync(join(opened.directory, 'in-use.pid'), 'utf8')).toBe(`${process.pid}\n`);
    store.close();
  });

  it('is not a process that got the number of a dead one', async () => {
    const opened = options();
    writeFileSync(join(opened.directory, 'in-use.pid'), `${process.pid}\n`);
    (await openKioskStore(opened)).close();
  });
});

describe('the inspector', () => {
  it('reads while the kiosk runs', async () => {
    const opened = options();
    const store = await openKioskStore(opened);
    const inspector = await openKioskInspector(opened);
    expect(inspector.visits.list({ limit: 10 })).toEqual([]);
    expect((await inspector.check()).ok).toBe(true);
    inspector.close();
    store.close();
  });

  it('says that nothing was kept yet, and makes nothing', async () => {
    const opened = options();
    await expect(openKioskInspector(opened)).rejects.toMatchObject({ code: 'not-possible-now' });
    expect(() => statSync(join(opened.directory, 'kiosk.sqlite'))).toThrow();
  });

  it('leaves the schema to the kiosk', async () => {
    const migrations = folder();
    cpSync(MIGRATIONS_DIRECTORY, migrations, { recursive: true });
    const opened = options();
    (await openKioskStore(opened)).close();
    writeFileSync(join(migrations, NEXT), 'create table more (a integer) strict;');
    await expect(
      openKioskInspector({ ...opened, migrationsDirectory: migrations }),
    ).rejects.toThrow(/of an older program/);
  });
});
