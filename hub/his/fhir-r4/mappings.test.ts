import { describe, expect, it } from 'vitest';
import { type IdentityClaim } from '../../../core/contract/identity.ts';
import { bookingOf } from './booking-mapping.ts';
import { coverageRecordOf } from './coverage-mapping.ts';
import { localisedOf, translationOf } from './localised-text.ts';
import { nameUuid } from './name-uuid.ts';
import { identifiersOf, matchPatient, recordOf } from './patient-mapping.ts';
import {
  type Appointment,
  type CoverageEligibilityResponse,
  type FhirCoverage,
  type Patient,
} from './resources.ts';
import { CODES, identifierSystemsSchema } from './systems.ts';

const systems = identifierSystemsSchema.parse({});

const binh: Patient = {
  resourceType: 'Patient',
  id: 'p2',
  identifier: [
    { system: systems.patientCode, value: 'BN2' },
    { system: systems.citizenNumber, value: '001061999902' },
  ],
  name: [{ use: 'official', text: 'Trần Văn Bình' }],
  birthDate: '1961-10-20',
  gender: 'male',
};

describe('identifiers of a claim', () => {
  it('come with the strongest first', () => {
    const claim: Partial<IdentityClaim> = {
      patientCode: 'BN2',
      citizenNumber: '001061999902',
      oldNumber: '010999902',
      insurance: { cardNumber: 'GD4010199999902' },
    };
    expect(identifiersOf(claim, systems).map(({ system }) => system)).toEqual([
      systems.patientCode,
      systems.citizenNumber,
      systems.oldNumber,
      systems.insuranceCard,
      systems.socialInsurance,
    ]);
  });

  it('take the ten digits of a newer card for the BHXH number, not for a card number', () => {
    expect(identifiersOf({ insurance: { cardNumber: '3499999916' } }, systems)).toEqual([
      { system: systems.socialInsurance, value: '3499999916' },
    ]);
  });
});

describe('the record a claim means', () => {
  const claim: Partial<IdentityClaim> = { citizenNumber: '001061999902', name: 'tran van binh' };
  const namesake: Patient = {
    ...binh,
    id: 'p3',
    name: [{ use: 'official', text: 'Trần Văn Bính An' }],
  };

  it('is the one with the number', () => {
    expect(matchPatient([binh], claim, systems)).toEqual({ match: 'one', patient: binh });
  });

  it('is, of two with the same number, the one whose name and birth date fit', () => {
    expect(matchPatient([namesake, binh], claim, systems)).toMatchObject({ patient: { id: 'p2' } });
  });

  it('is never guessed where two fit equally well', () => {
    expect(matchPatient([binh, { ...binh, id: 'p4' }], claim, systems).match).toBe('several');
  });

  it('is not one that was merged into another or taken out of use', () => {
    const merged: Patient = {
      ...binh,
      id: 'p5',
      link: [{ type: 'replaced-by', other: { reference: 'Patient/p2' } }],
    };
    const inactive: Patient = { ...binh, id: 'p6', active: false };
    expect(matchPatient([merged, inactive, binh], claim, systems)).toMatchObject({
      patient: { id: 'p2' },
    });
  });

  it('is decided by the strongest number where numbers disagree', () => {
    const other: Patient = {
      ...binh,
      id: 'p7',
      identifier: [{ system: systems.oldNumber, value: '010999902' }],
    };
    const both = { ...claim, oldNumber: '010999902' };
    expect(matchPatient([other, binh], both, systems)).toMatchObject({ patient: { id: 'p2' } });
  });

  it('shows what the kiosk compares with, and nothing where there is no name', () => {
    expect(recordOf(binh, systems)).toEqual({
      hisPatientId: 'p2',
      name: 'Trần Văn Bình',
      claim: {
        name: 'Trần Văn Bình',
        citizenNumber: '001061999902',
        patientCode: 'BN2',
        birthDate: '1961-10-20',
        gender: 'male',
      },
    });
    expect(recordOf({ resourceType: 'Patient', id: 'p8' }, systems)).toBeUndefined();
  });
});

