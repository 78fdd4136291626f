import { describe, expect, test } from 'vitest';
import type { LookupResult } from '../contract/hub.ts';
import { withBooking } from './testing/known-patient.ts';
import { stepOf } from './testing/step-of.ts';
import { checkInForBooking } from './testing/visit-walks.ts';
import {
  chipClaim,
  DAY,
  morningWith,
  nobodyKnown,
  NOW,
  quietMorning,
  visitWorld,
} from './testing/visit-world.ts';
import type { Surroundings } from './visit-context.ts';

describe('a card with a booking', () => {
  test('leads to a priority number in four touches and no typing', async () => {
    const world = visitWorld({ lookUp: withBooking });
    stepOf(world.send({ type: 'card.inserted' }), 'reading');
    world.send({ type: 'card.read', claim: chipClaim() });
    const confirm = stepOf(await world.settle(), 'confirm');
    expect(confirm.priorityGroup).toBe('aged-75-or-over');
    expect(confirm.rows.find(row => row.field === 'citizenNumber')?.value).toBe('0**********21');

    stepOf(world.send({ type: 'confirmIdentity' }), 'purpose');
    stepOf(world.send({ type: 'chooseBooking', bookingId: 'b-1' }), 'coverage');
    world.send({ type: 'choosePayer', mode: 'insured' });
    const { ticket } = stepOf(await world.settle(), 'ticket');
    expect(ticket).toMatchObject({ numberClass: 'priority', print: 'printed', reprinted: false });
    stepOf(world.send({ type: 'finish' }), 'farewell');
    expect(world.issued).toHaveLength(1);
  });

  test('is spoken to as an elder once the age is known, and without a pronoun before', async () => {
    const world = visitWorld({ lookUp: withBooking });
    expect(world.snapshot().addressee).toBe('unknown');
    world.send({ type: 'card.read', claim: chipClaim() });
    expect((await world.settle()).addressee).toBe('elder');
  });
});

describe('a copy on A4', () => {
  /** A card with a booking, up to the ticket. */
  const toTicket = async (copies: Surroundings['copies'], lookUp: LookupResult = withBooking) => {
    const world = visitWorld({ lookUp });
    world.send({ type: 'surroundings', surroundings: { ...quietMorning, copies } });
    await checkInForBooking(world);
    const { ticket } = stepOf(world.snapshot(), 'ticket');
    return { world, ticket };
  };

  test('is not offered without an A4 printer, and cannot be asked for', async () => {
    const { world, ticket } = await toTicket(undefined);
    expect(ticket).not.toHaveProperty('copy');
    world.send({ type: 'printCopy', label: ticket.label });
    expect(stepOf(await world.settle(), 'ticket').ticket).not.toHaveProperty('copy');
  });

  test('comes out when it is asked for, of this visit and no other', async () => {
    const { world, ticket } = await toTicket('offered');
    expect(ticket.copy).toBe('offered');
    expect(stepOf(world.send({ type: 'printCopy', label: 'Z-0001' }), 'ticket').ticket.copy).toBe(
      'offered',
    );
    const asked = stepOf(world.send({ type: 'printCopy', label: ticket.label }), 'ticket');
    expect(asked.ticket.copy).toBe('printing');
    expect(stepOf(await world.settle(), 'ticket').ticket.copy).toBe('printed');
  });

  test('stays in sight when the A4 printer goes meanwhile, and is gone with the visit', async () => {
    const { world, ticket } = await toTicket('offered');
    world.send({ type: 'printCopy', label: ticket.label });
    await world.settle();
    world.send({ type: 'surroundings', surroundings: quietMorning });
    expect(stepOf(world.snapshot(), 'ticket').ticket.copy).toBe('printed');
    stepOf(world.send({ type: 'finish' }), 'farewell');
  });
});

test('somebody the hospital does not know yet chooses a clinic and pays', async () => {
  const world = visitWorld();
  world.send({
    type: 'code.read',
    claim: chipClaim({ method: 'card-qr', birthDate: '1990' }),
    keys: [],
  });
  await world.settle();
  stepOf(world.send({ type: 'confirmIdentity' }), 'clinic');
  const coverage = stepOf(
    world.send({ type: 'chooseClinic', servicePointId: 'clinic-eye' }),
    'coverage',
  );
  expect(coverage.insured.offered).toBe(false);
  expect(world.can({ type: 'choosePayer', mode: 'insured' })).toBe(false);
  world.send({ type: 'choosePayer', mode: 'self-pay' });
  expect(stepOf(await world.settle(), 'ticket').ticket.numberClass).toBe('normal');
});

test('a declared priority changes the class of the number', async () => {
  const world = visitWorld();
  world.send({ type: 'card.read', claim: chipClaim({ birthDate: '1990-01-01' }) });
  await world.settle();
  stepOf(world.send({ type: 'openPriority' }), 'priority');
  const confirm = stepOf(world.send({ type: 'declarePriority', group: 'pregnant' }), 'confirm');
  expect(confirm.priorityGroup).toBe('pregnant');
  world.send({ type: 'confirmIdentity' });
  world.send({ type: 'chooseClinic', servicePointId: 'clinic-eye' });
  world.send({ type: 'choosePayer', mode: 'self-pay' });
  expect(stepOf(await world.settle(), 'ticket').ticket.numberClass).toBe('priority');
});

