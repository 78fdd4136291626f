import { describe, expect, test } from 'vitest';
import { stepOf } from './testing/step-of.ts';
import { chipClaim, quietMorning, visitWorld } from './testing/visit-world.ts';

test('a card taken away while it is read leads back with a word on it', async () => {
  const world = visitWorld();
  world.send({ type: 'card.inserted' });
  expect(stepOf(world.send({ type: 'card.failed', code: 'card-removed' }), 'identify').notice).toBe(
    'card-removed',
  );
  world.send({ type: 'card.inserted' });
  expect(stepOf(await world.wait(20), 'identify').notice).toBe('card-unreadable');
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
