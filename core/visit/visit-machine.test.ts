import { describe, expect, test } from 'vitest';
import type { LookupResult } from '../contract/hub.ts';
import type { Snapshot, StepName } from '../contract/kiosk.ts';
import {
  chipClaim,
  DAY,
  morningWith,
  nobodyKnown,
  NOW,
  quietMorning,
  visitWorld,
  withBooking,
} from './testing/visit-world.ts';
import type { Surroundings } from './visit-context.ts';

const stepOf = <N extends StepName>(snapshot: Snapshot, name: N) => {
  expect(snapshot.step.name).toBe(name);
  return snapshot.step as Extract<Snapshot['step'], { name: N }>;
};

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
    world.send({ type: 'card.read', claim: chipClaim() });
    await world.settle();
    world.send({ type: 'confirmIdentity' });
    world.send({ type: 'chooseBooking', bookingId: 'b-1' });
    world.send({ type: 'choosePayer', mode: 'insured' });
    const { ticket } = stepOf(await world.settle(), 'ticket');
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

describe('a patient who walks away', () => {
  test('is warned after a minute, then everything personal is gone', async () => {
    const world = visitWorld({ lookUp: withBooking });
    world.send({ type: 'card.read', claim: chipClaim() });
    await world.settle();
    expect((await world.wait(59)).idle.state).toBe('active');
    expect((await world.wait(1)).idle).toEqual({ state: 'warning', secondsLeft: 30 });
    expect((await world.wait(10)).idle).toEqual({ state: 'warning', secondsLeft: 20 });
    stepOf(await world.wait(20), 'welcome');
    expect(world.remembered()).not.toMatch(/Nguyễn|001148999921|1948/i);
  });

  test('may come back during the countdown, as often as needed', async () => {
    const world = visitWorld({ lookUp: withBooking });
    world.send({ type: 'card.read', claim: chipClaim() });
    await world.settle();
    for (let time = 0; time < 12; time++) {
      expect((await world.wait(80)).idle.state).toBe('warning');
      expect(world.send({ type: 'stillHere' }).idle.state).toBe('active');
      stepOf(world.snapshot(), 'confirm');
    }
  });

  test('has twice the time in slow pace', async () => {
    const world = visitWorld({ lookUp: withBooking });
    world.send({ type: 'card.read', claim: chipClaim() });
    await world.settle();
    world.send({ type: 'setDisplay', display: { pace: 'slow' } });
    expect((await world.wait(100)).idle.state).toBe('active');
    expect((await world.wait(20)).idle.state).toBe('warning');
  });

  test('leaves a language that the next one does not get', async () => {
    const world = visitWorld();
    world.send({ type: 'setLanguage', language: 'en' });
    expect(world.snapshot().language).toBe('en');
    expect((await world.wait(61)).language).toBe('vi');
  });
});

test('the ticket page ends by itself and thanks without a name', async () => {
  const world = visitWorld({ lookUp: withBooking });
  world.send({ type: 'card.read', claim: chipClaim() });
  await world.settle();
  world.send({ type: 'confirmIdentity' });
  world.send({ type: 'chooseBooking', bookingId: 'b-1' });
  world.send({ type: 'choosePayer', mode: 'insured' });
  await world.settle();
  stepOf(await world.wait(45), 'farewell');
  expect(world.remembered()).not.toMatch(/Nguyễn|001148999921|1948/i);
  stepOf(await world.wait(6), 'welcome');
});

test('the next card may come while the last ticket is still shown', async () => {
  const world = visitWorld();
  world.send({ type: 'noDocument' });
  stepOf(await world.settle(), 'counter');
  stepOf(world.send({ type: 'card.inserted' }), 'reading');
  expect(world.remembered()).not.toContain(world.issued[0]?.visitId);
});

test('a card taken away while it is read leads back with a word on it', async () => {
  const world = visitWorld();
  world.send({ type: 'card.inserted' });
  expect(stepOf(world.send({ type: 'card.failed', code: 'card-removed' }), 'identify').notice).toBe(
    'card-removed',
  );
  world.send({ type: 'card.inserted' });
  expect(stepOf(await world.wait(20), 'identify').notice).toBe('card-unreadable');
});