describe('a typed number', () => {
  const typed = { type: 'submitNumber', number: '001148999921', birthDate: '1948-06-01' } as const;

  test('needs the birth date of the record', async () => {
    const world = visitWorld({ lookUp: withBooking });
    world.send({ type: 'begin' });
    world.send({ type: 'typeNumber' });
    world.send({ ...typed, birthDate: '1950' });
    expect(stepOf(await world.settle(), 'type-number').notice).toBe('identity-mismatch');
    world.send({ ...typed, birthDate: '1948' });
    stepOf(await world.settle(), 'confirm');
  });

  test('that nobody knows leaves with a number for the counter', async () => {
    const world = visitWorld();
    world.send({ type: 'begin' });
    world.send({ type: 'typeNumber' });
    world.send(typed);
    expect(stepOf(await world.settle(), 'type-number').notice).toBe('patient-not-found');
    world.send({ type: 'askCounter' });
    const counter = stepOf(await world.settle(), 'counter');
    expect(counter.reason).toBe('patient-not-found');
    expect(counter.ticket.place.servicePointId).toBe(quietMorning.counterId);
  });

  test('is taken as said while the hospital system is away', async () => {
    const world = visitWorld({
      lookUp: { ...nobodyKnown, outcome: 'his-away', coverage: { reason: 'unverified-hub-away' } },
    });
    world.send({ type: 'begin' });
    world.send({ type: 'typeNumber' });
    world.send(typed);
    expect(stepOf(await world.settle(), 'confirm').record).toBe('his-away');
  });
});

describe('what the kiosk cannot settle', () => {
  test.each([
    ['an expired card', { expiryDate: '2026-11-22' }, 'card-expired'],
    ['a chip that fails its check', { authenticity: 'invalid' }, 'card-not-authentic'],
  ] as const)('%s goes to the counter with a number', async (_what, facts, reason) => {
    const world = visitWorld();
    world.send({ type: 'card.read', claim: chipClaim(facts) });
    expect(stepOf(await world.settle(), 'counter').reason).toBe(reason);
  });

  test('a card is good on its last day', async () => {
    const world = visitWorld();
    world.send({ type: 'card.read', claim: chipClaim({ expiryDate: DAY }) });
    stepOf(await world.settle(), 'confirm');
  });

  test('an unknown code says so and offers the counter', async () => {
    const world = visitWorld();
    const identify = stepOf(world.send({ type: 'code.refused', code: 'code-unknown' }), 'identify');
    expect(identify.notice).toBe('code-unknown');
    world.send({ type: 'askCounter' });
    expect(stepOf(await world.settle(), 'counter').reason).toBe('code-unknown');
  });

  test('a full clinic keeps the choice open', async () => {
    const world = visitWorld({}, morningWith('clinic-eye', 'full'));
    world.send({ type: 'card.read', claim: chipClaim() });
    await world.settle();
    world.send({ type: 'confirmIdentity' });
    const clinic = stepOf(
      world.send({ type: 'chooseClinic', servicePointId: 'clinic-eye' }),
      'clinic',
    );
    expect(clinic.notice).toBe('clinic-full');
    stepOf(world.send({ type: 'chooseClinic', servicePointId: 'clinic-general' }), 'coverage');
  });

  test('a clinic that fills up at the last moment leads back to the choice', async () => {
    const world = visitWorld({ issue: 'clinic-full' });
    world.send({ type: 'card.read', claim: chipClaim() });
    await world.settle();
    world.send({ type: 'confirmIdentity' });
    world.send({ type: 'chooseClinic', servicePointId: 'clinic-eye' });
    world.send({ type: 'choosePayer', mode: 'self-pay' });
    expect(stepOf(await world.settle(), 'clinic').notice).toBe('clinic-full');
  });

  test('no number at all still names the counter', async () => {
    const world = visitWorld({ refer: 'fail' });
    world.send({ type: 'noDocument' });
    const out = stepOf(await world.settle(), 'out-of-service');
    expect(out.place?.servicePointId).toBe(quietMorning.counterId);
    stepOf(world.send({ type: 'finish' }), 'welcome');
  });

  test('a kiosk that never heard of its hospital is out of service until it does', () => {
    const world = visitWorld({}, { ...quietMorning, catalogue: undefined });
    stepOf(world.snapshot(), 'out-of-service');
    stepOf(world.send({ type: 'surroundings', surroundings: quietMorning }), 'welcome');
  });
});

describe('somebody who is registered already', () => {
  const registered: LookupResult = {
    ...withBooking,
    bookings: [],
    visitsToday: [
      {
        visitId: '11111111-1111-4111-8111-111111111111',
        bookingId: 'b-1',
        servicePointId: 'clinic-cardiology',
        number: {
          servicePointId: 'clinic-cardiology',
          day: DAY,
          numberClass: 'priority',
          sequence: 7,
          label: 'PB-0007',
          source: 'hub',
        },
        checkedInAt: NOW,
      },
    ],
  };

  test('is shown the first ticket and can have it again', async () => {
    const world = visitWorld({ lookUp: registered });
    world.send({ type: 'card.read', claim: chipClaim() });
    await world.settle();
    const first = stepOf(world.send({ type: 'confirmIdentity' }), 'already-registered');
    expect(first.tickets).toMatchObject([{ label: 'PB-0007', reprinted: false }]);
    world.send({ type: 'reprint', label: 'PB-0007', large: true });
    const again = stepOf(await world.settle(), 'already-registered');
    expect(again.tickets).toMatchObject([{ reprinted: true, print: 'printed' }]);
    expect(world.issued).toHaveLength(0);
  });

  test('comes there by showing the ticket, and is nobody else', () => {
    const world = visitWorld();
    const [visit] = registered.visitsToday;
    stepOf(world.send({ type: 'ticket.read', visit: visit! }), 'already-registered');
    stepOf(world.send({ type: 'registerAnother' }), 'identify');
  });
});
