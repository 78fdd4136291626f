import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OUTBOX_SQL } from './outbox-queries.ts';
import { type Database, loadSqlite } from './sqlite-database.ts';
import { checkIn, fromHub } from './testing/sample-visits.ts';
import { openTemporaryStore, type TemporaryStore } from './testing/temporary-store.ts';

let world: TemporaryStore;
let database: Database;
beforeAll(async () => {
  world = await openTemporaryStore();
  for (let person = 1; person <= 50; person += 1) {
    world.store.visits.recordCheckIn(checkIn(fromHub(person), { person }));
  }
  database = new (loadSqlite())(join(world.directory, 'kiosk.sqlite'));
});
afterAll(() => {
  database.close();
  world.remove();
});

interface PlanRow {
  readonly detail: string;
}

const planOf = (sql: string): readonly string[] => {
  const parameters = Array<number>(sql.split('?').length - 1).fill(1);
  const rows = database.prepare(`explain query plan ${sql}`).all(...parameters) as PlanRow[];
  return rows.map(({ detail }) => detail);
};

/** Reading a whole table; a walk along an index, or over the few rows a subquery made, is not. */
const wholeTables = (sql: string): readonly string[] =>
  planOf(sql).filter(detail => /^SCAN (?!.*USING)(?!head)(?!\(subquery)/.test(detail));

describe('the hot queries of the outbox', () => {
  const hot = [
    'dueHeads',
    'nextDue',
    'takeOff',
    'deliver',
    'bury',
    'requeue',
    'recover',
    'hasten',
    'countOpen',
    'countDead',
    'sealed',
    'oldest',
  ] as const;

  it.each(hot)('%s never reads the whole table', name => {
    expect(wholeTables(OUTBOX_SQL[name])).toEqual([]);
  });

  it('finds the head of each patient in the index alone', () => {
    expect(planOf(OUTBOX_SQL.dueHeads).join('\n')).toMatch(/USING COVERING INDEX outbox_open/);
    expect(planOf(OUTBOX_SQL.nextDue).join('\n')).toMatch(/USING COVERING INDEX outbox_open/);
    expect(planOf(OUTBOX_SQL.countOpen).join('\n')).toMatch(/USING COVERING INDEX outbox_open/);
  });

  it('is held to it by a test that sees a whole table being read', () => {
    expect(wholeTables(OUTBOX_SQL.countDelivered)).not.toEqual([]);
  });

  it('takes a delivered event out of every index, so that history costs nothing', () => {
    const { outbox } = world.store;
    outbox.settle(outbox.claim(40).map(({ sequence }) => ({ sequence, to: 'delivered' })));
    const open = database
      .prepare('select count(*) from outbox indexed by outbox_open where settled_at is null')
      .pluck()
      .get();
    expect(open).toBe(10);
  });
});
