import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkInEvent, counterEvent } from '../../intake/testing/synthetic-events.ts';
import { type CheckInSituation, checkInBundle, counterBundle } from './check-in-bundle.ts';
import {
  type Appointment,
  type Bundle,
  type Patient,
  type ResourceType,
  type Task,
} from './resources.ts';
import { identifierSystemsSchema } from './systems.ts';
import { bundleProblems, validationProblems } from './testing/validate-fhir.ts';

const systems = identifierSystemsSchema.parse({});

const situation = (change: Partial<CheckInSituation> = {}): CheckInSituation => ({
  systems,
  patient: 'Patient/p1',
  point: { service: 'HealthcareService/eye', location: 'Location/room-208' },
  appointment: undefined,
  encounter: undefined,
  duplicate: false,
  ...change,
});

const insured = {
  mode: 'insured' as const,
  coverage: {
    reason: 'valid-in-network' as const,
    cardNumber: 'GD4010199999902',
    registeredFacility: '01999',
    validFrom: '2025-01-01',
    validTo: '2035-12-31',
  },
};

const booked: Appointment = {
  resourceType: 'Appointment',
  id: 'a1',
  meta: { versionId: '7' },
  status: 'booked',
  start: '2026-11-23T01:30:00.000Z',
  end: '2026-11-23T01:45:00.000Z',
  participant: [{ actor: { reference: 'Patient/p1' }, status: 'accepted' }],
};

const entry = (bundle: Bundle, type: ResourceType) =>
  bundle.entry?.find(({ resource }) => resource?.resourceType === type);

const types = (bundle: Bundle) => bundle.entry?.map(({ resource }) => resource?.resourceType);

describe('the validators the fixtures are checked with', () => {
  it('see a code outside its value set and a date that is none', () => {
    const wrongCode = { resourceType: 'Patient', gender: 'zzz' } as unknown as Patient;
    const wrongDate: Patient = { resourceType: 'Patient', birthDate: '02/01/1999' };
    expect(validationProblems(wrongCode)).not.toEqual([]);
    expect(validationProblems(wrongDate)).not.toEqual([]);
  });
});

const MOTHER = {
  method: 'card-qr' as const,
  citizenNumber: '001190999922',
  name: 'Mai Ngọc Lan',
  birthDate: '1990-05-20',
  gender: 'female' as const,
  authenticity: 'not-checked' as const,
  flags: [],
};

const PAPER_REFERRAL = {
  kind: 'referral' as const,
  number: 'GCT26-000001',
  standing: 'unverified' as const,
  fromFacility: '01998',
  day: '2026-11-20',
  validTo: '2026-12-07',
};

const TRAVELLER = {
  method: 'card-mrz' as const,
  passportNumber: '123456789',
  passportIssuer: 'USA',
  nationality: 'USA',
  name: 'SMITH JANE',
  birthDate: '1980-01-01',
  authenticity: 'not-checked' as const,
  flags: ['name-not-decoded' as const],
};

describe('who came along and what was brought', () => {
  it('is a RelatedPerson of the visit, found again by it', () => {
    const event = checkInEvent({ relative: { relationship: 'parent', claim: MOTHER } });
    const bundle = checkInBundle(event, situation());
    const { resource, request } = entry(bundle, 'RelatedPerson') ?? {};
    expect(resource).toMatchObject({
      patient: { reference: 'Patient/p1' },
      name: [{ text: 'Mai Ngọc Lan' }],
      relationship: [{ coding: [{ code: 'PRN' }] }],
    });
    expect(request?.ifNoneExist).toContain(event.visitId);
    expect(entry(bundle, 'Patient')).toBeUndefined();
  });

  it('is a referral the visit is based on; on paper it makes no active order', () => {
    const bundle = checkInBundle(checkInEvent({ slip: PAPER_REFERRAL }), situation());
    const referral = entry(bundle, 'ServiceRequest');
    expect(referral?.resource).toMatchObject({ status: 'unknown', authoredOn: '2026-11-20' });
    expect(entry(bundle, 'Encounter')?.resource).toMatchObject({
      basedOn: [{ reference: referral?.fullUrl }],
    });
  });

  it('points to the referral the HIS holds itself', () => {
    const slip = { ...PAPER_REFERRAL, hisId: 'sr-1' };
    const bundle = checkInBundle(checkInEvent({ slip }), situation());
    expect(entry(bundle, 'ServiceRequest')).toBeUndefined();
    expect(entry(bundle, 'Encounter')?.resource).toMatchObject({
      basedOn: [{ reference: 'ServiceRequest/sr-1' }],
    });
  });

  it('tells the clerk what to see, and who used the slip before', () => {
    const slip = {
      kind: 're-examination' as const,
      number: 'TK1',
      standing: 'unverified' as const,
    };
    const event = checkInEvent({ slip, clerkTasks: ['re-examination'] });
    const ticket = entry(checkInBundle(event, situation({ slipUsedBy: 'B-0007' })), 'Task');
    const told = JSON.stringify((ticket?.resource as Task).input);
    for (const said of ['TK1', 'unverified', 're-examination', 'slip-used-by', 'B-0007']) {
      expect(told).toContain(said);
    }
  });

  it('knows a traveller by passport and state', () => {
    const bundle = checkInBundle(
      checkInEvent({ identity: TRAVELLER }),
      situation({ patient: undefined }),
    );
    expect(entry(bundle, 'Patient')?.resource).toMatchObject({
      identifier: [{ system: 'http://hl7.org/fhir/sid/passport-USA', value: '123456789' }],
      extension: [{ extension: [{ valueCodeableConcept: { coding: [{ code: 'USA' }] } }] }],
    });
  });
});

