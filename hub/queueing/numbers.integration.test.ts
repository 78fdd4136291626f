import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type NumberClass } from '../../core/contract/catalogue.ts';
import { fakeClock } from '../ports/testing/fake-clock.ts';
import { migrate } from '../storage/migrations.ts';
import { CARRIERS, type CarriedDatabase, emptyTables } from '../storage/testing/carriers.ts';
import { type NumberRequest, type Numbers, createNumbers } from './numbers.ts';

const TODAY = '2026-11-23';

const request = (change: Partial<NumberRequest> = {}): NumberRequest => ({
  requestId: randomUUID(),
  kioskId: 'kiosk-1',
  servicePointId: 'clinic-eye',
  numberClass: 'normal',
  day: TODAY,
  series: 'C',
  ...change,
});

/** First and last number of every answer. */
type Range = readonly [number, number];

describe.each(CARRIERS)('queue numbers, $name', ({ isAvailable, open }) => {
  describe.runIf(isAvailable)('of one hospital', () => {
    let carried: CarriedDatabase;
    let numbers: Numbers;
    let others: Numbers;

    beforeAll(async () => {
      carried = await open();
      await migrate(carried.database);
      numbers = createNumbers(carried.database, fakeClock());
      others = createNumbers(carried.second ?? carried.database, fakeClock());
    });
    afterAll(() => carried.close());
    beforeEach(() => emptyTables(carried.database));

    it('count from 1 for each service point, class and day', async () => {
      const first = await numbers.take(request());
      expect(first).toEqual({
        servicePointId: 'clinic-eye',
        day: TODAY,
        numberClass: 'normal',
        sequence: 1,
        label: 'C-0001',
        source: 'hub',
      });
      expect((await numbers.take(request())).sequence).toBe(2);
      const priority = request({ numberClass: 'priority', series: 'PC' });
      expect((await numbers.take(priority)).label).toBe('PC-0001');
      expect((await numbers.take(request({ servicePointId: 'clinic-ent' }))).sequence).toBe(1);
    });

    it('start with 1 although kiosks hold blocks already: those count from 5001', async () => {
      const lease = await numbers.lease(request(), 20);
      expect(lease).toMatchObject({ series: 'C', first: 5001, last: 5020 });
      expect((await numbers.take(request())).label).toBe('C-0001');
      expect(await numbers.lease(request(), 5)).toMatchObject({ first: 5021, last: 5025 });
      expect((await numbers.take(request())).label).toBe('C-0002');
    });

    const counters = async (lastNumber: number, lastLeased: number): Promise<void> => {
      await carried.database.query(
        `update number_sequence set last_number = $1, last_leased = $2`,
        [lastNumber, lastLeased],
      );
    };

    it('go on in the next range when one is used up, in whole blocks', async () => {
      await numbers.take(request());
      await counters(4999, 9990);
      expect((await numbers.take(request())).sequence).toBe(5000);
      expect((await numbers.take(request())).sequence).toBe(10_001);
      expect(await numbers.lease(request(), 10)).toMatchObject({ first: 9991, last: 10_000 });
      expect(await numbers.lease(request(), 1)).toMatchObject({ first: 15_001 });
      await counters(10_002, 19_990);
      expect(await numbers.lease(request(), 11)).toMatchObject({ first: 25_001, last: 25_011 });
      expect((await numbers.take(request())).sequence).toBe(10_003);
    });

    it('never meet the ones of a day that began with one counter for both', async () => {
      await numbers.take(request());
      await counters(120, 120);
      expect((await numbers.take(request())).sequence).toBe(121);
      expect((await numbers.lease(request(), 10)).first).toBe(5001);
      await counters(5200, 5200);
      expect((await numbers.take(request())).sequence).toBe(10_001);
      expect((await numbers.lease(request(), 10)).first).toBe(5201);
    });

    it('are the same again for the same request', async () => {
      const asked = request();
      const first = await numbers.take(asked);
      expect(await numbers.take(asked)).toEqual(first);
      const leased = request();
      expect(await numbers.lease(leased, 5)).toEqual(await numbers.lease(leased, 5));
      expect((await numbers.take(request())).sequence).toBe(2);
      expect((await numbers.lease(request(), 5)).first).toBe(5006);
    });

    it('refuse a request id that was used for something else', async () => {
      const asked = request();
      await numbers.take(asked);
      const refusal = { code: 'idempotency-conflict' };
      await expect(numbers.lease(asked, 5)).rejects.toMatchObject(refusal);
      await expect(numbers.take({ ...asked, servicePointId: 'clinic-ent' })).rejects.toMatchObject(
        refusal,
      );
    });

    it('are refused for a day that is over, and blocks for later than tomorrow', async () => {
      const refusal = { code: 'not-possible-now' };
      await expect(numbers.take(request({ day: '2026-11-22' }))).rejects.toMatchObject(refusal);
      await expect(numbers.take(request({ day: '2026-11-24' }))).rejects.toMatchObject(refusal);
      await expect(numbers.lease(request({ day: '2026-11-25' }), 5)).rejects.toMatchObject(refusal);
      expect((await numbers.lease(request({ day: '2026-11-24' }), 5)).first).toBe(5001);
    });

    it('four hundred repeats at once of one request are one number', async () => {
      const asked = request();
      const answers = await Promise.all(
        Array.from({ length: 400 }, (_, index) => (index % 2 ? numbers : others).take(asked)),
      );
      expect(new Set(answers.map(answer => answer.sequence))).toEqual(new Set([1]));
      expect((await numbers.take(request())).sequence).toBe(2);
    });

    it('never collide and leave no gap, whatever hundreds of kiosks ask at once', async () => {
      const asking = fc.record({
        size: fc.oneof(fc.constant(undefined), fc.integer({ min: 1, max: 50 })),
        repeats: fc.integer({ min: 1, max: 3 }),
        numberClass: fc.constantFrom<NumberClass>('normal', 'priority'),
        servicePointId: fc.constantFrom('clinic-eye', 'clinic-ent'),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(asking, { minLength: 100, maxLength: 250 }), async all => {
          await emptyTables(carried.database);
          const given = await Promise.all(
            all.map(async ({ size, repeats, numberClass, servicePointId }, index) => {
              const series = `${servicePointId.endsWith('eye') ? 'C' : 'D'}${numberClass === 'normal' ? '' : 'P'}`;
              const asked = request({ numberClass, servicePointId, series });
              const answers = await Promise.all(
                Array.from({ length: repeats }, async (_, repeat): Promise<Range> => {
                  const hub = (index + repeat) % 2 ? numbers : others;
                  if (size === undefined) {
                    const { sequence } = await hub.take(asked);
                    return [sequence, sequence];
                  }
                  const { first, last } = await hub.lease(asked, size);
                  return [first, last];
                }),
              );
              expect(new Set(answers.map(String)).size).toBe(1);
              const [first, last] = answers[0]!;
              expect(last - first + 1).toBe(size ?? 1);
              const kind = size === undefined ? 'ticket' : 'lease';
              return { sequence: series, kind, first, last } as const;
            }),
          );
          for (const sequence of new Set(given.map(one => one.sequence))) {
            const blocks = given
              .filter(one => one.sequence === sequence)
              .sort((a, b) => a.first - b.first);
            let next = { ticket: 1, lease: 5001 };
            for (const { kind, first, last } of blocks) {
              expect(first).toBe(next[kind]);
              next = { ...next, [kind]: last + 1 };
            }
            expect(next.ticket).toBeLessThanOrEqual(5001);
          }
        }),
        { numRuns: carried.database.carrier === 'server' ? 8 : 3 },
      );
    });
  });
});
