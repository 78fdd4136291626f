import { expect, test } from 'vitest';
import type { SlipAnswer } from '../../core/contract/slip.ts';
import { FaultError } from '../../core/contract/errors.ts';
import type { SlipOrder } from '../../core/visit/visit-context.ts';
import { createSlipCheck } from './slip-check.ts';

const order: SlipOrder = {
  kind: 'referral',
  number: 'GCT1',
  claim: { method: 'card-qr', authenticity: 'not-checked', flags: [] },
  hisPatientId: undefined,
};

const checkWith = (checkSlip: () => Promise<SlipAnswer>, reachable = true) =>
  createSlipCheck({
    hub: { checkSlip },
    hubReachable: () => reachable,
    day: () => '2026-11-23',
  })(order);

test('the hub says what a slip is', async () => {
  const answer = { slip: { kind: 'referral', number: 'GCT1', standing: 'expired' } } as const;
  expect(await checkWith(() => Promise.resolve(answer))).toEqual(answer);
});

test.each([
  ['is away', () => Promise.reject(new Error('not asked')), false],
  ['does not answer', () => Promise.reject(new FaultError('hub-timeout')), true],
  ['knows no slips', () => Promise.reject(new FaultError('unknown-method')), true],
] as const)('a hub that %s leaves it to the clerk', async (_what, ask, reachable) => {
  expect((await checkWith(ask, reachable)).slip.standing).toBe('unverified');
});
