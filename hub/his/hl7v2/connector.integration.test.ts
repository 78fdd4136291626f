import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkInEvent } from '../../intake/testing/synthetic-events.ts';
import { valueAt } from './message/message.ts';
import { type Hl7Pair, startHl7Pair } from './testing/hl7-pair.ts';

let pair: Hl7Pair;
beforeAll(async () => {
  pair = await startHl7Pair();
});
afterAll(() => pair.close());

it('a check-in arrives as one registered visit, acknowledged by its control id', async () => {
  const event = checkInEvent();
  const verdict = await pair.his.deliver({ event, attemptsBefore: 0 });
  expect(verdict).toMatchObject({ verdict: 'delivered', receipt: { visit: event.visitId } });
  expect(pair.simulator.hospital.visits.get(event.visitId)).toMatchObject({ place: 'clinic-eye' });
  const last = pair.simulator.received.at(-1)!;
  expect(valueAt(last, last.segments[0], 9, 2)).toBe('A04');
  expect(valueAt(last, last.segments[0], 18)).toBe('UNICODE UTF-8');
});
