import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../../storage/migrations.ts';
import { type Hl7Charge } from '../segments/charge-segments.ts';
import { CARRIERS, type CarriedDatabase } from '../../../storage/testing/carriers.ts';
import { databaseRecords } from './database-records.ts';
import { memoryRecords } from './memory-records.ts';
import { type Hl7Booking, type Hl7Records, type RecordChange } from './records.ts';

const DAY = '2026-11-23';
const AT = '2026-11-23T01:00:00.000Z';
const LATER = '2026-11-23T01:05:00.000Z';

const booking = (change: Partial<Hl7Booking> = {}): Hl7Booking => ({
  id: `bk-${randomUUID()}`,
  placer: 'LH^app',
  filler: 'BK^his',
  code: randomUUID(),
  kind: 'appointment',
  place: 'clinic-eye',
  start: '2026-11-23T02:00:00.000Z',
  minutes: undefined,
  practitioner: undefined,
  state: 'booked',
  patientNumber: `BN-${randomUUID()}`,
  changedAt: AT,
  foreign: ['ZBK|a^b'],
  ...change,
});

const suite = (records: () => Hl7Records): void => {
  const apply = (changes: readonly RecordChange[], controlId: string = randomUUID()) =>
    records().apply({ sender: 'HIS|01999', controlId, at: AT }, changes);
  const told = (one: Hl7Booking): RecordChange => ({ type: 'booking', booking: one });

  it('gives a booking back as it was told, by patient, by code and by id', async () => {
    const one = booking();
    expect(await apply([told(one)])).toBe('applied');
    expect(await records().bookingsOfPatient(one.patientNumber, DAY)).toEqual([one]);
    expect(await records().bookingsWithCode(one.code!, DAY)).toEqual([one]);
    expect(await records().booking(one.id)).toEqual(one);
    expect(await records().bookingsOfPatient(one.patientNumber, '2026-11-24')).toEqual([]);
  });

  it('applies one control id once, also at the same moment', async () => {
    const one = booking();
    const ends = await Promise.all([1, 2, 3].map(() => apply([told(one)], `id-${one.id}`)));
    expect(ends.toSorted()).toEqual(['applied', 'repeated', 'repeated']);
  });

  it('lets no older message undo a newer one', async () => {
    const one = booking({ changedAt: '2026-11-23T05:00:00.000Z' });
    await apply([told(one)]);
    await apply([told({ ...one, place: 'clinic-heart', changedAt: AT })]);
    expect(await records().booking(one.id)).toEqual(one);
  });

  it('takes from a cancellation only that', async () => {
    const one = booking();
    await apply([told(one)]);
    await apply([
      told({ ...one, state: 'cancelled', place: '', changedAt: '2026-11-23T03:00:00.000Z' }),
    ]);
    expect(await records().booking(one.id)).toMatchObject({
      state: 'cancelled',
      place: 'clinic-eye',
    });
  });

  it('follows merges in either direction, and a ring of them ends', async () => {
    const [a, b, c] = [1, 2, 3].map(() => `BN-${randomUUID()}`) as [string, string, string];
    const one = booking({ patientNumber: a });
    await apply([told(one), { type: 'merge', prior: a, surviving: b }]);
    await apply([{ type: 'merge', prior: b, surviving: c }]);
    expect(await records().survivorOf(a)).toBe(c);
    expect(await records().survivorOf('BN-nobody')).toBe('BN-nobody');
    for (const number of [a, b, c]) {
      expect(await records().bookingsOfPatient(number, DAY)).toEqual([one]);
    }
    await apply([{ type: 'merge', prior: c, surviving: a }]);
    expect([a, b, c]).toContain(await records().survivorOf(a));
  });

  it('counts who waits and finds tickets by any number of the patient', async () => {
    const place = `clinic-${randomUUID().slice(0, 8)}`;
    const visit = (sequence: number) => ({
      visitId: randomUUID(),
      servicePointId: place,
      number: {
        servicePointId: place,
        day: DAY,
        numberClass: 'normal' as const,
        sequence,
        label: `C-${String(sequence).padStart(4, '0')}`,
        source: 'hub' as const,
      },
      checkedInAt: AT,
    });
    const [first, second] = [visit(1), visit(2)];
    const keys = [`MR|${place}`, `NI|${place}`];
    for (const one of [first, second, first]) {
      await records().ticketSent({ visit: one, state: 'waiting', patientKeys: keys });
    }
    expect((await records().waiting(DAY)).get(place)).toBe(2);
    await apply([{ type: 'ticket', visitId: first.visitId, state: 'called' }]);
    await apply([{ type: 'ticket', visitId: second.visitId, state: 'cancelled' }]);
    expect((await records().waiting(DAY)).get(place)).toBeUndefined();
    expect(await records().ticketsOf([keys[1]!], DAY)).toEqual([first]);
    expect(await records().ticketsOf(['MR|other'], DAY)).toEqual([]);
    // Sent again, it does not wait again.
    await records().ticketSent({ visit: first, state: 'waiting', patientKeys: keys });
    expect((await records().waiting(DAY)).get(place)).toBeUndefined();
  });

  it('knows what became of tickets, and what the HIS calls those that are open', async () => {
    const ticket = (sequence: number, reference?: string) => ({
      visit: {
        visitId: randomUUID(),
        servicePointId: 'clinic-states',
        number: {
          servicePointId: 'clinic-states',
          day: '2026-12-01',
          numberClass: 'normal' as const,
          sequence,
          label: `C-000${sequence}`,
          source: 'hub' as const,
        },
        checkedInAt: AT,
      },
      state: 'waiting' as const,
      patientKeys: [],
      ...(reference === undefined ? {} : { reference }),
    });
    const [one, other] = [ticket(1, '900001'), ticket(2)];
    for (const sent of [one, other]) await records().ticketSent(sent);
    expect(await records().ticketStates('2026-12-01')).toEqual([]);
    await records().ticketTold(one.visit.visitId, 'serving');
    await records().ticketTold(other.visit.visitId, 'done');
    expect(await records().openTickets('2026-12-01')).toEqual([
      { visitId: one.visit.visitId, state: 'serving', reference: '900001' },
    ]);
    expect(await records().ticketStates('2026-12-01')).toHaveLength(2);
    expect(await records().ticketsOf([], '2026-12-01')).toEqual([]);
  });

  it('keeps what was charged and paid, each transaction once, the newest as it stands', async () => {
    const number = `BN-${randomUUID()}`;
    const charge = (change: Partial<Hl7Charge> = {}): Hl7Charge => ({
      account: `HD-${number}`,
      transaction: 'T1',
      patientNumber: number,
      day: DAY,
      kind: 'CG',
      name: 'Xét nghiệm',
      quantity: 1,
      amount: 50_000,
      insurerPays: 0,
      toldAt: AT,
      ...change,
    });
    await apply([{ type: 'charge', charge: charge({ amount: 60_000, toldAt: LATER }) }]);
    await apply([{ type: 'charge', charge: charge() }]);
    const paid = charge({ transaction: 'R1', kind: 'PY', amount: 60_000 });
    for (const _ of [1, 2]) await records().paymentTold(paid);
    const kept = [paid, charge({ amount: 60_000, toldAt: LATER })];
    expect(new Set(await records().chargesOf(number))).toEqual(new Set(kept));
    await apply([{ type: 'merge', prior: number, surviving: `${number}-kept` }]);
    expect(await records().chargesOf(`${number}-kept`)).toHaveLength(2);
  });

  it('forgets what is over', async () => {
    const [old, kept] = [booking(), booking({ start: '2026-11-26T02:00:00.000Z' })];
    await apply([told(old), told(kept)]);
    await records().forgetBefore('2026-11-25');
    expect(await records().booking(old.id)).toBeUndefined();
    expect(await records().booking(kept.id)).toEqual(kept);
  });
};

describe('records in memory', () => {
  const records = memoryRecords();
  suite(() => records);
});

describe.each(CARRIERS.filter(({ isAvailable }) => isAvailable))('records in $name', carrier => {
  let carried: CarriedDatabase;
  let records: Hl7Records;
  beforeAll(async () => {
    carried = await carrier.open();
    await migrate(carried.database);
    records = databaseRecords(carried.database);
  });
  afterAll(() => carried.close());
  suite(() => records);
});
