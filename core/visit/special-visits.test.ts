import { describe, expect, test } from 'vitest';
import type { LookupResult } from '../contract/hub.ts';
import type { IdentityClaim } from '../contract/identity.ts';
import { stepOf } from './testing/step-of.ts';
import {
  chipClaim,
  nobodyKnown,
  NOW,
  slipIs,
  type VisitWorld,
  visitWorld,
} from './testing/visit-world.ts';

const MOTHER = chipClaim({
  name: 'Mai Ngọc Lan',
  citizenNumber: '001190999922',
  birthDate: '1990-05-20',
});
const GRANDMOTHER = chipClaim();
const child = {
  type: 'submitDescription',
  name: 'mai  gia hân',
  birthDate: '2023-08-05',
  gender: 'female',
} as const;

const comesWithSomebody = (
  relationship: 'parent' | 'child',
  given: Parameters<typeof visitWorld>[0] = {},
): VisitWorld => {
  const world = visitWorld(given);
  world.send({ type: 'begin' });
  stepOf(world.send({ type: 'otherWays' }), 'other-ways');
  stepOf(world.send({ type: 'withRelative' }), 'relationship');
  const identify = stepOf(world.send({ type: 'chooseRelationship', relationship }), 'identify');
  expect(identify.whose).toBe('relative');
  return world;
};

const takesANumber = async (world: VisitWorld, mode: 'insured' | 'self-pay') => {
  world.send({ type: 'confirmIdentity' });
  world.send({ type: 'chooseClinic', servicePointId: 'clinic-paediatrics' });
  world.send({ type: 'choosePayer', mode });
  return stepOf(await world.settle(), 'ticket');
};

describe('a child without a card', () => {
  test('comes with its mother: her card, its name typed, a priority number for the child', async () => {
    const world = comesWithSomebody('parent');
    world.send({ type: 'card.read', claim: MOTHER });
    const identify = stepOf(world.snapshot(), 'identify');
    expect(identify).toEqual({ name: 'identify', whose: 'patient' });
    const page = stepOf(world.send({ type: 'describe' }), 'describe');
    expect(page.precision).toBe('day');
    world.send(child);
    const confirm = stepOf(await world.settle(), 'confirm');
    expect(confirm).toMatchObject({
      relative: { relationship: 'parent', name: 'Mai Ngọc Lan', swappable: false },
      priorityGroup: 'child-under-6',
    });
    expect(confirm.rows[0]).toMatchObject({ field: 'name', value: 'mai gia hân', source: 'typed' });
    expect(world.snapshot().addressee).toBe('child');

    world.send({ type: 'confirmIdentity' });
    const coverage = stepOf(
      world.send({ type: 'chooseClinic', servicePointId: 'clinic-paediatrics' }),
      'coverage',
    );
    expect(coverage.insured).toMatchObject({ offered: true, reason: 'child-without-card' });
    world.send({ type: 'choosePayer', mode: 'insured' });
    const { ticket } = stepOf(await world.settle(), 'ticket');
    expect(ticket.numberClass).toBe('priority');
    expect(world.orders[0]).toMatchObject({
      claim: { name: 'mai gia hân', flags: ['identity-temporary'] },
      relative: { relationship: 'parent', claim: { citizenNumber: '001190999922' } },
      priority: { group: 'child-under-6', basis: 'declared' },
      clerkTasks: ['identity', 'birth-certificate'],
      coverage: { reason: 'child-without-card' },
    });
  });

  test('whose insurance card is scanned needs nothing typed', async () => {
    const world = comesWithSomebody('parent');
    world.send({ type: 'code.read', claim: { ...MOTHER, method: 'card-qr' }, keys: [] });
    world.send({
      type: 'code.read',
      claim: {
        method: 'insurance-qr',
        name: 'Mai Gia Hân',
        birthDate: '2023-08-05',
        insurance: { cardNumber: 'TE1010199999925' },
        authenticity: 'not-checked',
        flags: [],
      },
      keys: [],
    });
    stepOf(await world.settle(), 'confirm');
    await takesANumber(world, 'self-pay');
    expect(world.orders[0]?.clerkTasks).toEqual([]);
  });

  test('of six and more without insurance pays, unless the clerk finds a card', async () => {
    const world = comesWithSomebody('parent');
    world.send({ type: 'card.read', claim: MOTHER });
    world.send({ type: 'describe' });
    world.send({ ...child, birthDate: '2015-01-01' });
    await world.settle();
    world.send({ type: 'confirmIdentity' });
    const clinic = { type: 'chooseClinic', servicePointId: 'clinic-paediatrics' } as const;
    expect(stepOf(world.send(clinic), 'coverage').insured.offered).toBe(false);
  });

  test('is seen also where the relative has no document', async () => {
    const world = comesWithSomebody('parent');
    expect(stepOf(world.send({ type: 'skipRelative' }), 'identify').whose).toBe('patient');
    world.send({ type: 'describe' });
    world.send(child);
    await world.settle();
    await takesANumber(world, 'insured');
    expect(world.orders[0]).toMatchObject({
      relative: { relationship: 'parent' },
      clerkTasks: ['identity', 'birth-certificate', 'relative-document'],
    });
  });
});

