import { describe, expect, it } from 'vitest';
import { kioskContract, kioskPushSchema } from '../../../core/contract/kiosk.ts';
import { SNAPSHOTS } from '../../gallery/snapshots.ts';
import { bridgeCarrier } from './bridge-carrier.ts';
import { createConnection } from './connection.ts';
import { mockCarrier, type MockAnswer } from './mock-carrier.ts';

const connect = (answer: MockAnswer) => {
  const carrier = mockCarrier(() => answer);
  return { carrier, connection: createConnection(kioskContract, kioskPushSchema, carrier) };
};

describe('a connection', () => {
  it('gives the reply of the host, checked', async () => {
    const { connection } = connect({ value: SNAPSHOTS.welcome });
    expect(await connection.call('snapshot', {})).toEqual({ ok: true, value: SNAPSHOTS.welcome });
  });

  it('gives a refusal as a value', async () => {
    const { connection } = connect({ error: 'stale-step' });
    const answer = await connection.call('send', { stepKey: 1, intent: { type: 'begin' } });
    expect(answer.ok ? undefined : answer.error.code).toBe('stale-step');
  });

  it('takes a reply that does not fit the contract for none', async () => {
    const { connection } = connect({ value: { ...SNAPSHOTS.welcome, language: 'tlh' } });
    expect(await connection.call('snapshot', {})).toEqual({
      ok: false,
      error: { code: 'no-answer' },
    });
  });

  it('has no answer where the link is lost, and throws nothing', async () => {
    const { carrier, connection } = connect({ value: {} });
    carrier.enter('lost');
    expect((await connection.call('touch', {})).ok).toBe(false);
  });

  it('passes on pushes that fit the contract and drops the others', () => {
    const { carrier, connection } = connect({ value: {} });
    const pushes: unknown[] = [];
    const end = connection.subscribe(push => pushes.push(push));
    carrier.push({ type: 'snapshot', snapshot: { revision: 1 } });
    carrier.push('nonsense');
    carrier.push({ type: 'snapshot', snapshot: SNAPSHOTS.welcome });
    end();
    carrier.push({ type: 'snapshot', snapshot: SNAPSHOTS.identify });
    expect(pushes).toEqual([{ type: 'snapshot', snapshot: SNAPSHOTS.welcome }]);
  });

  it('works the same over the bridge of the desktop shell, which is always open', async () => {
    const states: string[] = [];
    const carrier = bridgeCarrier({
      invoke: method => Promise.resolve({ ok: true, value: method === 'touch' ? {} : null }),
      subscribe: () => () => undefined,
    });
    const connection = createConnection(kioskContract, kioskPushSchema, carrier);
    connection.watch(state => states.push(state));
    expect(await connection.call('touch', {})).toEqual({ ok: true, value: {} });
    expect(states).toEqual(['open']);
  });
});
