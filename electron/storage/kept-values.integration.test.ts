import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Catalogue } from '../../core/contract/catalogue.ts';
import { loadSqlite } from './sqlite-database.ts';
import { openTemporaryStore, type TemporaryStore } from './testing/temporary-store.ts';

let world: TemporaryStore;
beforeEach(async () => {
  world = await openTemporaryStore();
});
afterEach(() => world.remove());

const catalogue: Catalogue = {
  day: '2026-03-02',
  asOf: '2026-03-02T01:00:00.000Z',
  hospital: { name: { vi: 'Bệnh viện Mẫu', en: 'Sample Hospital' }, facilityCode: '01999' },
  servicePoints: [],
};

describe('what was last heard', () => {
  it('is there after a restart', async () => {
    const hello = { hubId: 'h', version: '1', now: catalogue.asOf, his: 'away' } as const;
    world.store.caches.saveCatalogue({ ...catalogue, day: '2026-03-01' });
    world.store.caches.saveCatalogue(catalogue);
    world.store.caches.saveHello(hello);
    const { caches } = await world.reopen();
    expect(caches.catalogue()).toEqual(catalogue);
    expect(caches.lastHello()).toEqual({ at: '2026-03-02T01:00:00.000Z', hello });
  });

  it('is nothing before anything was heard, or where this program cannot understand it', () => {
    expect(world.store.caches.catalogue()).toBeUndefined();
    expect(world.store.caches.lastHello()).toBeUndefined();
    const database = new (loadSqlite())(join(world.directory, 'kiosk.sqlite'));
    database
      .prepare("insert into kept_value values ('cache:catalogue', ?, 0)")
      .run('{"day":"long ago"}');
    database.close();
    expect(world.store.caches.catalogue()).toBeUndefined();
  });
});

describe('a setting', () => {
  it('is any JSON value, until it is removed', () => {
    const { settings } = world.store;
    settings.set('volume', { level: 3 });
    expect(settings.get('volume')).toEqual({ level: 3 });
    settings.remove('volume');
    expect(settings.get('volume')).toBeUndefined();
  });
});