describe('somebody who acts for a patient', () => {
  test('is told apart from the patient, and may have mixed up the two cards', async () => {
    const world = comesWithSomebody('child');
    world.send({ type: 'card.read', claim: GRANDMOTHER });
    world.send({ type: 'card.read', claim: MOTHER });
    const mixedUp = stepOf(await world.settle(), 'confirm');
    expect(mixedUp.relative).toMatchObject({ name: 'Nguyễn Thị Hoa', swappable: true });
    world.send({ type: 'swapPersons' });
    const confirm = stepOf(await world.settle(), 'confirm');
    expect(confirm.rows[0]?.value).toBe('Nguyễn Thị Hoa');
    expect(confirm.relative).toMatchObject({ relationship: 'parent', name: 'Mai Ngọc Lan' });
    expect(confirm.priorityGroup).toBe('aged-75-or-over');
  });

  test('is not spoken to as the patient', async () => {
    const world = comesWithSomebody('child');
    world.send({ type: 'card.read', claim: MOTHER });
    world.send({ type: 'card.read', claim: GRANDMOTHER });
    expect((await world.settle()).addressee).toBe('unknown');
  });

  test('may say so after the patient’s card was read', async () => {
    const world = visitWorld();
    world.send({ type: 'card.read', claim: GRANDMOTHER });
    await world.settle();
    stepOf(world.send({ type: 'actFor' }), 'relationship');
    world.send({ type: 'chooseRelationship', relationship: 'child' });
    world.send({ type: 'card.read', claim: MOTHER });
    const confirm = stepOf(world.snapshot(), 'confirm');
    expect(confirm.rows[0]?.value).toBe('Nguyễn Thị Hoa');
    expect(confirm.relative?.name).toBe('Mai Ngọc Lan');
  });

  test('goes back to the patient alone by Back', async () => {
    const world = visitWorld();
    world.send({ type: 'card.read', claim: GRANDMOTHER });
    await world.settle();
    world.send({ type: 'actFor' });
    const confirm = stepOf(world.send({ type: 'back' }), 'confirm');
    expect(confirm.relative).toBeUndefined();
    expect(confirm.rows[0]?.value).toBe('Nguyễn Thị Hoa');
  });

  test('hears it plainly where the same card is laid down twice', () => {
    const world = comesWithSomebody('child');
    world.send({ type: 'card.read', claim: MOTHER });
    const again = stepOf(world.send({ type: 'card.read', claim: MOTHER }), 'identify');
    expect(again).toMatchObject({ whose: 'patient', notice: 'same-document' });
  });

  test('shows a document of their own: a booking code is nobody', () => {
    const world = comesWithSomebody('child');
    const code: IdentityClaim = {
      method: 'booking-code',
      bookingCode: 'LH1',
      authenticity: 'not-checked',
      flags: [],
    };
    const refused = stepOf(world.send({ type: 'code.read', claim: code, keys: [] }), 'identify');
    expect(refused).toMatchObject({ whose: 'relative', notice: 'code-unknown' });
  });

  test('with an expired card acts all the same, and the clerk looks at it', async () => {
    const world = comesWithSomebody('child');
    world.send({ type: 'card.read', claim: { ...MOTHER, expiryDate: '2020-01-01' } });
    world.send({ type: 'card.read', claim: GRANDMOTHER });
    await world.settle();
    await takesANumber(world, 'self-pay');
    expect(world.orders[0]?.clerkTasks).toEqual(['relative-document']);
  });

  test('loses nothing of who acts where the patient is not found at first', async () => {
    const world = comesWithSomebody('child');
    world.send({ type: 'card.read', claim: MOTHER });
    world.send({ type: 'typeNumber' });
    world.send({ type: 'submitNumber', number: '001148999921', birthDate: '1948' });
    const page = stepOf(await world.settle(), 'type-number');
    expect(page).toMatchObject({ whose: 'patient', notice: 'patient-not-found' });
    world.send({ type: 'card.read', claim: GRANDMOTHER });
    expect(stepOf(await world.settle(), 'confirm').relative?.name).toBe('Mai Ngọc Lan');
  });

  test('leaves nothing behind, neither of themselves nor of the patient', async () => {
    const world = comesWithSomebody('child');
    world.send({ type: 'card.read', claim: MOTHER });
    world.send({ type: 'card.read', claim: GRANDMOTHER });
    await world.settle();
    await takesANumber(world, 'self-pay');
    world.send({ type: 'finish' });
    expect(world.remembered()).not.toMatch(/Mai|Nguyễn|001190|001148|child/);
  });
});

