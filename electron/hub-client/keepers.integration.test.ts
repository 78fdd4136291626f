import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Catalogue, ServicePoint } from '../../core/contract/catalogue.ts';
import type { Input } from '../../core/contract/contract.ts';
import { type FaultCode, FaultError } from '../../core/contract/errors.ts';
import type { HubContract } from '../../core/contract/hub.ts';
import type { NumberLease } from '../../core/contract/scheduling.ts';
import { createManualClock } from '../storage/testing/manual-clock.ts';
import { checkIn, fromLease } from '../storage/testing/sample-visits.ts';
import { openTemporaryStore, type TemporaryStore } from '../storage/testing/temporary-store.ts';
import { createCatalogueKeeper, type CatalogueKeeper } from './catalogue-keeper.ts';
import { createLeaseKeeper, type LeaseKeeper } from './lease-keeper.ts';
import { type Settable, watched } from './watched.ts';

const log = { info: () => undefined, warn: vi.fn(), error: vi.fn() };
const words = (text: string) => ({ vi: text, en: text });

const point = (change: Partial<ServicePoint> = {}): ServicePoint => ({
  id: 'clinic-cardiology',
  kind: 'clinic',
  name: words('Tim mạch'),
  pictogram: 'heart',
  room: '204',
  floor: words('2'),
  directions: words('–'),
  series: { normal: 'B', priority: 'PB' },
  price: 0,
  state: 'open',
  waiting: 3,
  minutesPerPatient: 6,
  ...change,
});

let world: TemporaryStore;
let reachable: Settable<boolean>;
beforeEach(async () => {
  // 07:30 in the hospital.
  world = await openTemporaryStore(createManualClock('2026-03-02T00:30:00.000Z'));
  reachable = watched(true);
  log.warn.mockClear();
  log.error.mockClear();
});
afterEach(() => world.remove());

