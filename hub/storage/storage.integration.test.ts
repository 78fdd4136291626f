import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FaultError } from '../../core/contract/errors.ts';
import { type Database, SqlError } from './database.ts';
import { migrate, pendingMigrations, readMigrations } from './migrations.ts';
import { CARRIERS, type CarriedDatabase } from './testing/carriers.ts';

describe.each(CARRIERS)('PostgreSQL, $name', ({ isAvailable, open }) => {
  describe.runIf(isAvailable)('as the hub uses it', () => {
    let carried: CarriedDatabase;
    let database: Database;

    beforeAll(async () => {
      carried = await open();
      database = carried.database;
      await database.script('create table thing (id integer primary key, word text not null)');
    });
    afterAll(() => carried.close());

    it('returns every type the same way, whoever carries it', async () => {
      const { rows } = await database.query(
        `select 7::integer as whole, 9007199254740991::bigint as long, 1.5::numeric as amount,
           0.25::double precision as real, true as flag, date '1999-01-02' as day,
           timestamptz '2026-11-22 08:00:00.123+07' as moment, '{"a":[1,"Ễ"]}'::jsonb as json,
           'Nguyễn' as text, null::text as nothing,
           '6f2f3c0e-8b1d-4c53-a7e9-0d5b2c7f4a61'::uuid as id`,
      );
      expect(rows).toEqual([
        {
          whole: 7,
          long: 9007199254740991,
          amount: 1.5,
          real: 0.25,
          flag: true,
          day: '1999-01-02',
          moment: '2026-11-22T01:00:00.123Z',
          json: { a: [1, 'Ễ'] },
          text: 'Nguyễn',
          nothing: null,
          id: '6f2f3c0e-8b1d-4c53-a7e9-0d5b2c7f4a61',
        },
      ]);
    });

    it('takes instants, days, numbers, truth and nothing as parameters', async () => {
      const { rows } = await database.query(
        `select $1::timestamptz as moment, $2::date as day, $3::integer as whole,
           $4::boolean as flag, $5::text as nothing`,
        ['2026-11-22T01:00:00.123Z', '1999-01-02', 7, false, null],
      );
      expect(rows).toEqual([
        {
          moment: '2026-11-22T01:00:00.123Z',
          day: '1999-01-02',
          whole: 7,
          flag: false,
          nothing: null,
        },
      ]);
    });

    it('counts the rows a statement wrote', async () => {
      await database.query("insert into thing values (1, 'one'), (2, 'two')");
      expect((await database.query('update thing set word = word')).affected).toBe(2);
      expect((await database.query('select * from thing')).affected).toBe(0);
    });

    it('keeps a transaction that ends well and forgets one that does not', async () => {
      await database.transaction(tx => tx.query("insert into thing values (10, 'kept')"));
      const failing = database.transaction(async tx => {
        await tx.query("insert into thing values (11, 'forgotten')");
        throw new FaultError('clinic-full');
      });
      await expect(failing).rejects.toMatchObject({ code: 'clinic-full' });
      const { rows } = await database.query('select id from thing where id in (10, 11)');
      expect(rows).toEqual([{ id: 10 }]);
    });

    it('says which constraint was broken, never which value', async () => {
      await database.query("insert into thing values (20, 'a')");
      const failure = await database
        .query('insert into thing values (20, $1)', ['Nguyễn Thị Hòa'])
        .catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(SqlError);
      expect(failure).toMatchObject({ sqlState: '23505', constraint: 'thing_pkey' });
      expect((failure as Error).message).not.toContain('Hòa');
    });

    it('goes on after a statement that was refused', async () => {
      await expect(database.query('select nothing from nowhere')).rejects.toBeInstanceOf(SqlError);
      expect((await database.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    });

    it('runs a transaction again that PostgreSQL asks to run again', async () => {
      let runs = 0;
      const value = await database.transaction(async tx => {
        runs += 1;
        await tx.query("insert into thing values (30, 'once')");
        if (runs === 1) {
          await tx.script("do $$ begin raise exception 'again' using errcode = '40001'; end $$");
        }
        return runs;
      });
      expect(value).toBe(2);
    });

    it('migrates once, all hubs together, and then has nothing pending', async () => {
      expect(await pendingMigrations(database)).toEqual(readMigrations().map(one => one.number));
      const hubs = [database, carried.second ?? database, database];
      const applied = await Promise.all(hubs.map(hub => migrate(hub)));
      expect(applied.reduce((sum, one) => sum + one, 0)).toBe(readMigrations().length);
      expect(await pendingMigrations(database)).toEqual([]);
    });

    it('refuses to start where an applied migration was changed', async () => {
      await migrate(database);
      const changed = readMigrations().map(one => ({ ...one, checksum: 'other' }));
      await expect(migrate(database, changed)).rejects.toMatchObject({ code: 'data-unreadable' });
    });

    it('refuses data of a newer program', async () => {
      await migrate(database);
      await expect(migrate(database, [])).rejects.toThrow('newer than this hub');
    });

    it('leaves nothing of a migration that fails', async () => {
      await migrate(database);
      const migrations = readMigrations();
      const broken = {
        number: migrations.length + 1,
        name: 'broken',
        sql: 'create table half_done (id integer); create table thing (id integer);',
        checksum: 'x',
      };
      await expect(migrate(database, [...migrations, broken])).rejects.toBeInstanceOf(SqlError);
      const { rows } = await database.query("select to_regclass('half_done') as left_over");
      expect(rows).toEqual([{ left_over: null }]);
    });
  });
});