test('staff can be called from a page and the page stays', async () => {
  const world = visitWorld({ callStaff: 'unreachable' });
  world.send({ type: 'begin' });
  expect(world.send({ type: 'callStaff' }).staffCall).toBe('calling');
  expect((await world.settle()).staffCall).toBe('unreachable');
  stepOf(world.snapshot(), 'identify');
  expect(world.send({ type: 'closeStaffCall' }).staffCall).toBe('none');
});

const KEY = {
  kind: 'mrz',
  documentNumber: '148999921',
  birthDate: '480601',
  expiryDate: '991231',
} as const;
const cardLies = { ...quietMorning, cardPresent: true };
const scanned = {
  type: 'code.read',
  claim: chipClaim({ method: 'card-qr', authenticity: 'not-checked' }),
  keys: [KEY],
} as const;
const wanted = { type: 'card.keyWanted', reason: 'none-offered' } as const;
const refused = { type: 'card.keyWanted', reason: 'refused' } as const;

describe('a chip that opens only with a key', () => {
  const lockedCard = (surroundings = cardLies) => {
    const world = visitWorld({}, surroundings);
    world.send({ type: 'card.inserted' });
    stepOf(world.send(wanted), 'card-key');
    return world;
  };

  test('asks for the code of its card, and is read once that was shown', async () => {
    const world = lockedCard();
    expect(stepOf(world.snapshot(), 'card-key')).toMatchObject({ way: 'code', expiryHelps: false });
    stepOf(world.send(scanned), 'reading');
    world.send({ type: 'card.read', claim: chipClaim() });
    const confirm = stepOf(await world.settle(), 'confirm');
    expect(confirm.method).toBe('card-chip');
    expect(world.remembered()).not.toContain(KEY.expiryDate);
  });

  test('is laid back where it was lifted to show its code', () => {
    const world = lockedCard();
    world.send({ type: 'card.failed', code: 'card-removed' });
    stepOf(world.send({ type: 'surroundings', surroundings: quietMorning }), 'card-key');
    stepOf(world.send(scanned), 'lay-card');
    stepOf(world.send({ type: 'card.inserted' }), 'reading');
  });

  test('does not ask again for what is offered already', () => {
    const world = visitWorld({}, cardLies);
    world.send({ type: 'card.inserted' });
    stepOf(world.send(scanned), 'reading');
    stepOf(world.send(wanted), 'reading');
  });

  test('asks for the date of expiry, then for the number of the card, then lets go on by the code', async () => {
    const world = lockedCard();
    world.send(scanned);
    expect(stepOf(world.send(refused), 'card-key')).toMatchObject({
      way: 'expiry',
      notice: 'card-key-refused',
    });
    stepOf(world.send({ type: 'submitCardExpiry', expiryDate: '2033-03-03' }), 'reading');
    expect(stepOf(world.send(refused), 'card-key')).toMatchObject({
      way: 'can',
      notice: 'card-key-refused',
    });
    stepOf(world.send({ type: 'submitCardNumber', number: '123456' }), 'reading');
    world.send(refused);
    expect(stepOf(await world.settle(), 'confirm').method).toBe('card-qr');
  });

  test('takes no date of expiry where the rest of the key is not known', () => {
    const world = lockedCard();
    expect(world.can({ type: 'submitCardExpiry', expiryDate: '2033-03-03' })).toBe(false);
    expect(world.can({ type: 'chooseKeyWay', way: 'expiry' })).toBe(false);
  });

  test('is let be after three wrong numbers, and other ways are open', () => {
    const world = lockedCard();
    for (const number of ['111111', '222222', '333333']) {
      stepOf(world.send({ type: 'submitCardNumber', number }), 'reading');
      world.send(refused);
    }
    expect(stepOf(world.snapshot(), 'identify').notice).toBe('card-key-refused');
  });

  test('can be passed over: by the code where that was read, else by another way', async () => {
    const nobody = lockedCard();
    stepOf(nobody.send({ type: 'skipChip' }), 'identify');

    const known = lockedCard();
    known.send(scanned);
    known.send(refused);
    known.send({ type: 'skipChip' });
    expect(stepOf(await known.settle(), 'confirm').method).toBe('card-qr');
  });

  test('that was passed over may be taken away without a word', () => {
    const world = lockedCard();
    world.send({ type: 'skipChip' });
    const taken = stepOf(world.send({ type: 'card.failed', code: 'card-removed' }), 'identify');
    expect(taken.notice).toBeUndefined();
  });

  test.each(['card-blocked', 'card-too-slow'] as const)(
    'and is %s: the code that was shown is enough to go on',
    async code => {
      const known = lockedCard();
      known.send(scanned);
      known.send({ type: 'card.failed', code });
      stepOf(await known.settle(), 'confirm');

      const nobody = lockedCard();
      nobody.send({ type: 'card.failed', code });
      expect(stepOf(nobody.snapshot(), 'identify').notice).toBe(code);
    },
  );

  test('goes back from typing to the code, and from there to all ways', () => {
    const world = lockedCard();
    stepOf(world.send({ type: 'chooseKeyWay', way: 'can' }), 'card-key');
    expect(stepOf(world.send({ type: 'back' }), 'card-key').way).toBe('code');
    stepOf(world.send({ type: 'back' }), 'identify');
  });

  test('is read on the quiet where its code was shown first, and proves what the code said', async () => {
    const world = visitWorld({}, cardLies);
    world.send(scanned);
    expect(stepOf(await world.settle(), 'confirm').method).toBe('card-qr');
    const { stepKey } = world.snapshot();
    const proven = chipClaim({ authenticity: 'valid', authenticityReasons: [] });
    world.send({ type: 'card.read', claim: proven });
    expect(stepOf(world.snapshot(), 'confirm')).toMatchObject({
      method: 'card-chip',
      authenticity: 'valid',
    });
    expect(world.snapshot().stepKey).toBe(stepKey);
  });

  test('is not called genuine where nothing shows that it is no copy', async () => {
    const world = visitWorld({}, cardLies);
    const authenticityReasons = ['chip-not-proven' as const];
    const claim = chipClaim({ authenticity: 'valid', authenticityReasons });
    world.send({ type: 'card.read', claim });
    expect(stepOf(await world.settle(), 'confirm').authenticity).toBe('not-checked');
  });

  test('is no proof for anybody else', async () => {
    const world = visitWorld({}, cardLies);
    world.send(scanned);
    await world.settle();
    world.send({ type: 'card.read', claim: chipClaim({ citizenNumber: '001190999922' }) });
    expect(stepOf(world.snapshot(), 'confirm').method).toBe('card-qr');
  });

  test('that is a copy of the card whose code was shown goes to the counter', async () => {
    const world = visitWorld({}, cardLies);
    world.send(scanned);
    await world.settle();
    world.send({ type: 'card.read', claim: chipClaim({ authenticity: 'invalid' }) });
    expect(stepOf(await world.settle(), 'counter').reason).toBe('card-not-authentic');
  });
});

