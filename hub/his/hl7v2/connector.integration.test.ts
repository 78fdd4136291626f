import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type CheckInEvent } from '../../../core/contract/hub.ts';
import { syntheticPerson } from '../../../core/identity/synthetic-people.ts';
import { businessDayOf } from '../../../core/scheduling/business-day.ts';
import { checkInEvent } from '../../intake/testing/synthetic-events.ts';
import { systemClock } from '../../ports/system-clock.ts';
import { type HisDelivery } from '../his.ts';
import { segmentNamed, valueAt } from './message/message.ts';
import { type Hl7Booking } from './records/records.ts';
import { TRANSACTION_LENGTH, transactionOf } from './segments/charge-segments.ts';
import { type Hl7Faults } from './simulator/faults.ts';
import { bookingsOn } from './simulator/simulator.ts';
import { type Hl7Pair, startHl7Pair } from './testing/hl7-pair.ts';

const day = businessDayOf(systemClock.now());
let pair: Hl7Pair;
afterEach(() => pair.close());

const known = (change: Partial<CheckInEvent> = {}) =>
  checkInEvent({ hisPatientId: 'BN26999903', ...change });
const deliver = (event: HisDelivery['event'], attemptsBefore = 0) =>
  pair.his.deliver({ event, attemptsBefore });
const registrations = ({ visitId }: CheckInEvent) =>
  pair.simulator.hospital.registrations.get(visitId) ?? 0;
/** What becomes of a delivery that the HIS has and does not answer. */
const deliverUnanswered = async (event: HisDelivery['event']) => {
  const before = pair.simulator.received.length;
  const verdict = deliver(event);
  await vi.waitFor(() => {
    expect(pair.simulator.received.length).toBeGreaterThan(before);
  }, 20_000);
  pair.expire();
  return verdict;
};
const triggers = () =>
  pair.simulator.received.map(one => valueAt(one, one.segments[0], 9, 2) ?? '');

describe('a delivery over a bad line', () => {
  beforeEach(async () => {
    pair = await startHl7Pair();
  });

  it.each([
    ['that is swallowed', { ignore: 1 }],
    ['that is never answered', { noAnswer: 1 }],
    ['whose only answer is to another message', { foreignAnswer: 1 }],
  ] as const)(
    '%s is taken for neither success nor failure, then has one effect',
    async (_, faults) => {
      const event = known();
      pair.simulator.faults.set(faults);
      expect(await deliverUnanswered(event)).toEqual({
        verdict: 'later',
        scope: 'system',
        diagnosis: { fault: 'his-timeout' },
      });
      expect(await deliver(event, 1)).toMatchObject({ verdict: 'delivered' });
      expect(registrations(event)).toBe(1);
    },
  );

  it.each([
    ['before the answer', { cutBeforeAnswer: 1 }],
    ['in the middle of the answer', { cutInside: 1 }],
  ] as const)('that is cut %s is taken for neither, then has one effect', async (_, faults) => {
    const event = known();
    pair.simulator.faults.set(faults);
    expect(await deliver(event)).toMatchObject({ diagnosis: { fault: 'his-timeout' } });
    expect(await deliver(event, 1)).toMatchObject({ verdict: 'delivered' });
    expect(registrations(event)).toBe(1);
  });

  it('answered too late is not mistaken for the answer to what follows', async () => {
    const [late, next] = [known(), known()];
    pair.simulator.faults.set({ delayMs: 50 });
    expect(await deliverUnanswered(late)).toMatchObject({ diagnosis: { fault: 'his-timeout' } });
    pair.simulator.faults.set({});
    expect(await deliver(next)).toMatchObject({ verdict: 'delivered' });
    expect(await deliver(late, 1)).toMatchObject({ verdict: 'delivered' });
    expect([late, next].map(registrations)).toEqual([1, 1]);
  });

  it('answered twice leaves nothing behind for the next one', async () => {
    pair.simulator.faults.set({ answerTwice: 1 });
    const [first, second] = [known(), known()];
    expect(await deliver(first)).toMatchObject({ verdict: 'delivered' });
    pair.simulator.faults.set({ answer: { code: 'AE', times: 1 } });
    expect(await deliver(second)).toMatchObject({ verdict: 'rejected' });
  });

  it('keeps its control ids on every attempt, whatever the HIS remembers', async () => {
    const event = known();
    pair.simulator.faults.set({ cutBeforeAnswer: 1, forgetful: true });
    await deliver(event);
    pair.simulator.faults.set({ forgetful: true });
    expect(await deliver(event, 1)).toMatchObject({ verdict: 'delivered' });
    const ids = pair.simulator.received.map(one => valueAt(one, one.segments[0], 10));
    expect(new Set(ids).size).toBe(1);
    expect(registrations(event)).toBe(1);
  });

  it('whose visit number somebody else took is for a person to look at', async () => {
    const event = known();
    await deliver(event);
    pair.simulator.faults.set({ forgetful: true });
    expect(await deliver(event)).toMatchObject({
      verdict: 'rejected',
      diagnosis: { fault: 'his-conflict', outcome: { condition: '205', location: 'PV1^1^19' } },
    });
  });

  it('is understood whatever segments the answer carries', async () => {
    pair.simulator.faults.set({ foreignSegments: true });
    expect(await deliver(checkInEvent())).toMatchObject({ verdict: 'delivered' });
  });

  it('reconnects after the HIS was restarted', async () => {
    await deliver(known());
    pair.simulator.faults.set({ away: true });
    expect(await deliver(known())).toMatchObject({ verdict: 'later', scope: 'system' });
    pair.simulator.faults.set({});
    expect(await deliver(known())).toMatchObject({ verdict: 'delivered' });
  });

  it('to a port where nobody listens did not happen', async () => {
    await pair.simulator.close();
    // The connection that was kept, and then none at all.
    await deliver(known());
    expect(await deliver(known())).toMatchObject({ diagnosis: { fault: 'his-unreachable' } });
  });
});