describe('the lease keeper', () => {
  let points: ServicePoint[];
  let failures: (FaultCode | undefined)[];
  let loseAnswer: boolean;
  let requests: Input<HubContract, 'leaseNumbers'>[];
  let given: Map<string, NumberLease>;
  let refusals: FaultCode[];
  let returns: Input<HubContract, 'returnNumbers'>[];
  let keeper: LeaseKeeper;

  beforeEach(() => {
    points = [point()];
    failures = [];
    loseAnswer = false;
    requests = [];
    given = new Map();
    returns = [];
    refusals = [];
    keeper = createLeaseKeeper({
      hub: { leaseNumbers, returnNumbers },
      leases: world.store.leases,
      servicePoints: () => points,
      reachable,
      clock: world.clock,
      log,
    });
  });
  afterEach(() => keeper.stop());

  /** A hub that gives each request one block, the same however often it is asked. */
  const leaseNumbers = (input: Input<HubContract, 'leaseNumbers'>): Promise<NumberLease> => {
    requests.push(input);
    const failure = failures.shift();
    if (failure !== undefined) return Promise.reject(new FaultError(failure));
    const { requestId, size, ...line } = input;
    const used = [...given.values()].filter(
      lease => lease.day === line.day && lease.numberClass === line.numberClass,
    );
    const first = 1 + Math.max(0, ...used.map(lease => lease.last));
    const lease = given.get(requestId) ?? {
      leaseId: randomUUID(),
      ...line,
      series: line.numberClass === 'normal' ? 'B' : 'PB',
      first,
      last: first + size - 1,
    };
    given.set(requestId, lease);
    if (!loseAnswer) return Promise.resolve(lease);
    loseAnswer = false;
    return Promise.reject(new FaultError('hub-timeout'));
  };

  const returnNumbers = (input: Input<HubContract, 'returnNumbers'>) => {
    const failure = refusals.shift();
    if (failure !== undefined) return Promise.reject(new FaultError(failure));
    returns.push(input);
    return Promise.resolve({ returned: 1 });
  };

  const left = (day = '2026-03-02') =>
    world.store.leases.remaining(day).map(line => [line.numberClass, line.remaining]);

  it('keeps a stock for both classes of every point that takes patients', async () => {
    points = [point(), point({ id: 'clinic-eye', state: 'closed' })];
    keeper.start();
    await world.clock.advance(0);
    expect(new Set(requests.map(request => request.servicePointId))).toEqual(
      new Set(['clinic-cardiology']),
    );
    // Ten an hour, for two hours; those with priority are fewer.
    expect(left()).toEqual([
      ['normal', 20],
      ['priority', 10],
    ]);
    await world.clock.advance(120_000);
    expect(requests).toHaveLength(2);
  });

  it('tops up when half of it is used', async () => {
    keeper.start();
    await world.clock.advance(0);
    for (let count = 0; count < 11; count += 1)
      world.store.visits.recordCheckIn(checkIn(fromLease));
    await world.clock.advance(15_000);
    expect(left()[0]).toEqual(['normal', 20]);
  });

  it('asks for nothing while the hub is away, and at once when it is back', async () => {
    reachable.set(false);
    keeper.start();
    await world.clock.advance(300_000);
    expect(requests).toEqual([]);
    reachable.set(true);
    await world.clock.advance(0);
    expect(left()).toHaveLength(2);
  });

  it('burns no block when the answer is lost: it asks for the same one again', async () => {
    loseAnswer = true;
    keeper.start();
    await world.clock.advance(0);
    expect(left()).toEqual([]);
    await world.clock.advance(15_000);
    expect(requests[1]).toEqual(requests[0]);
    expect(given.size).toBe(2);
    expect(left()[0]).toEqual(['normal', 20]);
  });

  it('goes on with the next line after a refusal, and asks for that one anew later', async () => {
    failures = ['clinic-closed'];
    keeper.start();
    await world.clock.advance(0);
    expect(left()).toEqual([['priority', 10]]);
    await world.clock.advance(15_000);
    expect(left()).toHaveLength(2);
    expect(requests[2]?.requestId).not.toBe(requests[0]?.requestId);
  });

  it('gives the blocks of days gone by back, with what was used of them, until the hub has heard', async () => {
    keeper.start();
    await world.clock.advance(0);
    for (let count = 0; count < 3; count += 1) world.store.visits.recordCheckIn(checkIn(fromLease));
    reachable.set(false);
    await world.clock.advance(3 * 86_400_000);
    refusals = ['hub-timeout'];
    reachable.set(true);
    await world.clock.advance(0);
    expect(returns).toEqual([]);
    await world.clock.advance(15_000);
    expect(returns.map(({ used }) => used).sort()).toEqual([0, 3]);
    expect(new Set(returns.map(({ leaseId }) => leaseId))).toEqual(
      new Set([...given.values()].filter(({ day }) => day === '2026-03-02').map(l => l.leaseId)),
    );
    await world.clock.advance(60_000);
    expect(returns).toHaveLength(2);
    expect(left('2026-03-05').length).toBeGreaterThan(0);
  });

  it('forgets a block that the hub will never take back, and goes on topping up', async () => {
    keeper.start();
    await world.clock.advance(0);
    refusals = ['idempotency-conflict', 'not-permitted'];
    await world.clock.advance(86_400_000);
    await world.clock.advance(15_000);
    expect(returns).toEqual([]);
    expect(left('2026-03-03').length).toBeGreaterThan(0);
  });

  it('holds blocks of both halves of the day where a point starts anew at noon', async () => {
    points = [point({ reset: 'noon' })];
    keeper.start();
    await world.clock.advance(0);
    expect(requests.map(({ session, numberClass }) => [session, numberClass])).toEqual([
      ['morning', 'normal'],
      ['morning', 'priority'],
      ['afternoon', 'normal'],
      ['afternoon', 'priority'],
    ]);
    // 12:00 in the hospital.
    await world.clock.advance(4.5 * 3_600_000);
    expect(returns).toHaveLength(2);
    expect(requests).toHaveLength(4);
  });

  it('ends the round when the hub cannot be reached', async () => {
    failures = ['hub-unreachable', 'hub-unreachable'];
    keeper.start();
    await world.clock.advance(0);
    expect(requests).toHaveLength(1);
    expect(log.warn).toHaveBeenCalledWith(
      { code: 'hub-unreachable', servicePointId: 'clinic-cardiology', numberClass: 'normal' },
      expect.any(String),
    );
  });

  it('leases for the new day in the evening before, since the hub may be away in the morning', async () => {
    keeper.start();
    await world.clock.advance(0);
    world.clock.jumpTo('2026-03-02T10:59:00.000Z');
    await world.clock.advance(31_000);
    expect(left('2026-03-03')).toEqual([]);
    world.clock.jumpTo('2026-03-02T11:00:00.000Z');
    await world.clock.advance(60_000);
    expect(left('2026-03-03')).toHaveLength(2);
  });

  it('does not wait long for the first catalogue', async () => {
    points = [];
    keeper.start();
    await world.clock.advance(1000);
    points = [point()];
    await world.clock.advance(500);
    expect(left()).toHaveLength(2);
  });
});