describe('bookings', () => {
  const appointment: Appointment = {
    resourceType: 'Appointment',
    id: 'a1',
    identifier: [{ system: systems.booking, value: 'TK26999902' }],
    status: 'booked',
    appointmentType: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0276', code: 'FOLLOWUP' }],
    },
    start: '2026-11-23T08:30:00+07:00',
    participant: [
      { actor: { reference: 'Patient/p2' }, status: 'accepted' },
      { actor: { reference: 'HealthcareService/eye' }, status: 'accepted' },
      { actor: { reference: 'Practitioner/d1', display: 'BS. Lê Thử' }, status: 'accepted' },
    ],
  };
  const pointIdOf = (reference: string) =>
    reference === 'HealthcareService/eye' ? 'clinic-eye' : undefined;

  it('are appointments that are still open, with their time in UTC', () => {
    expect(bookingOf(appointment, pointIdOf, systems)).toEqual({
      id: 'a1',
      code: 'TK26999902',
      kind: 're-examination',
      servicePointId: 'clinic-eye',
      start: '2026-11-23T01:30:00.000Z',
      practitioner: 'BS. Lê Thử',
    });
  });

  it('are not those that are used, cancelled, without a time or without a place', () => {
    const closed: Appointment[] = [
      { ...appointment, status: 'arrived' },
      { ...appointment, status: 'cancelled' },
      { ...appointment, start: 'tomorrow' },
      { ...appointment, participant: [] },
    ];
    for (const one of closed) expect(bookingOf(one, pointIdOf, systems)).toBeUndefined();
  });
});

describe('the insurance record of the HIS', () => {
  const card: FhirCoverage = {
    resourceType: 'Coverage',
    status: 'active',
    subscriberId: 'GD4010199999902',
    beneficiary: { reference: 'Patient/p2' },
    payor: [{ display: 'VSS' }],
    period: { start: '2025-01-01', end: '2035-12-31T23:59:59+07:00' },
    class: [{ type: { coding: [{ system: CODES.coverageClass, code: 'plan' }] }, value: '01998' }],
  };
  const answer = (code: string, created: string): CoverageEligibilityResponse => ({
    resourceType: 'CoverageEligibilityResponse',
    status: 'active',
    purpose: ['validation'],
    patient: { reference: 'Patient/p2' },
    created,
    request: { display: 'x' },
    outcome: 'error',
    insurer: { display: 'VSS' },
    error: [{ code: { coding: [{ system: CODES.portalResult, code }] } }],
  });

  it('is the active card that lasts longest', () => {
    const old = { ...card, subscriberId: 'GD4010199999900', period: { end: '2024-12-31' } };
    expect(coverageRecordOf([old, card], [], systems)).toEqual({
      outcome: 'found',
      cardNumber: 'GD4010199999902',
      registeredFacility: '01998',
      validFrom: '2025-01-01',
      validTo: '2035-12-31',
    });
  });

  it.each([
    ['050', 'not-found'],
    ['060', 'details-differ'],
    ['070', 'details-differ'],
    ['110', 'revoked'],
    ['500', 'portal-away'],
    ['999', 'portal-away'],
    ['000', 'found'],
  ])('says what the portal answered last: %s is %s', (code, outcome) => {
    const answers = [answer('110', '2026-11-01'), answer(code, '2026-11-23')];
    expect(coverageRecordOf([card], answers, systems).outcome).toBe(outcome);
  });

  it('is not found without any card, and revoked where the only card was withdrawn', () => {
    expect(coverageRecordOf([], [], systems)).toEqual({ outcome: 'not-found' });
    const withdrawn: FhirCoverage = { ...card, status: 'cancelled' };
    expect(coverageRecordOf([withdrawn], [], systems)).toEqual({ outcome: 'revoked' });
  });
});

describe('texts in two languages', () => {
  it('come back from the translation extension they were put in', () => {
    const name = { vi: 'Mắt', en: 'Eyes' };
    expect(localisedOf(name.vi, translationOf(name))).toEqual(name);
  });
  it('are Vietnamese in both where there is no translation, and nothing where there is no text', () => {
    expect(localisedOf('Mắt', undefined)).toEqual({ vi: 'Mắt', en: 'Mắt' });
    expect(localisedOf(' ', undefined)).toBeUndefined();
  });
});

describe('a UUID from a name', () => {
  it('is the one of RFC 9562, version 5, and differs for other names', () => {
    expect(nameUuid('a', 'b')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab]/);
    expect(nameUuid('a', 'b')).toBe(nameUuid('a', 'b'));
    expect(nameUuid('a', 'b')).not.toBe(nameUuid('ab'));
  });
});
