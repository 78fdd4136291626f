import { describe, expect, test } from 'vitest';
import { servicePointSchema } from '../contract/catalogue.ts';
import { identityFlagSchema } from '../contract/identity.ts';
import { idSchema } from '../contract/primitives.ts';
import { parseInsuranceNumber } from '../coverage/insurance-number.ts';
import { citizenNumberFlags } from './citizen-number.ts';
import { ageOn, isCalendarDate } from './partial-date.ts';
import { compactCode, parseOwnCode } from './own-code.ts';
import { SYNTHETIC_HOSPITAL, SYNTHETIC_SERVICE_POINTS } from './synthetic-hospital.ts';
import {
  bookingQrOf,
  chipFieldsOf,
  citizenCardQrOf,
  insuranceCardQrOf,
  patientQrOf,
} from './synthetic-payloads.ts';
import { SYNTHETIC_PEOPLE, type SyntheticPersonId, syntheticPerson } from './synthetic-people.ts';

const TODAY = '2026-11-23';

const distinct = (values: readonly (string | undefined)[]): boolean => {
  const known = values.filter(value => value !== undefined);
  return new Set(known).size === known.length;
};

describe('the people', () => {
  test('are told apart by everything that should tell people apart', () => {
    expect(distinct(SYNTHETIC_PEOPLE.map(({ id }) => id))).toBe(true);
    expect(distinct(SYNTHETIC_PEOPLE.map(person => person.citizenNumber))).toBe(true);
    expect(distinct(SYNTHETIC_PEOPLE.map(person => person.oldNumber))).toBe(true);
    expect(distinct(SYNTHETIC_PEOPLE.map(person => person.hisPatientCode))).toBe(true);
    expect(distinct(SYNTHETIC_PEOPLE.map(person => person.insurance?.cardNumber))).toBe(true);
    const bookings = SYNTHETIC_PEOPLE.flatMap(person => person.bookings);
    expect(distinct(bookings.map(({ id }) => id))).toBe(true);
    expect(distinct(bookings.map(({ code }) => code))).toBe(true);
  });

  test.each(SYNTHETIC_PEOPLE.map(person => [person.id, person] as const))(
    '%s is well formed and plainly synthetic',
    (id, person) => {
      expect(idSchema.safeParse(id).success).toBe(true);
      expect(syntheticPerson(id as SyntheticPersonId)).toBe(person);
      expect(person.name).toBe(person.name.normalize('NFC'));
      for (const date of [person.birthDate, person.issueDate, person.expiryDate]) {
        expect(date === undefined || isCalendarDate(date)).toBe(true);
      }
      if (person.citizenNumber !== undefined)
        expect(person.citizenNumber).toMatch(/^\d{6}9999\d\d$/);
      if (person.insurance) {
        expect(parseInsuranceNumber(person.insurance.cardNumber)?.number).toBe(
          person.insurance.cardNumber,
        );
      }
      expect(person.hisKnown).toBe(person.hisPatientCode !== undefined);
      expect(person.chip === undefined).toBe(person.citizenNumber === undefined);
    },
  );

  test.each<[SyntheticPersonId, string[]]>([
    ['chi-hoang-thanh-tu', ['gender-differs-from-number']],
    ['anh-cao-xuan-long', ['birth-year-differs-from-number']],
  ])('%s has the one mistake shown', (id, flags) => {
    const { citizenNumber = '', gender, birthDate } = syntheticPerson(id);
    expect(citizenNumberFlags(citizenNumber, { gender, birthDate })).toEqual(flags);
    expect(flags.every(flag => identityFlagSchema.safeParse(flag).success)).toBe(true);
  });

  test('have no other mistakes in their numbers', () => {
    const mistaken = SYNTHETIC_PEOPLE.filter(
      ({ citizenNumber, gender, birthDate }) =>
        citizenNumber !== undefined &&
        citizenNumberFlags(citizenNumber, { gender, birthDate }).length > 0,
    );
    expect(mistaken.map(({ id }) => id)).toEqual(['chi-hoang-thanh-tu', 'anh-cao-xuan-long']);
  });

  test('have cards that end when the law says: at the next of 14, 25, 40 and 60 years', () => {
    for (const { id, birthDate, issueDate, expiryDate } of SYNTHETIC_PEOPLE) {
      if (issueDate === undefined) continue;
      const { max } = ageOn(birthDate, issueDate);
      // Identity Law 26/2023, Art. 21: issued within two years before an age, valid to the next.
      const limit = [14, 25, 40, 60].find(age => max < age - 2);
      const year = limit === undefined ? undefined : Number(birthDate.slice(0, 4)) + limit;
      expect(expiryDate === undefined ? undefined : Number(expiryDate.slice(0, 4)), id).toBe(year);
    }
  });

  test('show every case of the demonstration', () => {
    const ages = SYNTHETIC_PEOPLE.map(({ birthDate }) => ageOn(birthDate, TODAY));
    expect(ageOn(syntheticPerson('ba-nguyen-thi-hoa').birthDate, TODAY)).toEqual({
      min: 78,
      max: 78,
    });
    expect(ages.some(({ max }) => max < 6)).toBe(true);
    expect(SYNTHETIC_PEOPLE.some(({ birthDate }) => birthDate.length === 4)).toBe(true);
    expect(SYNTHETIC_PEOPLE.some(({ birthDate }) => birthDate.length === 7)).toBe(true);
    expect(SYNTHETIC_PEOPLE.some(({ expiryDate }) => (expiryDate ?? '9') < TODAY)).toBe(true);
    expect(SYNTHETIC_PEOPLE.some(({ hisKnown }) => !hisKnown)).toBe(true);
    expect(SYNTHETIC_PEOPLE.some(({ citizenNumber }) => citizenNumber === undefined)).toBe(true);
    expect(SYNTHETIC_PEOPLE.some(({ bookings }) => bookings.length === 2)).toBe(true);
    expect(
      new Set(SYNTHETIC_PEOPLE.flatMap(({ bookings }) => bookings.map(({ kind }) => kind))),
    ).toEqual(new Set(['appointment', 're-examination', 'online']));
    expect(new Set(SYNTHETIC_PEOPLE.map(({ insurance }) => insurance?.standing))).toEqual(
      new Set(['active', 'not-found', 'details-differ', 'revoked', undefined]),
    );
  });
});

