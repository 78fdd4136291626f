import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FaultError } from '../../core/contract/errors.ts';
import { type NumberSession } from '../../core/contract/scheduling.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { halfOfDay } from '../../core/queueing/number-session.ts';
import { addDays, businessDayOf, momentOn } from '../../core/scheduling/business-day.ts';
import { createIntake } from '../intake/intake.ts';
import { checkInEvent } from '../intake/testing/synthetic-events.ts';
import { TEST_PATIENTS } from '../intake/testing/test-patients.ts';
import { timeOrderedIds } from '../ports/random-ids.ts';
import { fakeClock } from '../ports/testing/fake-clock.ts';
import { migrate } from '../storage/migrations.ts';
import { CARRIERS, type CarriedDatabase, emptyTables } from '../storage/testing/carriers.ts';
import { numbersOfDay } from './number-gaps.ts';
import { type NumberRules, numberRulesSchema } from './number-rules.ts';
import { type NumberRequest, type Numbers, createNumbers } from './numbers.ts';
import { type ModelRequest, NumberModel } from './testing/number-model.ts';

const TODAY = '2026-11-23';

const asking = (change: Partial<NumberRequest> = {}): NumberRequest => ({
  requestId: randomUUID(),
  kioskId: 'kiosk-1',
  servicePointId: 'clinic-eye',
  numberClass: 'normal',
  day: TODAY,
  series: 'C',
  ...change,
});

const orFull = async <T>(answer: Promise<T>): Promise<T | 'full'> => {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof FaultError && error.code === 'clinic-full') return 'full';
    throw error;
  }
};

const numberClass = fc.constantFrom('normal', 'priority');
const source = fc.constantFrom('kiosk', 'counter', 'online');
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const rulesArbitrary: fc.Arbitrary<NumberRules> = fc
  .record({
    reset: fc.constantFrom('daily', 'noon'),
    leasedShare: fc.constantFrom(0, 0.25, 0.5, 1),
    quotas: fc.array(
      fc.record(
        {
          per: fc.constantFrom('day', 'session', 'morning', 'afternoon'),
          source,
          numberClass,
          most: fc.integer({ min: 0, max: 12 }),
        },
        { requiredKeys: ['per', 'most'] },
      ),
      { maxLength: 3 },
    ),
  })
  .map(rules => numberRulesSchema.parse(rules));

const stepArbitrary = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('take' as const),
      numberClass,
      source,
      isExpected: fc.boolean(),
      daysAhead: fc.integer({ min: 0, max: 2 }),
      session: maybe(fc.constantFrom('morning', 'afternoon')),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('lease' as const),
      numberClass,
      size: fc.integer({ min: 1, max: 8 }),
      session: maybe(fc.constantFrom('morning', 'afternoon')),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('repeat' as const), which: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), which: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('giveBack' as const),
      which: fc.nat(),
      used: fc.integer({ min: 0, max: 8 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      minutes: fc.integer({ min: 1, max: 900 }),
    }),
  },
);
type Step = typeof stepArbitrary extends fc.Arbitrary<infer S> ? S : never;