describe('the catalogue keeper', () => {
  let heard: Catalogue | undefined;
  let asked: number;
  let keeper: CatalogueKeeper;
  const saveCatalogue = vi.fn();

  const catalogueWith = (change: Partial<ServicePoint> = {}): Catalogue => ({
    day: '2026-03-02',
    asOf: new Date(world.clock.now()).toISOString(),
    hospital: { name: words('Bệnh viện Mẫu'), facilityCode: '01999' },
    servicePoints: [point(change)],
  });

  const open = (): CatalogueKeeper =>
    createCatalogueKeeper({
      hub: {
        catalogue: () => {
          asked += 1;
          return heard === undefined
            ? Promise.reject(new FaultError('hub-timeout'))
            : Promise.resolve(heard);
        },
      },
      caches: {
        catalogue: () => world.store.caches.catalogue(),
        saveCatalogue: catalogue => {
          saveCatalogue();
          world.store.caches.saveCatalogue(catalogue);
        },
      },
      reachable,
      clock: world.clock,
      everySeconds: 15,
      log,
    });

  beforeEach(() => {
    heard = catalogueWith();
    asked = 0;
    saveCatalogue.mockClear();
    keeper = open();
  });
  afterEach(() => keeper.stop());

  it('knows nothing before the first answer, then asks every so often and tells of it', async () => {
    const listener = vi.fn();
    keeper.subscribe(listener);
    expect(keeper.current()).toBeUndefined();
    keeper.start();
    await world.clock.advance(0);
    expect(keeper.current()).toEqual(heard);
    heard = catalogueWith({ waiting: 9 });
    await world.clock.advance(15_000);
    expect(keeper.current()?.servicePoints[0]?.waiting).toBe(9);
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('writes only what will still be true at the next start', async () => {
    keeper.start();
    await world.clock.advance(0);
    heard = catalogueWith({ waiting: 9 });
    await world.clock.advance(15_000);
    expect(saveCatalogue).toHaveBeenCalledTimes(1);
    heard = catalogueWith({ state: 'full' });
    await world.clock.advance(15_000);
    expect(saveCatalogue).toHaveBeenCalledTimes(2);
    expect(open().current()?.servicePoints[0]?.state).toBe('full');
  });

  it('keeps the last copy while nobody answers, and asks again when the hub is back', async () => {
    keeper.start();
    await world.clock.advance(0);
    const last = keeper.current();
    heard = undefined;
    await world.clock.advance(15_000);
    expect(keeper.current()).toEqual(last);
    reachable.set(false);
    const before = asked;
    await world.clock.advance(60_000);
    expect(asked).toBe(before);
    heard = catalogueWith({ room: '301' });
    reachable.set(true);
    await world.clock.advance(0);
    expect(keeper.current()?.servicePoints[0]?.room).toBe('301');
  });
});