describe('enhanced acknowledgement', () => {
  const CODES = [
    ['CE', undefined, 'later'],
    ['CR', '200', 'rejected'],
    ['AE', '101', 'rejected'],
    ['AR', '207', 'later'],
  ] as const;

  it.each(CODES)('%s with %s ends the wait: %s', async (code, condition, verdict) => {
    pair = await startHl7Pair({ acknowledgement: 'enhanced' });
    const answer: Hl7Faults['answer'] = {
      code,
      times: 1,
      ...(condition === undefined ? {} : { condition }),
    };
    pair.simulator.faults.set({ answer });
    expect(await deliver(known())).toMatchObject({ verdict });
  });

  it('waits for the application after CA, and asks again where it stays silent', async () => {
    pair = await startHl7Pair({ acknowledgement: 'enhanced' });
    const event = known();
    pair.simulator.faults.set({ acceptOnly: 1 });
    expect(await deliverUnanswered(event)).toMatchObject({ diagnosis: { fault: 'his-timeout' } });
    expect(await deliver(event, 1)).toMatchObject({ verdict: 'delivered' });
    expect(registrations(event)).toBe(1);
  });

  it('takes CA for enough where the hospital has said so', async () => {
    pair = await startHl7Pair({ acknowledgement: 'enhanced-accept' });
    pair.simulator.faults.set({ acceptOnly: 1 });
    expect(await deliver(known())).toMatchObject({ verdict: 'delivered' });
  });

  it('takes the application answer on a connection of the HIS too', async () => {
    pair = await startHl7Pair({ acknowledgement: 'enhanced' });
    pair.simulator.faults.set({ deferred: true });
    const event = known();
    expect(await deliver(event)).toMatchObject({ verdict: 'delivered' });
    expect(registrations(event)).toBe(1);
  });
});