describe('a check-in as a FHIR transaction', () => {
  it('is valid FHIR R4 in every situation', () => {
    const events = [
      checkInEvent(),
      checkInEvent({ payer: insured, priority: { group: 'pregnant', basis: 'declared' } }),
      checkInEvent({ bookingId: 'a1', hisPatientId: 'p1' }),
      checkInEvent({
        identity: { method: 'typed', authenticity: 'not-checked', flags: ['name-missing'] },
      }),
      checkInEvent({
        identity: {
          method: 'insurance-qr',
          insurance: { cardNumber: '3499999916' },
          birthDate: '1985-06',
          name: 'Mai',
          authenticity: 'not-checked',
          flags: ['birth-date-partial'],
        },
      }),
      checkInEvent({ relative: { relationship: 'parent', claim: MOTHER } }),
      checkInEvent({ relative: { relationship: 'other' }, clerkTasks: ['relative-document'] }),
      checkInEvent({ slip: { kind: 'referral', number: 'GCT26/1', standing: 'valid' } }),
      checkInEvent({ slip: PAPER_REFERRAL, clerkTasks: ['referral'] }),
      checkInEvent({ slip: { ...PAPER_REFERRAL, hisId: 'sr-1', standing: 'valid' } }),
      checkInEvent({ identity: TRAVELLER }),
    ];
    const situations = [
      situation(),
      situation({ patient: undefined }),
      situation({ appointment: booked, point: undefined }),
      situation({ encounter: 'Encounter/e1', duplicate: true }),
    ];
    for (const event of events) {
      for (const one of situations) expect(bundleProblems(checkInBundle(event, one))).toEqual([]);
    }
  });

  it('creates nothing twice: each create but the record of it is conditional', () => {
    const bundle = checkInBundle(
      checkInEvent({ payer: insured }),
      situation({ patient: undefined }),
    );
    const unconditional = (bundle.entry ?? []).filter(
      ({ request }) => request?.method === 'POST' && request.ifNoneExist === undefined,
    );
    expect(unconditional.map(({ resource }) => resource?.resourceType)).toEqual(['Provenance']);
  });

  it('holds everything of a first visit: patient, cover, encounter, its origin and the ticket', () => {
    const bundle = checkInBundle(
      checkInEvent({ payer: insured }),
      situation({ patient: undefined }),
    );
    expect(types(bundle)).toEqual(['Patient', 'Coverage', 'Encounter', 'Provenance', 'Task']);
  });

  it('gives a new patient the picture from the chip, and shows it to nobody who is known', () => {
    const event = checkInEvent({ portrait: '/9j/4A==' });
    const created = checkInBundle(event, situation({ patient: undefined }));
    expect(entry(created, 'Patient')?.resource).toMatchObject({
      photo: [{ contentType: 'image/jpeg', data: '/9j/4A==' }],
    });
    expect(bundleProblems(created)).toEqual([]);
    expect(JSON.stringify(checkInBundle(event, situation()))).not.toContain('/9j/4A==');
  });

  it('tells staff why a chip is not proven', () => {
    const event = counterEvent({
      reason: 'card-not-authentic',
      identity: {
        method: 'card-chip',
        citizenNumber: '001148999921',
        authenticity: 'invalid',
        authenticityReasons: ['digest-mismatch', 'chip-answer-wrong'],
        flags: [],
      },
    });
    const bundle = counterBundle(event, undefined, systems);
    const ticket = entry(bundle, 'Task')?.resource as Task | undefined;
    const reasons = ticket?.input?.filter(
      ({ type }) => type.coding?.[0]?.code === 'authenticity-reason',
    );
    expect(reasons?.map(({ valueString }) => valueString)).toEqual([
      'digest-mismatch',
      'chip-answer-wrong',
    ]);
    expect(bundleProblems(bundle)).toEqual([]);
  });

  it('leaves a known patient alone', () => {
    expect(types(checkInBundle(checkInEvent(), situation()))).toEqual([
      'Encounter',
      'Provenance',
      'Task',
    ]);
  });

  it('marks the booking as arrived, only in the version that was read', () => {
    const bundle = checkInBundle(
      checkInEvent({ bookingId: 'a1' }),
      situation({ appointment: booked }),
    );
    expect(entry(bundle, 'Appointment')).toMatchObject({
      resource: { status: 'arrived' },
      request: { method: 'PUT', url: 'Appointment/a1', ifMatch: 'W/"7"' },
    });
    expect(entry(bundle, 'Encounter')?.resource).toMatchObject({
      appointment: [{ reference: 'Appointment/a1' }],
    });
  });

  it('leaves a booking as it is that the clinic has dealt with meanwhile', () => {
    for (const status of ['arrived', 'fulfilled', 'cancelled', 'noshow'] as const) {
      const bundle = checkInBundle(
        checkInEvent({ bookingId: 'a1' }),
        situation({ appointment: { ...booked, status } }),
      );
      expect(entry(bundle, 'Appointment')).toBeUndefined();
    }
  });

  it('gives a repeated visit a ticket that points to the first, and no second encounter', () => {
    const bundle = checkInBundle(
      checkInEvent(),
      situation({ encounter: 'Encounter/e1', duplicate: true }),
    );
    expect(types(bundle)).toEqual(['Task']);
    expect(entry(bundle, 'Task')?.resource).toMatchObject({
      status: 'cancelled',
      focus: { reference: 'Encounter/e1' },
      businessStatus: { coding: [{ code: 'duplicate' }] },
    });
  });

  it('names its entries with real UUIDs, the same at every attempt', () => {
    const event = checkInEvent({ payer: insured });
    const once = checkInBundle(event, situation({ patient: undefined }));
    expect(checkInBundle(event, situation({ patient: undefined }))).toEqual(once);
    const uuid = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    for (const { fullUrl } of once.entry ?? []) expect(fullUrl).toMatch(uuid);
    expect(new Set(once.entry?.map(({ fullUrl }) => fullUrl)).size).toBe(once.entry?.length);
  });

  it('never invents a day of birth', () => {
    for (const birthDate of ['1947', '1985-06', '1999-01-02']) {
      const { identity } = checkInEvent();
      const event = checkInEvent({ identity: { ...identity, birthDate } });
      const bundle = checkInBundle(event, situation({ patient: undefined }));
      expect(entry(bundle, 'Patient')?.resource).toMatchObject({ birthDate });
    }
  });

  it('keeps any name, whatever characters it has', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 255, unit: 'grapheme' }), name => {
        const { identity } = checkInEvent();
        const event = checkInEvent({ identity: { ...identity, name } });
        const bundle = checkInBundle(event, situation({ patient: undefined }));
        expect(entry(bundle, 'Patient')?.resource).toMatchObject({ name: [{ text: name }] });
      }),
    );
  });
});

describe('a referral to a counter', () => {
  it('is a valid ticket with its reason, and no patient is made of it', () => {
    const point = { service: 'HealthcareService/counter-2' };
    const bundle = counterBundle(counterEvent({ reason: 'card-unreadable' }), point, systems);
    expect(bundleProblems(bundle)).toEqual([]);
    expect(types(bundle)).toEqual(['Task']);
    expect(entry(bundle, 'Task')?.resource).toMatchObject({
      owner: { reference: 'HealthcareService/counter-2' },
      reasonCode: { coding: [{ code: 'card-unreadable' }] },
    });
  });
});
