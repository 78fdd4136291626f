import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkInEvent } from '../../../intake/testing/synthetic-events.ts';
import { controlIdOf } from '../control-id.ts';
import { STANDARD_DELIMITERS } from '../message/delimiters.ts';
import { type Message, type Segment, parseMessage, repetitionsOf } from '../message/message.ts';
import { hl7v2SettingsSchema } from '../settings.ts';
import { dateOfStamp, dateStampOf, momentOfStamp, timeStampOf } from '../time-stamp.ts';
import { identifiersOf } from './patient-identifiers.ts';
import { patientNumberOf, patientOf, patientSegment, recordOf } from './patient-segment.ts';
import { nameField, nameOf } from './person-name.ts';
import { bookingFrom, bookingSegments } from './schedule-segments.ts';

const { identifiers: kinds } = hl7v2SettingsSchema.parse({});

const readName = (wire: string): string | undefined =>
  nameOf(repetitionsOf({ name: 'PID', fields: ['PID', wire] }, 1, STANDARD_DELIMITERS)[0]);

const messageWith = (...segments: readonly Segment[]): Message => ({
  delimiters: STANDARD_DELIMITERS,
  segments: [{ name: 'MSH', fields: ['MSH', '|', '^~\\&'] }, ...segments],
});

describe('a name', () => {
  it('is the same read as written, however many words it has', () => {
    const word = fc.stringMatching(/^[A-ZĐ][a-zăâđêôơưạảầẽ|^~&\\]{0,7}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), words => {
        expect(readName(nameField(words.join(' '), 'L'))).toBe(words.join(' '));
      }),
    );
  });

  it('stands with the family first, then the given one, then what is between', () => {
    expect(nameField('Nguyễn Thị Minh Hòa', 'L')).toBe('Nguyễn^Hòa^Thị Minh^^^^L^^^^F');
  });

  it('of a sender who puts the given name first is read in that order', () => {
    expect(readName('Carter^John^^^^^L^^^^G')).toBe('John Carter');
  });
});

describe('a time stamp', () => {
  it('is the same moment read as written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e9 }), seconds => {
        const moment = new Date(seconds * 1_000).toISOString();
        expect(momentOfStamp(timeStampOf(moment))).toBe(moment);
      }),
    );
  });

  it('says no more than it knows', () => {
    expect(dateOfStamp('1947')).toBe('1947');
    expect(dateOfStamp('19470000')).toBe('1947');
    expect(dateOfStamp('198506')).toBe('1985-06');
    expect(dateOfStamp('19850631')).toBeUndefined();
    expect(dateOfStamp('')).toBeUndefined();
    expect(dateStampOf('1985-06')).toBe('198506');
    expect(momentOfStamp('20261123')).toBeUndefined();
    expect(momentOfStamp('202611230830')).toBe('2026-11-23T01:30:00.000Z');
    expect(momentOfStamp('20261123013000.5+0000')).toBe('2026-11-23T01:30:00.500Z');
    expect(momentOfStamp('20261323083000')).toBeUndefined();
  });
});

describe('a control id', () => {
  it('fits MSH-10, is the same for a repeat and another for another message', () => {
    const id = controlIdOf('0193A0C0-0000-7000-8000-000000000001', 'A04');
    expect(id).toMatch(/^[\w-]{20}$/);
    expect(controlIdOf('0193a0c0-0000-7000-8000-000000000001', 'A04')).toBe(id);
    expect(controlIdOf('0193a0c0-0000-7000-8000-000000000001', 'S14')).not.toBe(id);
  });
});

describe('a patient', () => {
  const { identity } = checkInEvent();
  const roundTrip = (claim: Parameters<typeof patientSegment>[0]) => {
    const pid = patientSegment(claim, identifiersOf(claim, kinds));
    return patientOf(messageWith(pid), pid);
  };

  it('is read as they were written', () => {
    const claim = {
      ...identity,
      patientCode: 'BN1',
      address: '5 Phố A & B | C',
      birthDate: '1961',
    };
    const record = recordOf(roundTrip(claim), kinds);
    expect(record?.hisPatientId).toBe('BN1');
    expect(record?.claim).toEqual({
      name: claim.name,
      patientCode: 'BN1',
      citizenNumber: claim.citizenNumber,
      birthDate: '1961',
      gender: 'male',
      address: '5 Phố A & B | C',
    });
  });

  it('whose record differs does not replace it', () => {
    const flags = ['name-differs-from-record', 'birth-date-differs-from-record'] as const;
    const pid = patientSegment({ ...identity, flags: [...flags] }, []);
    expect(pid.fields[5]).toContain('^A^');
    expect(pid.fields[7]).toBe('');
  });

  it('without a name is marked unknown, with none invented', () => {
    const pid = patientSegment({}, []);
    expect([pid.fields[5], pid.fields[31]]).toEqual(['', 'Y']);
  });

  it('is never known by a number of another kind', () => {
    expect(patientNumberOf(roundTrip(identity), kinds)).toBeUndefined();
    const bare = { identifiers: [{ value: '77', authority: '', type: '' }] };
    expect(patientNumberOf(bare, kinds)).toBe('77');
  });

  it('of any fields is read, never thrown at', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 40 }), fields => {
        const pid = { name: 'PID', fields: ['PID', ...fields] };
        recordOf(patientOf(messageWith(pid), pid), kinds);
      }),
    );
  });
});

describe('a booking', () => {
  const pid = { name: 'PID', fields: ['PID', '1', '', 'BN1^^^HIS^MR'] };
  const AT = '2026-11-23T01:00:00.000Z';
  const booking = {
    id: 'BK1',
    placer: 'LH^app',
    filler: 'BK1^HIS',
    code: 'LH',
    kind: 're-examination',
    place: 'clinic-eye',
    start: '2026-11-23T02:00:00.000Z',
    minutes: 15,
    practitioner: 'BS. Trần Văn B',
    state: 'booked',
    patientNumber: 'BN1',
    changedAt: AT,
    foreign: [],
  } as const;

  it('is read as it was written, its numbers in the form they had', () => {
    const told = messageWith(...bookingSegments(booking, { patient: pid }));
    expect(bookingFrom(told, 'S12', 'BN1', AT)).toEqual({ ok: true, booking });
  });

  it.each([
    ['S13', 'booked'],
    ['S14', 'booked'],
    ['S15', 'cancelled'],
    ['S26', 'no-show'],
  ] as const)('told of by %s is %s', (trigger, state) => {
    const told = messageWith(...bookingSegments(booking, { patient: pid }));
    expect(bookingFrom(told, trigger, 'BN1', AT)).toMatchObject({ booking: { state } });
  });

  it('without what it needs is refused with the place of it', () => {
    const parsed = parseMessage('MSH|^~\\&|\rSCH|1|2\rPID|1||BN1');
    if (!parsed.ok) throw new Error(parsed.problem);
    expect(bookingFrom(parsed.message, 'S12', 'BN1', AT)).toEqual({
      ok: false,
      location: 'SCH^1^11',
    });
    expect(bookingFrom(parsed.message, 'S12', undefined, AT)).toMatchObject({
      location: 'PID^1^3',
    });
    expect(bookingFrom(parsed.message, 'S15', 'BN1', AT)).toMatchObject({
      ok: true,
      booking: { state: 'cancelled' },
    });
  });
});