describe.each(CARRIERS)('number allocation, $name', ({ isAvailable, open }) => {
  describe.runIf(isAvailable)('against a model that counts nothing', () => {
    let carried: CarriedDatabase;
    beforeAll(async () => {
      carried = await open();
      await migrate(carried.database);
    });
    afterAll(() => carried.close());
    beforeEach(() => emptyTables(carried.database));

    const intakeOf = (clock: Clock) =>
      createIntake({
        database: carried.database,
        clock,
        ids: timeOrderedIds(clock),
        patients: TEST_PATIENTS,
      });

    const hubsWith = (
      rules: NumberRules,
      clock = fakeClock(Date.parse(momentOn(TODAY, '07:00'))),
    ) => {
      const hubs = [carried.database, carried.second ?? carried.database].map(database =>
        createNumbers(database, clock, () => rules),
      );
      return { clock, hub: (index: number): Numbers => hubs[index % hubs.length]! };
    };

    it('gives what the model gives, over resets, quotas, leases, returns and two hubs', async () => {
      await fc.assert(
        fc.asyncProperty(
          rulesArbitrary,
          fc.array(stepArbitrary, { minLength: 5, maxLength: 40 }),
          async (rules, steps) => {
            await emptyTables(carried.database);
            const { clock, hub } = hubsWith(rules);
            const model = new NumberModel(rules);
            const asked: { request: NumberRequest; model: ModelRequest; size?: number }[] = [];

            const give = async (
              numbers: Numbers,
              request: NumberRequest,
              modelled: ModelRequest,
              size: number | undefined,
            ): Promise<void> => {
              if (size === undefined) {
                const answer = await orFull(numbers.take(request));
                const expected = model.take(modelled);
                expect(answer === 'full' ? answer : answer.sequence).toEqual(
                  expected === 'full' ? expected : expected.first,
                );
              } else {
                const answer = await orFull(numbers.lease(request, size));
                const expected = model.lease(modelled, size);
                expect(answer === 'full' ? answer : [answer.first, answer.last]).toEqual(
                  expected === 'full' ? expected : [expected.first, expected.last],
                );
              }
            };

            const ask = async (
              numbers: Numbers,
              step: Extract<Step, { do: 'take' | 'lease' }>,
            ): Promise<void> => {
              const now = clock.now();
              const isOnline = step.do === 'take' && step.source === 'online';
              const day = addDays(businessDayOf(now), isOnline ? step.daysAhead : 0);
              const running: NumberSession =
                day === businessDayOf(now) ? halfOfDay(now) : 'morning';
              const isGone = day === businessDayOf(now) && running === 'afternoon';
              const session = isGone && step.session === 'morning' ? undefined : step.session;
              const request = asking({
                day,
                numberClass: step.numberClass,
                session,
                ...(step.do === 'take' ? { source: step.source, isExpected: step.isExpected } : {}),
              });
              const modelled: ModelRequest = {
                requestId: request.requestId,
                kioskId: request.kioskId,
                servicePointId: request.servicePointId,
                numberClass: step.numberClass,
                day,
                source: request.source ?? 'kiosk',
                half: session ?? running,
                isExpected: request.isExpected ?? false,
              };
              const size = step.do === 'lease' ? step.size : undefined;
              asked.push({ request, model: modelled, ...(size === undefined ? {} : { size }) });
              await give(numbers, request, modelled, size);
            };

            for (const [index, step] of steps.entries()) {
              const numbers = hub(index);
              if (step.do === 'take' || step.do === 'lease') await ask(numbers, step);
              else if (step.do === 'wait') clock.advance(step.minutes * 60_000);
              else if (step.do === 'repeat') {
                const again = asked[step.which % Math.max(1, asked.length)];
                const isToday = again?.request.day === businessDayOf(clock.now());
                if (again !== undefined && isToday && again.request.session === undefined) {
                  const before = model.given.find(one => one.requestId === again.request.requestId);
                  // A refusal is no answer that lasts: asked again it is a new question.
                  if (before !== undefined) {
                    await give(numbers, again.request, again.model, again.size);
                  }
                }
              } else if (step.do === 'cancel') {
                const tickets = model.given.filter(one => one.kind === 'ticket');
                const which = tickets[step.which % Math.max(1, tickets.length)];
                if (which === undefined) continue;
                await numbers.cancel('kiosk-1', which.requestId);
                model.cancel(which.requestId);
              } else {
                const leases = model.given.filter(one => one.kind === 'lease');
                const which = leases[step.which % Math.max(1, leases.length)];
                if (which === undefined) continue;
                const used =
                  which.usedAtReturn ?? Math.min(step.used, which.last - which.first + 1);
                await numbers.giveBack('kiosk-1', which.requestId, used);
                model.giveBack(which.requestId, used);
              }
            }
          },
        ),
        { numRuns: carried.database.carrier === 'server' ? 50 : 10 },
      );
    });

    it('never gives more than a quota, however many ask two hubs at once', async () => {
      const rules = numberRulesSchema.parse({
        leasedShare: 0.3,
        quotas: [{ most: 40 }, { most: 10, source: 'online' }],
      });
      const { hub } = hubsWith(rules);
      const answers = await Promise.all(
        Array.from({ length: 120 }, async (_, index) => {
          const request = asking(index % 3 === 0 ? { source: 'online' } : {});
          if (index % 10 !== 1)
            return orFull(hub(index).take(request)).then(a => (a === 'full' ? 0 : 1));
          const lease = await orFull(hub(index).lease(request, 5));
          return lease === 'full' ? 0 : lease.last - lease.first + 1;
        }),
      );
      const total = answers.reduce<number>((sum, count) => sum + count, 0);
      expect(total).toBe(40);
      const online = answers.filter((_, index) => index % 3 === 0 && index % 10 !== 1);
      expect(online.reduce<number>((sum, count) => sum + count, 0)).toBeLessThanOrEqual(10);
    });

    it('gives the same request one number, also where it asks two hubs at once under a quota', async () => {
      const rules = numberRulesSchema.parse({ quotas: [{ most: 3 }] });
      const { hub } = hubsWith(rules);
      const request = asking();
      const same = await Promise.all(
        Array.from({ length: 12 }, (_, index) => hub(index).take(request)),
      );
      expect(new Set(same.map(({ sequence }) => sequence))).toEqual(new Set([1]));
      expect((await hub(0).take(asking())).sequence).toBe(2);
      expect((await hub(1).take(asking())).sequence).toBe(3);
      await expect(hub(1).take(asking())).rejects.toMatchObject({ code: 'clinic-full' });
    });

    it('starts anew at noon where configured, and says which half a number is of', async () => {
      const { hub, clock } = hubsWith(numberRulesSchema.parse({ reset: 'noon' }));
      expect(await hub(0).take(asking())).toMatchObject({ label: 'C-0001', session: 'morning' });
      expect(await hub(0).lease(asking({ session: 'afternoon' }), 5)).toMatchObject({
        first: 5001,
        session: 'afternoon',
      });
      clock.advance(5 * 3_600_000);
      expect(await hub(1).take(asking())).toMatchObject({ label: 'C-0001', session: 'afternoon' });
      await expect(hub(0).take(asking({ session: 'morning' }))).rejects.toMatchObject({
        code: 'not-possible-now',
      });
    });

    it('takes a patient who is expected although the quota is used up', async () => {
      const { hub } = hubsWith(numberRulesSchema.parse({ quotas: [{ most: 1 }] }));
      await hub(0).take(asking());
      await expect(hub(0).take(asking())).rejects.toMatchObject({ code: 'clinic-full' });
      expect((await hub(0).take(asking({ isExpected: true }))).sequence).toBe(2);
    });

    it('gives online bookings numbers of later days, within what is configured', async () => {
      const { hub } = hubsWith(numberRulesSchema.parse({ onlineDaysAhead: 3 }));
      const online = { source: 'online', kioskId: 'website' } as const;
      expect(await hub(0).take(asking({ ...online, day: '2026-11-26' }))).toMatchObject({
        sequence: 1,
        day: '2026-11-26',
      });
      for (const refused of [
        { ...online, day: '2026-11-27' },
        { source: 'counter' as const, day: '2026-11-24' },
      ]) {
        await expect(hub(0).take(asking(refused))).rejects.toMatchObject({
          code: 'not-possible-now',
        });
      }
    });

    it('explains every gap of a day: crashed, cancelled, leased, returned, on its way', async () => {
      const { hub, clock } = hubsWith(numberRulesSchema.parse({}));
      const numbers = hub(0);
      const visited = await numbers.take(asking());
      await numbers.take(asking());
      await numbers.take(asking({ source: 'counter', kioskId: 'counter-2' }));
      const booking = asking({ source: 'online', kioskId: 'website' });
      await numbers.take(booking);
      await numbers.cancel('website', booking.requestId);
      const [old, held] = [asking({ kioskId: 'kiosk-7' }), asking({ kioskId: 'kiosk-8' })];
      await numbers.lease(old, 5);
      await numbers.lease(held, 2);
      await intakeOf(clock).receive('kiosk-1', [{ ...checkInEvent({ number: visited }) }]);
      // Days later the kiosk is back.
      clock.advance(4 * 86_400_000);
      expect(await hub(1).giveBack('kiosk-7', old.requestId, 1)).toBe(4);
      expect(await hub(0).giveBack('kiosk-7', old.requestId, 1)).toBe(4);
      await expect(hub(0).giveBack('kiosk-8', old.requestId, 1)).rejects.toMatchObject({
        code: 'not-permitted',
      });
      await expect(hub(0).giveBack('kiosk-7', old.requestId, 2)).rejects.toMatchObject({
        code: 'idempotency-conflict',
      });
      expect(await hub(0).giveBack('kiosk-7', randomUUID(), 0)).toBe(0);
      const [line] = await numbersOfDay(carried.database, TODAY);
      expect(line).toMatchObject({ servicePointId: 'clinic-eye', session: 'day', given: 2 });
      expect(line?.gaps.map(({ labels, why, heldBy }) => [labels, why, heldBy])).toEqual([
        ['C-0002', 'no-visit', 'kiosk-1'],
        ['C-0004', 'cancelled', 'website'],
        ['C-5001', 'visit-to-come', 'kiosk-7'],
        ['C-5002 – C-5005', 'returned', 'kiosk-7'],
        ['C-5006 – C-5007', 'leased-unused', 'kiosk-8'],
      ]);
    });

    it('cancels only what no visit has, and a kiosk only its own', async () => {
      const { hub, clock } = hubsWith(numberRulesSchema.parse({}));
      const request = asking();
      const number = await hub(0).take(request);
      await expect(hub(0).cancel('kiosk-2', request.requestId)).rejects.toMatchObject({
        code: 'not-permitted',
      });
      await intakeOf(clock).receive('kiosk-1', [{ ...checkInEvent({ number }) }]);
      await expect(hub(0).cancel('kiosk-1', request.requestId)).rejects.toMatchObject({
        code: 'not-possible-now',
      });
      await expect(hub(0).cancel('kiosk-1', randomUUID())).rejects.toMatchObject({
        code: 'bad-request',
      });
    });
  });
});