describe('a patient without any document', () => {
  test('is taken down by name, and the clerk completes the record', async () => {
    const world = visitWorld();
    world.send({ type: 'begin' });
    world.send({ type: 'otherWays' });
    expect(stepOf(world.send({ type: 'describe' }), 'describe')).toMatchObject({
      whose: 'own',
      precision: 'year',
    });
    world.send({ type: 'submitDescription', name: 'Lò Văn Ín', birthDate: '1950', gender: 'male' });
    const confirm = stepOf(await world.settle(), 'confirm');
    expect(confirm.rows.map(row => row.field)).toEqual(['name', 'birthDate', 'gender']);
    await takesANumber(world, 'self-pay');
    expect(world.orders[0]?.clerkTasks).toEqual(['identity']);
  });

  test('has a number for the counter at once where typing is too much', async () => {
    const world = visitWorld();
    world.send({ type: 'begin' });
    world.send({ type: 'otherWays' });
    world.send({ type: 'askCounter' });
    expect(stepOf(await world.settle(), 'counter').reason).toBe('no-document');
  });
});

describe('a foreign passport', () => {
  const zone: IdentityClaim = {
    method: 'card-mrz',
    passportNumber: '561999912',
    passportIssuer: 'USA',
    nationality: 'USA',
    name: 'CARTER JOHN',
    birthDate: '1975-07-04',
    gender: 'male',
    expiryDate: '2031-01-01',
    authenticity: 'not-checked',
    flags: ['name-not-decoded'],
  };
  const away: LookupResult = {
    ...nobodyKnown,
    outcome: 'his-away',
    coverage: { reason: 'unverified-hub-away' },
  };

  test('speaks English and pays, also while nobody can be asked', async () => {
    const world = visitWorld({ lookUp: away });
    world.send({ type: 'code.read', claim: zone, keys: [] });
    const confirm = stepOf(await world.settle(), 'confirm');
    expect(world.snapshot().language).toBe('en');
    expect(confirm.rows).toContainEqual(
      expect.objectContaining({ field: 'nationality', value: 'USA', source: 'passport' }),
    );
    expect(JSON.stringify(confirm)).not.toContain('561999912');
    world.send({ type: 'confirmIdentity' });
    const coverage = stepOf(
      world.send({ type: 'chooseClinic', servicePointId: 'clinic-eye' }),
      'coverage',
    );
    expect(coverage.insured.offered).toBe(false);
    expect(coverage.slipHelps).toBe(false);
  });

  test('leaves the language alone once it was chosen', async () => {
    const world = visitWorld();
    world.send({ type: 'setLanguage', language: 'en' });
    world.send({ type: 'setLanguage', language: 'vi' });
    world.send({ type: 'code.read', claim: zone, keys: [] });
    expect((await world.settle()).language).toBe('vi');
  });

  test('opens its chip with the lines that were scanned', async () => {
    const world = visitWorld();
    world.send({ type: 'code.read', claim: zone, keys: [] });
    await world.settle();
    world.send({ type: 'card.read', claim: { ...zone, method: 'card-chip' } });
    expect(stepOf(world.snapshot(), 'confirm').method).toBe('card-chip');
  });

  test('that is out of date goes to the counter', async () => {
    const world = visitWorld();
    const expired = { ...zone, expiryDate: '2026-11-22' };
    world.send({ type: 'code.read', claim: expired, keys: [] });
    expect(stepOf(await world.settle(), 'counter').reason).toBe('card-expired');
  });

  const typed = {
    type: 'submitPassport',
    number: '561999912',
    name: 'John Carter',
    birthDate: '1975-07-04',
    state: 'USA',
  } as const;
  const typesPassport = (given: Parameters<typeof visitWorld>[0]) => {
    const world = visitWorld(given);
    world.send({ type: 'begin' });
    world.send({ type: 'otherWays' });
    expect(stepOf(world.send({ type: 'passport' }), 'passport').notice).toBeUndefined();
    stepOf(world.send({ type: 'typePassport' }), 'type-passport');
    world.send(typed);
    return world;
  };

  test('typed is taken as said, for the clerk to look at', async () => {
    const world = typesPassport({});
    stepOf(await world.settle(), 'confirm');
    await takesANumber(world, 'self-pay');
    expect(world.orders[0]?.clerkTasks).toEqual(['passport']);
  });

  test('typed shows no record of anybody born on another day', async () => {
    const world = typesPassport({
      lookUp: {
        ...nobodyKnown,
        outcome: 'found',
        patient: { hisPatientId: 'p-9', name: 'JOHN CARTER', claim: { birthDate: '1960-01-01' } },
      },
    });
    expect(stepOf(await world.settle(), 'type-passport').notice).toBe('identity-mismatch');
    world.send({ type: 'askCounter' });
    expect(stepOf(await world.settle(), 'counter').reason).toBe('identity-mismatch');
  });
});

