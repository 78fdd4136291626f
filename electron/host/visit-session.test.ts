import { beforeEach, describe, expect, test } from 'vitest';
import type { CardAccessKey } from '../../core/contract/device.ts';
import type { Intent, Snapshot } from '../../core/contract/kiosk.ts';
import { chipClaim, nobodyKnown, quietMorning } from '../../core/visit/testing/visit-world.ts';
import { DEFAULT_PACE } from '../../core/visit/visit-context.ts';
import { createVisitSession, type VisitSession } from './visit-session.ts';

let session: VisitSession;
let pushed: Snapshot[];
/** What the readers were given, in order; undefined: told to forget. */
let offered: (readonly CardAccessKey[] | undefined)[];

beforeEach(() => {
  pushed = [];
  offered = [];
  session = createVisitSession({
    services: {
      lookUp: () => Promise.resolve(nobodyKnown),
      checkSlip: () => Promise.reject(new Error('not asked for')),
      issue: () => Promise.reject(new Error('not asked for')),
      refer: () => Promise.reject(new Error('not asked for')),
      print: () => Promise.resolve('printed'),
      reprint: () => Promise.resolve('printed'),
      copy: () => Promise.resolve('printed'),
      callStaff: () => Promise.resolve('called'),
      charges: () => Promise.reject(new Error('not asked for')),
      openCode: () => Promise.reject(new Error('not asked for')),
      watchPayment: () => Promise.reject(new Error('not asked for')),
      endCode: () => Promise.reject(new Error('not asked for')),
      billsDue: () => Promise.reject(new Error('not asked for')),
      printPayment: () => Promise.resolve('printed'),
    },
    surroundings: quietMorning,
    cardKeys: {
      offer: keys => void offered.push(keys),
      forget: () => void offered.push(undefined),
    },
    clerkRecord: false,
    pace: DEFAULT_PACE,
    language: 'vi',
    clock: { now: () => 0, after: () => () => undefined },
  });
  session.subscribe(snapshot => pushed.push(snapshot));
});

test('a tap leads on, and everybody who listens sees the new page', () => {
  const { stepKey } = session.snapshot();
  expect(session.send(stepKey, { type: 'begin' }).step.name).toBe('identify');
  expect(pushed.at(-1)?.step.name).toBe('identify');
});

test('a tap meant for the page before is refused, so that nothing is chosen by accident', () => {
  const { stepKey } = session.snapshot();
  session.send(stepKey, { type: 'begin' });
  expect(() => session.send(stepKey, { type: 'back' })).toThrow('stale-step');
  expect(session.snapshot().step.name).toBe('identify');
});

test('what a page does not offer is refused', () => {
  const { stepKey } = session.snapshot();
  expect(() => session.send(stepKey, { type: 'confirmIdentity' })).toThrow('not-possible-now');
});

test('language, display and staff belong to every page, whenever they were tapped', () => {
  const { stepKey } = session.snapshot();
  session.send(stepKey, { type: 'begin' });
  expect(session.send(stepKey, { type: 'setLanguage', language: 'en' }).language).toBe('en');
  expect(session.send(stepKey, { type: 'callStaff' }).staffCall).toBe('calling');
  expect(session.send(stepKey, { type: 'stillHere' }).idle.state).toBe('active');
});

test('revisions only count up', async () => {
  session.tell({ type: 'card.read', claim: chipClaim() });
  await Promise.resolve();
  session.tell({ type: 'surroundings', surroundings: { ...quietMorning, hub: 'away' } });
  const revisions = pushed.map(snapshot => snapshot.revision);
  expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
  expect(new Set(revisions).size).toBe(revisions.length);
});

describe('the keys of a chip', () => {
  const keys: readonly CardAccessKey[] = [{ kind: 'can', number: '123456' }];
  const scan = (given = keys): void =>
    session.tell({ type: 'code.read', claim: chipClaim({ method: 'card-qr' }), keys: given });

  test('reach the readers once a code says them, and no later code of another kind takes them', () => {
    scan();
    scan([]);
    expect(offered).toEqual([keys]);
  });

  test('are forgotten as soon as the chip has been read', () => {
    session.tell({ type: 'card.inserted' });
    scan();
    session.tell({ type: 'card.read', claim: chipClaim() });
    expect(offered).toEqual([keys, undefined]);
  });

  test('that a chip refused are tried on no other card', () => {
    session.tell({ type: 'card.inserted' });
    scan();
    session.tell({ type: 'card.keyWanted', reason: 'refused' });
    expect(offered).toEqual([keys, undefined]);
  });

  test.each<[string, () => void]>([
    ['the session ends', () => session.tell({ type: 'sessionOver' })],
    ['the patient goes back', () => press({ type: 'back' })],
    ['the kiosk program ends', () => session.stop()],
  ])('are forgotten when %s', (_when, ends) => {
    session.tell({ type: 'card.inserted' });
    scan();
    ends();
    expect(offered).toEqual([keys, undefined]);
  });

  test('typed again are offered again', () => {
    session.tell({ type: 'card.inserted' });
    for (const number of ['111111', '222222']) {
      session.tell({
        type: 'card.keyWanted',
        reason: offered.length > 0 ? 'refused' : 'none-offered',
      });
      press({ type: 'submitCardNumber', number });
      session.tell({ type: 'card.inserted' });
    }
    expect(offered).toEqual([
      [{ kind: 'can', number: '111111' }],
      undefined,
      [{ kind: 'can', number: '222222' }],
    ]);
  });

  const press = (intent: Intent): Snapshot => session.send(session.snapshot().stepKey, intent);
});