describe('reading', () => {
  test('shows how far it is, never back, and has patience while it goes on', async () => {
    const world = visitWorld();
    world.send({ type: 'card.inserted' });
    expect(stepOf(world.snapshot(), 'reading').progress).toBeUndefined();
    for (const share of [0.2, 0.6, 0.4]) {
      await world.wait(15);
      world.send({ type: 'card.progress', share });
    }
    expect(stepOf(world.snapshot(), 'reading').progress).toBe(0.6);
    expect(stepOf(await world.wait(20), 'identify').notice).toBe('card-unreadable');
  });
});

describe('the picture on the chip', () => {
  const portrait = { type: 'card.portrait', jpeg: '/9j/4A==' } as const;

  test("is kept with the visit where the hospital keeps the clerk's record, and says so", async () => {
    const world = visitWorld({}, cardLies, { clerkRecord: true });
    expect(stepOf(world.send({ type: 'card.inserted' }), 'reading').portrait).toBe(true);
    world.send({ type: 'card.read', claim: chipClaim() });
    expect(stepOf(await world.settle(), 'confirm').portrait).toBe(true);
    world.send(portrait);
    expect(world.remembered()).toContain(portrait.jpeg);
    world.send({ type: 'sessionOver' });
    expect(world.remembered()).not.toContain(portrait.jpeg);
  });

  test('is dropped where the hospital does not', async () => {
    const world = visitWorld();
    world.send({ type: 'card.read', claim: chipClaim() });
    await world.settle();
    world.send(portrait);
    expect(world.remembered()).not.toContain(portrait.jpeg);
  });

  test("of another card is nobody's", async () => {
    const world = visitWorld({}, cardLies, { clerkRecord: true });
    world.send({ type: 'card.read', claim: chipClaim() });
    await world.settle();
    world.send({ type: 'card.inserted' });
    world.send(portrait);
    expect(world.remembered()).not.toContain(portrait.jpeg);
  });
});