describe('what a visit tells the HIS', () => {
  const hoa = () => bookingsOn(day, '2026-01-01T00:00:00.000Z')[0]!;
  const booked = (booking: Hl7Booking) =>
    checkInEvent({
      hisPatientId: booking.patientNumber,
      bookingId: booking.id,
      servicePointId: booking.place,
    });

  it('with a booking, by S14: the booking as it came, foreign segments and all', async () => {
    pair = await startHl7Pair();
    const booking = { ...hoa(), placer: 'LH26999921^APP&1.2^ISO', practitioner: 'BS. Lê Văn C' };
    await pair.simulator.tell.booking('S12', booking, [
      { name: 'ZBK', fields: ['ZBK', 'a^b&c~d', '', '\\Z01\\x'] },
    ]);
    expect(await deliver(booked(booking))).toMatchObject({ verdict: 'delivered' });
    expect(triggers()).toEqual(['A04', 'S14']);
    const told = pair.simulator.hospital.arrivals.get(booking.filler)!;
    expect(segmentNamed(told, 'SCH')?.fields[1]).toBe('LH26999921^APP&1.2^ISO');
    expect(segmentNamed(told, 'ZBK')?.fields).toEqual(['ZBK', 'a^b&c~d', '', '\\Z01\\x']);
    expect(valueAt(told, segmentNamed(told, 'AIP'), 3, 2)).toBe('BS. Lê Văn C');
  });

  it.each([
    ['adt-a10', ['A04', 'A10']],
    ['none', ['A04']],
  ] as const)('with a booking, where arrival is %s: %j', async (arrival, expected) => {
    pair = await startHl7Pair({ arrival });
    const booking = hoa();
    await pair.simulator.tell.booking('S12', booking);
    await deliver(booked(booking));
    expect(triggers()).toEqual(expected);
  });

  it('paid by the patient, the price as a charge, once', async () => {
    pair = await startHl7Pair({ postCharges: true });
    const event = known();
    await deliver(event);
    await deliver(event, 1);
    expect(triggers()).toEqual(['A04', 'P03', 'A04', 'P03']);
    const transaction = transactionOf(event.visitId);
    expect(transaction).toHaveLength(TRANSACTION_LENGTH);
    expect([...pair.simulator.hospital.charges]).toEqual([[transaction, 150_000]]);
  });

  it('whose charge was booked and not answered is done when it is sent again', async () => {
    pair = await startHl7Pair({ postCharges: true });
    const event = known();
    pair.simulator.faults.set({ forgetful: true });
    await deliver(event);
    expect(await deliver(event, 1)).toMatchObject({ verdict: 'delivered' });
    expect([...pair.simulator.hospital.charges.values()]).toEqual([150_000]);
    expect(await deliver(event)).toMatchObject({ verdict: 'rejected' });
  });

  it('paid by the insurance, the card and no charge', async () => {
    pair = await startHl7Pair({ postCharges: true });
    const coverage = {
      reason: 'valid-in-network',
      cardNumber: 'HT3010199999921',
      registeredFacility: '01999',
      validFrom: '2020-01-01',
    } as const;
    await deliver(known({ payer: { mode: 'insured', coverage } }));
    const [told] = pair.simulator.received;
    const in1 = segmentNamed(told!, 'IN1');
    expect([12, 35, 36].map(field => valueAt(told!, in1, field))).toEqual([
      '20200101',
      '01999',
      'HT3010199999921',
    ]);
    expect(triggers()).toEqual(['A04']);
  });

  it('of somebody new, who they might be: for the clerk, merged by nobody', async () => {
    pair = await startHl7Pair();
    const { name, birthDate, gender } = syntheticPerson('ong-tran-van-binh');
    const { identity } = checkInEvent();
    const asked = { ...identity, name, birthDate, gender };
    expect(await pair.his.lookup(asked, day)).toMatchObject({
      patient: undefined,
      suggestions: ['BN26999902'],
    });
    const event = checkInEvent({ identity: asked });
    await deliver(event);
    const told = pair.simulator.received.at(-1)!;
    expect(valueAt(told, segmentNamed(told, 'ZTK'), 17)).toBe('BN26999902');
    expect(pair.simulator.hospital.visits.get(event.visitId)?.patientNumber).not.toBe('BN26999902');
  });

  it('after a merge, the number that stays', async () => {
    pair = await startHl7Pair();
    await pair.simulator.tell.merge('BN26999902', 'BN26999903');
    const event = checkInEvent({ hisPatientId: 'BN26999902' });
    expect(await deliver(event)).toMatchObject({ receipt: { patient: 'BN26999903' } });
    expect(pair.simulator.hospital.visits.get(event.visitId)?.patientNumber).toBe('BN26999903');
  });
});

