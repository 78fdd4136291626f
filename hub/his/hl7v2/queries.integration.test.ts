import { afterEach, describe, expect, it } from 'vitest';
import { type CheckInEvent } from '../../../core/contract/hub.ts';
import { syntheticPerson } from '../../../core/identity/synthetic-people.ts';
import { businessDayOf } from '../../../core/scheduling/business-day.ts';
import { checkInEvent } from '../../intake/testing/synthetic-events.ts';
import { systemClock } from '../../ports/system-clock.ts';
import { valueAt } from './message/message.ts';
import { type Hl7Pair, startHl7Pair } from './testing/hl7-pair.ts';

const day = businessDayOf(systemClock.now());
let pair: Hl7Pair;
afterEach(() => pair.close());

const registrations = ({ visitId }: CheckInEvent) =>
  pair.simulator.hospital.registrations.get(visitId) ?? 0;
const triggers = () =>
  pair.simulator.received.map(one => valueAt(one, one.segments[0], 9, 2) ?? '');
const bookedCodes = async () => {
  const { citizenNumber } = syntheticPerson('chi-dang-thu-trang');
  const { bookings } = await pair.his.lookup(
    { method: 'card-qr', citizenNumber, authenticity: 'not-checked', flags: [] },
    day,
  );
  return bookings.map(({ code }) => code);
};

describe('the bookings of the day', () => {
  it('are asked for where the HIS answers that, and need not be sent', async () => {
    pair = await startHl7Pair({ bookingQuery: 'sqm-s25' });
    expect(await bookedCodes()).toEqual([]);
    await pair.his.catalogue(day);
    expect(await bookedCodes()).toEqual(['LH26999910', 'LH26999930']);
    await pair.his.catalogue(day);
    expect(triggers().filter(one => one === 'S25')).toHaveLength(1);
  });

  it('are not asked for unless the settings say so', async () => {
    pair = await startHl7Pair();
    await pair.his.catalogue(day);
    expect(triggers()).not.toContain('S25');
  });
});

describe('a HIS that honours neither MSH-10 nor PV1-19', () => {
  const known = () => checkInEvent({ hisPatientId: 'BN26999903' });

  it('would register a repeat twice', async () => {
    pair = await startHl7Pair();
    const event = known();
    pair.simulator.faults.set({ blind: true });
    await pair.his.deliver({ event, attemptsBefore: 0 });
    await pair.his.deliver({ event, attemptsBefore: 1 });
    expect(registrations(event)).toBe(2);
  });

  it('is asked for the visit before anything is sent again', async () => {
    pair = await startHl7Pair({ repeats: 'look-up' });
    const event = known();
    pair.simulator.faults.set({ blind: true, cutBeforeAnswer: 1 });
    expect(await pair.his.deliver({ event, attemptsBefore: 0 })).toMatchObject({
      verdict: 'later',
    });
    expect(await pair.his.deliver({ event, attemptsBefore: 1 })).toMatchObject({
      verdict: 'delivered',
    });
    expect(registrations(event)).toBe(1);
  });

  it('that never got the visit gets it then', async () => {
    pair = await startHl7Pair({ repeats: 'look-up' });
    const events = [known(), checkInEvent()];
    pair.simulator.faults.set({ blind: true });
    for (const event of events) {
      expect(await pair.his.deliver({ event, attemptsBefore: 1 })).toMatchObject({
        verdict: 'delivered',
      });
      expect(registrations(event)).toBe(1);
    }
  });

  it('is told again that a booked patient is here, which changes nothing', async () => {
    pair = await startHl7Pair({ repeats: 'look-up' });
    await pair.simulator.tell.bookingsOf(day);
    const bookingId = `bk-hoa-1-${day.replaceAll('-', '')}`;
    const event = checkInEvent({ hisPatientId: 'BN26999921', bookingId });
    pair.simulator.faults.set({ blind: true, cutBeforeAnswer: 1 });
    await pair.his.deliver({ event, attemptsBefore: 0 });
    expect(await pair.his.deliver({ event, attemptsBefore: 1 })).toMatchObject({
      verdict: 'delivered',
      receipt: { visit: event.visitId },
    });
    expect(triggers().filter(one => one === 'A04')).toHaveLength(1);
    expect(pair.simulator.hospital.arrivals.has(bookingId)).toBe(true);
  });

  it('cannot say whether a charge arrived: a person looks', async () => {
    pair = await startHl7Pair({ repeats: 'look-up', postCharges: true });
    const event = known();
    pair.simulator.faults.set({ blind: true, cutBeforeAnswer: 1 });
    await pair.his.deliver({ event, attemptsBefore: 0 });
    expect(await pair.his.deliver({ event, attemptsBefore: 1 })).toEqual({
      verdict: 'rejected',
      diagnosis: {
        fault: 'his-conflict',
        outcome: {
          code: 'unclear',
          message: 'the visit is there; whether its charge is cannot be asked',
        },
      },
    });
  });

  it('cannot be asked about somebody without a number: a person looks', async () => {
    pair = await startHl7Pair({ repeats: 'look-up' });
    const { citizenNumber: _none, ...identity } = checkInEvent().identity;
    const event = checkInEvent({ identity });
    expect(await pair.his.deliver({ event, attemptsBefore: 1 })).toMatchObject({
      verdict: 'rejected',
      diagnosis: { fault: 'his-conflict' },
    });
    expect(registrations(event)).toBe(0);
  });
});