describe('a slip', () => {
  const elsewhere: LookupResult = {
    ...nobodyKnown,
    outcome: 'found',
    patient: { hisPatientId: 'p-1', name: 'NGUYỄN THỊ HOA', claim: {} },
    coverage: { reason: 'valid-out-of-network', cardNumber: 'DN4010199999921' },
  };
  const atCoverage = async (given: Parameters<typeof visitWorld>[0]) => {
    const world = visitWorld({ lookUp: elsewhere, ...given });
    world.send({ type: 'card.read', claim: GRANDMOTHER });
    await world.settle();
    world.send({ type: 'confirmIdentity' });
    world.send({ type: 'chooseClinic', servicePointId: 'clinic-eye' });
    expect(stepOf(world.snapshot(), 'coverage').slipHelps).toBe(true);
    stepOf(world.send({ type: 'openSlips' }), 'slip');
    return world;
  };

  test('that is good makes the visit one of the referral', async () => {
    const world = await atCoverage({ checkSlip: slipIs('valid') });
    world.send({ type: 'chooseSlip', kind: 'referral' });
    world.send({ type: 'code.refused', code: 'code-unknown', slipNumber: 'GCT26-999906' });
    const coverage = stepOf(await world.settle(), 'coverage');
    expect(coverage).toMatchObject({
      slip: 'referral',
      slipHelps: false,
      insured: { reason: 'valid-referral' },
    });
    world.send({ type: 'choosePayer', mode: 'insured' });
    await world.settle();
    expect(world.orders[0]).toMatchObject({
      slip: { kind: 'referral', number: 'GCT26-999906', standing: 'valid' },
      coverage: { reason: 'valid-referral' },
      clerkTasks: [],
    });
  });

  test('that nobody could look up goes along, and changes nothing by itself', async () => {
    const world = await atCoverage({ checkSlip: slipIs('unverified') });
    world.send({ type: 'chooseSlip', kind: 'referral' });
    world.send({ type: 'submitSlip', number: 'GCT26-1' });
    const coverage = stepOf(await world.settle(), 'coverage');
    expect(coverage.insured.reason).toBe('valid-out-of-network');
    expect(coverage.slip).toBe('referral');
    world.send({ type: 'choosePayer', mode: 'insured' });
    await world.settle();
    expect(world.orders[0]?.clerkTasks).toEqual(['referral']);
  });

  test.each([
    ['expired', 'referral', 'referral-expired'],
    ['unknown', 'referral', 'slip-unknown'],
    ['used', 're-examination', 'slip-used'],
    ['too-early', 're-examination', 'slip-not-today'],
    ['too-late', 're-examination', 'slip-not-today'],
  ] as const)('that is %s says so, and the counter decides', async (standing, kind, reason) => {
    const world = await atCoverage({ checkSlip: slipIs(standing) });
    world.send({ type: 'chooseSlip', kind });
    world.send({ type: 'submitSlip', number: 'X1' });
    expect(stepOf(await world.settle(), 'type-slip')).toMatchObject({ kind, refused: standing });
    world.send({ type: 'askCounter' });
    expect(stepOf(await world.settle(), 'counter').reason).toBe(reason);
    expect(world.orders[0]).toMatchObject({ slip: { standing }, clerkTasks: [kind] });
  });

  test('that is refused can be left aside', async () => {
    const world = await atCoverage({ checkSlip: slipIs('expired') });
    world.send({ type: 'chooseSlip', kind: 'referral' });
    world.send({ type: 'submitSlip', number: 'X1' });
    await world.settle();
    expect(stepOf(world.send({ type: 'back' }), 'coverage').slip).toBeUndefined();
    world.send({ type: 'choosePayer', mode: 'self-pay' });
    await world.settle();
    expect(world.orders[0]).toMatchObject({ slip: undefined, clerkTasks: [] });
  });

  test('of a re-examination leads to its own place, and is left unused by another choice', async () => {
    const booking = {
      id: 'bk-9',
      code: 'TK1',
      kind: 're-examination',
      servicePointId: 'clinic-ent',
      start: NOW,
    } as const;
    const world = await atCoverage({ checkSlip: { ...slipIs('valid'), booking } });
    world.send({ type: 'chooseSlip', kind: 're-examination' });
    world.send({ type: 'submitSlip', number: 'TK1' });
    const coverage = stepOf(await world.settle(), 'coverage');
    expect(coverage.place.servicePointId).toBe('clinic-ent');
    expect(coverage.insured.reason).toBe('valid-re-examination');
    stepOf(world.send({ type: 'back' }), 'purpose');
    world.send({ type: 'chooseWalkIn' });
    world.send({ type: 'chooseClinic', servicePointId: 'clinic-eye' });
    expect(stepOf(world.snapshot(), 'coverage').slip).toBeUndefined();
  });

  test('of a booking the hospital found by itself is used up with it', async () => {
    const bookings = [
      { id: 'bk-1', code: 'TK7', kind: 're-examination', servicePointId: 'clinic-eye', start: NOW },
    ] as const;
    const world = visitWorld({ lookUp: { ...elsewhere, bookings: [...bookings] } });
    world.send({ type: 'card.read', claim: GRANDMOTHER });
    await world.settle();
    world.send({ type: 'confirmIdentity' });
    world.send({ type: 'chooseBooking', bookingId: 'bk-1' });
    world.send({ type: 'choosePayer', mode: 'self-pay' });
    await world.settle();
    expect(world.orders[0]).toMatchObject({
      slip: { kind: 're-examination', number: 'TK7', standing: 'valid', hisId: 'bk-1' },
      clerkTasks: [],
    });
  });

  test('is not asked about where it could change nothing', async () => {
    const world = visitWorld({
      lookUp: { ...elsewhere, coverage: { reason: 'valid-in-network' } },
    });
    world.send({ type: 'card.read', claim: GRANDMOTHER });
    await world.settle();
    world.send({ type: 'confirmIdentity' });
    world.send({ type: 'chooseClinic', servicePointId: 'clinic-eye' });
    expect(stepOf(world.snapshot(), 'coverage').slipHelps).toBe(false);
    expect(world.can({ type: 'openSlips' })).toBe(false);
  });
});