describe('their payloads', () => {
  test('are there where the person has the thing', () => {
    for (const person of SYNTHETIC_PEOPLE) {
      expect(citizenCardQrOf(person) === undefined).toBe(person.citizenNumber === undefined);
      expect(insuranceCardQrOf(person) === undefined).toBe(person.insurance === undefined);
      expect(patientQrOf(person) === undefined).toBe(!person.hisKnown);
      expect(chipFieldsOf(person) === undefined).toBe(person.citizenNumber === undefined);
    }
  });

  test('of bookings lead back to the code the hospital keeps', () => {
    for (const booking of SYNTHETIC_PEOPLE.flatMap(person => person.bookings)) {
      expect(compactCode(booking.code)).toBe(booking.code);
      expect(parseOwnCode(bookingQrOf(booking))).toMatchObject({ payload: booking.code });
    }
  });

  test('of a chip hold the document number of the access key and the end of the card', () => {
    expect(chipFieldsOf(syntheticPerson('anh-pham-quoc-huy'))).toMatchObject({
      documentNumber: '200999904',
      expiryDate: '2025-04-18',
      gender: 'male',
    });
    expect(chipFieldsOf(syntheticPerson('ba-nguyen-thi-hoa'))).not.toHaveProperty('expiryDate');
  });
});

describe('the hospital', () => {
  test('has points that fit the contract, ids and series of their own', () => {
    for (const point of SYNTHETIC_SERVICE_POINTS) {
      expect(servicePointSchema.safeParse({ ...point, state: 'open', waiting: 0 }).success).toBe(
        true,
      );
    }
    const series = SYNTHETIC_SERVICE_POINTS.flatMap(point => Object.values(point.series));
    expect(distinct(series)).toBe(true);
    expect(distinct(SYNTHETIC_SERVICE_POINTS.map(({ id }) => id))).toBe(true);
    expect(SYNTHETIC_HOSPITAL.facilityCode).toMatch(/^\d{5}$/);
  });

  test('has more clinics than one page shows, and a counter', () => {
    const kinds = SYNTHETIC_SERVICE_POINTS.map(({ kind }) => kind);
    expect(kinds.filter(kind => kind === 'clinic').length).toBeGreaterThan(6);
    expect(kinds.filter(kind => kind === 'counter')).toHaveLength(1);
  });
});
