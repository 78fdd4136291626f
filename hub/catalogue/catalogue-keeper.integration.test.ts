import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FaultError } from '../../core/contract/errors.ts';
import { hubConfigSchema } from '../configuration/hub-config.ts';
import { type His } from '../his/his.ts';
import { fakeClock } from '../ports/testing/fake-clock.ts';
import { migrate } from '../storage/migrations.ts';
import { CARRIERS, type CarriedDatabase } from '../storage/testing/carriers.ts';
import { createCatalogueKeeper } from './catalogue-keeper.ts';

const MINUTE = 60_000;
const name = { vi: 'Mắt', en: 'Eyes' };

describe('what the HIS said of its clinics', () => {
  let carried: CarriedDatabase;
  beforeAll(async () => {
    const [embedded] = CARRIERS;
    if (embedded === undefined) throw new Error('no database');
    carried = await embedded.open();
    await migrate(carried.database);
  });
  afterAll(() => carried.close());

  it('stands while it is away, with its age; who waits is called old after five minutes', async () => {
    const clock = fakeClock();
    let isAway = false;
    const his: Pick<His, 'catalogue'> = {
      catalogue: () =>
        isAway
          ? Promise.reject(new FaultError('his-unreachable'))
          : Promise.resolve({
              servicePoints: [{ id: 'eye', kind: 'clinic', name, state: 'open', waiting: 3 }],
            }),
    };
    const keeper = createCatalogueKeeper({
      database: carried.database,
      his,
      clock,
      config: hubConfigSchema.parse({ his: { refreshMs: 10_000 } }),
      onHis: () => undefined,
    });
    await keeper.refresh();
    const heardAt = new Date(clock.now()).toISOString();
    isAway = true;
    clock.advance(5 * MINUTE);
    await keeper.refresh();
    const fresh = await keeper.catalogue();
    expect(fresh.servicePoints[0]).not.toHaveProperty('load');
    clock.advance(1);
    const old = await keeper.catalogue();
    expect(old).toMatchObject({ asOf: heardAt, servicePoints: [{ id: 'eye', load: 'old' }] });
    isAway = false;
    await keeper.refresh();
    expect((await keeper.catalogue()).servicePoints[0]).not.toHaveProperty('load');
  });
});
