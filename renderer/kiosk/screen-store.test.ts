import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { kioskContract, kioskPushSchema, type Snapshot } from '../../core/contract/kiosk.ts';
import { SNAPSHOTS } from '../gallery/snapshots.ts';
import { createConnection } from '../ui/connection/connection.ts';
import { type MockAnswer, type MockCall, mockCarrier } from '../ui/connection/mock-carrier.ts';
import { createScreen } from './screen-store.ts';

const snapshot = (revision: number, stepKey = 1): Snapshot => ({
  ...SNAPSHOTS.welcome,
  revision,
  stepKey,
});

const start = (answer: (call: MockCall) => MockAnswer) => {
  const carrier = mockCarrier(answer);
  const screen = createScreen(createConnection(kioskContract, kioskPushSchema, carrier));
  const push = (value: Snapshot) => carrier.push({ type: 'snapshot', snapshot: value });
  const methods = () => carrier.calls.map(call => call.method);
  return { carrier, screen, push, methods, state: () => screen.store.getState() };
};

const settle = () => vi.advanceTimersByTimeAsync(0);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the mirror of the host', () => {
  it('asks once for the snapshot and then follows what is pushed', async () => {
    const { push, methods, state } = start(() => ({ value: snapshot(1) }));
    await settle();
    push(snapshot(2));
    expect(state().snapshot?.revision).toBe(2);
    expect(methods()).toEqual(['snapshot']);
  });

  it('never replaces a newer snapshot by an older one', async () => {
    const { push, state } = start(() => ({ value: snapshot(5) }));
    await settle();
    push(snapshot(4));
    push(snapshot(5, 9));
    expect(state().snapshot).toEqual(snapshot(5));
  });

  it('takes what is true now when the page has turned before the tap arrived', async () => {
    const { screen, methods, state } = start(({ method }) =>
      method === 'send' ? { error: 'stale-step' } : { value: snapshot(method === 'x' ? 0 : 7, 3) },
    );
    await settle();
    screen.send({ type: 'begin' }, 2);
    await settle();
    expect(methods()).toEqual(['snapshot', 'send', 'snapshot']);
    expect(state().snapshot?.stepKey).toBe(3);
  });

  it('names the page a choice was made on', async () => {
    const { carrier, screen } = start(() => ({ value: snapshot(1, 43) }));
    await settle();
    screen.send({ type: 'begin' }, 42);
    expect(carrier.calls.at(-1)?.input).toEqual({ stepKey: 42, intent: { type: 'begin' } });
  });

  it('sends one choice of a page at a time, but calls staff whenever asked', async () => {
    const { screen, methods } = start(() => ({ value: snapshot(1) }));
    await settle();
    screen.send({ type: 'begin' }, 1);
    screen.send({ type: 'begin' }, 1);
    screen.send({ type: 'callStaff' }, 1);
    expect(methods()).toEqual(['snapshot', 'send', 'send']);
    await settle();
    screen.send({ type: 'begin' }, 1);
    expect(methods()).toHaveLength(4);
  });

  it('starts from the host again after the link was lost, wherever that counts from', async () => {
    let now = snapshot(900);
    const { carrier, state } = start(() => ({ value: now }));
    await settle();
    carrier.enter('lost');
    now = snapshot(3);
    carrier.enter('open');
    await settle();
    expect(state().snapshot?.revision).toBe(3);
  });

  it('forgets the person when the host stays away for twenty seconds', async () => {
    const { carrier, state } = start(() => ({ value: snapshot(1) }));
    await settle();
    carrier.enter('lost');
    await vi.advanceTimersByTimeAsync(19_999);
    expect(state().snapshot).not.toBeNull();
    await vi.advanceTimersByTimeAsync(1);
    expect(state().snapshot).toBeNull();
  });

  it('reports touches at most once a second', async () => {
    const { screen, methods } = start(({ method }) => ({
      value: method === 'touch' ? {} : snapshot(1),
    }));
    await settle();
    screen.touch();
    screen.touch();
    await vi.advanceTimersByTimeAsync(1000);
    screen.touch();
    expect(methods().filter(method => method === 'touch')).toHaveLength(2);
  });
});