describe('what the HIS tells', () => {
  beforeEach(async () => {
    pair = await startHl7Pair();
  });
  const booking = (change: Partial<Hl7Booking> = {}): Hl7Booking => ({
    ...bookingsOn(day, new Date().toISOString())[0]!,
    ...change,
  });
  const bookings = async () => {
    const { citizenNumber } = syntheticPerson('ba-nguyen-thi-hoa');
    const { identity } = checkInEvent();
    return (await pair.his.lookup({ ...identity, citizenNumber }, day)).bookings;
  };
  const tell = () => pair.simulator.tell;

  it.each([
    ['S13', [{ servicePointId: 'clinic-eye' }]],
    ['S14', [{ servicePointId: 'clinic-eye' }]],
    ['S15', []],
    ['S26', []],
  ] as const)('by %s after S12 changes the booking', async (trigger, expected) => {
    expect(await tell().booking('S12', booking())).toMatchObject({ code: 'AA' });
    expect(await bookings()).toMatchObject([{ servicePointId: 'clinic-cardiology' }]);
    await tell().booking(trigger, booking({ place: 'clinic-eye' }));
    expect(await bookings()).toMatchObject(expected);
  });

  it('twice changes nothing the second time, and is answered the same', async () => {
    const [first, second] = [booking(), booking({ place: 'clinic-eye' })];
    await tell().booking('S12', first, [], 'same-id');
    expect(await tell().booking('S12', second, [], 'same-id')).toEqual({
      code: 'AA',
      controlId: 'same-id',
    });
    expect(await bookings()).toMatchObject([{ servicePointId: 'clinic-cardiology' }]);
  });

  it('of a merge moves the bookings to who stays', async () => {
    await tell().booking('S12', booking({ patientNumber: 'BN26999903' }));
    expect(await bookings()).toEqual([]);
    expect(await tell().merge('BN26999903', 'BN26999921')).toMatchObject({ code: 'AA' });
    expect(await bookings()).toHaveLength(1);
  });

  it('of a ticket takes it off those who wait', async () => {
    const event = known({ number: { ...checkInEvent().number, day } });
    const waiting = async () =>
      (await pair.his.catalogue(day)).servicePoints.find(({ id }) => id === 'clinic-eye')?.waiting;
    await deliver(event);
    expect(await waiting()).toBe(1);
    expect(await tell().ticket(event.visitId, 'called')).toMatchObject({ code: 'AA' });
    expect(await waiting()).toBe(0);
  });

  const raw = (...lines: readonly string[]) => Buffer.from(lines.map(one => `${one}\r`).join(''));
  const header = (type: string, rest = '|P|2.5.1') => `MSH|^~\\&|HIS|01999|||||${type}|77${rest}`;

  it.each([
    ['without a patient', [header('SIU^S12'), 'SCH|1|2'], 'AE', '101'],
    ['without the number that goes', [header('ADT^A40'), 'PID|1||BN1', 'MRG|'], 'AE', '101'],
    ['of a kind nobody here takes', [header('ORM^O01')], 'AR', '200'],
    ['of an event nobody here takes', [header('ADT^A99')], 'AR', '201'],
    ['of a test system', [header('SIU^S12', '|T|2.5.1')], 'AR', '202'],
    ['of version 3', [header('SIU^S12', '|P|3.0')], 'AR', '203'],
  ] as const)('%s is refused with the reason', async (_, lines, code, condition) => {
    expect(await tell().send(raw(...lines))).toMatchObject({ code, controlId: '77', condition });
  });

  it('in enhanced mode is answered as it asks', async () => {
    const asked = (accept: string, application: string) =>
      tell().send(raw(header('ADT^A08', `|P|2.5.1|||${accept}|${application}`), 'PID|1||BN1'));
    expect(await asked('AL', 'NE')).toMatchObject({ code: 'CA' });
    expect(await asked('NE', 'AL')).toMatchObject({ code: 'AA' });
  });

  it('in bytes that are not what they say is refused, not guessed', async () => {
    const text = `${header('SIU^S12', '|P|2.5.1||||||UNICODE UTF-8')}\rPID|1||BN1||Thérèse\r`;
    expect(await tell().send(Buffer.from(text, 'latin1'))).toMatchObject({
      code: 'AE',
      controlId: '77',
      condition: '102',
      location: 'MSH^1^18',
    });
    expect(await tell().send(raw(header('SIU^S12'), 'no segment'))).toMatchObject({
      code: 'AE',
      condition: '100',
    });
  });

  it('as no message at all is not answered, and does no harm', async () => {
    const answer = await Promise.race([
      tell().send(Buffer.from('no message')),
      new Promise(resolve => setTimeout(resolve, 100, 'nothing')),
    ]);
    expect(answer).toBe('nothing');
    expect(await tell().booking('S12', booking())).toMatchObject({ code: 'AA' });
  });
});
