import type { z } from 'zod';
import { catalogueSchema } from '../../core/contract/catalogue.ts';
import { hubContract } from '../../core/contract/hub.ts';
import type { Clock } from '../../core/ports/ports.ts';
import type { StoreCaches, StoreSettings } from './kiosk-store.ts';
import { type Database, translating } from './sqlite-database.ts';

interface KeptRow {
  readonly value: string;
  readonly saved_at: number;
}

interface KeptValues {
  read(name: string): { readonly value: unknown; readonly savedAt: number } | undefined;
  write(name: string, value: unknown): void;
  remove(name: string): void;
}

const openKeptValues = (database: Database, clock: Clock): KeptValues => {
  const sql = {
    read: database.prepare<[string], KeptRow>(
      'select value, saved_at from kept_value where name = ?',
    ),
    write: database.prepare<[string, string, number]>(
      `insert into kept_value (name, value, saved_at) values (?, ?, ?)
       on conflict (name) do update set value = excluded.value, saved_at = excluded.saved_at`,
    ),
    remove: database.prepare<[string]>('delete from kept_value where name = ?'),
  };
  return {
    read: name => {
      const row = translating(() => sql.read.get(name));
      return row && { value: JSON.parse(row.value) as unknown, savedAt: row.saved_at };
    },
    write: (name, value) => {
      const text = JSON.stringify(value);
      translating(() => sql.write.run(name, text, clock.now()));
    },
    remove: name => {
      translating(() => sql.remove.run(name));
    },
  };
};

const CATALOGUE = 'cache:catalogue';
const HELLO = 'cache:hello';

/** What an older program kept and this one no longer understands counts as never heard. */
export const openCaches = (database: Database, clock: Clock): StoreCaches => {
  const kept = openKeptValues(database, clock);
  const understood = <S extends z.ZodType>(name: string, schema: S) => {
    const found = kept.read(name);
    const parsed = schema.safeParse(found?.value);
    return found && parsed.success ? { value: parsed.data, savedAt: found.savedAt } : undefined;
  };
  return {
    catalogue: () => understood(CATALOGUE, catalogueSchema)?.value,
    saveCatalogue: catalogue => kept.write(CATALOGUE, catalogue),
    lastHello: () => {
      const found = understood(HELLO, hubContract.hello.output);
      return found && { at: new Date(found.savedAt).toISOString(), hello: found.value };
    },
    saveHello: hello => kept.write(HELLO, hello),
  };
};

export const openSettings = (database: Database, clock: Clock): StoreSettings => {
  const kept = openKeptValues(database, clock);
  const named = (name: string): string => `setting:${name}`;
  return {
    get: name => kept.read(named(name))?.value,
    set: (name, value) => kept.write(named(name), value),
    remove: name => kept.remove(named(name)),
  };
};
