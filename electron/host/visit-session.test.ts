import { beforeEach, expect, test } from 'vitest';
import type { Snapshot } from '../../core/contract/kiosk.ts';
import { chipClaim, nobodyKnown, quietMorning } from '../../core/visit/testing/visit-world.ts';
import { DEFAULT_PACE } from '../../core/visit/visit-context.ts';
import { createVisitSession, type VisitSession } from './visit-session.ts';

let session: VisitSession;
let pushed: Snapshot[];

beforeEach(() => {
  pushed = [];
  session = createVisitSession({
    services: {
      lookUp: () => Promise.resolve(nobodyKnown),
      issue: () => Promise.reject(new Error('not asked for')),
      refer: () => Promise.reject(new Error('not asked for')),
      print: () => Promise.resolve('printed'),
      reprint: () => Promise.resolve('printed'),
      callStaff: () => Promise.resolve('called'),
    },
    surroundings: quietMorning,
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
