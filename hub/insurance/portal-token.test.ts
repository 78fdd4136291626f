import { describe, expect, test } from 'vitest';
import { fakeClock } from '../ports/testing/fake-clock.ts';
import { type TokenResult, createTokenKeeper } from './portal-token.ts';
import { TIMED_OUT } from './portal-trouble.ts';

const MINUTE = 60_000;

const kept = () => {
  const clock = fakeClock();
  const waiting: ((result: TokenResult) => void)[] = [];
  const keeper = createTokenKeeper(
    () => new Promise<TokenResult>(resolve => waiting.push(resolve)),
    clock,
  );
  let given = 0;
  const give = (expiresAt: number | undefined): void => {
    given += 1;
    waiting.shift()?.({
      ok: true,
      token: { accessToken: `token-${given}`, idToken: 'id', expiresAt },
    });
  };
  const shown = async (): Promise<string> => {
    const result = await keeper.obtain();
    return result.ok ? result.token.accessToken : result.trouble.what;
  };
  return { clock, waiting, keeper, give, shown };
};

describe('the token', () => {
  test('is taken once for everybody who waits for it', async () => {
    const { waiting, give, shown, clock } = kept();
    const all = [shown(), shown(), shown()];
    expect(waiting).toHaveLength(1);
    give(clock.now() + 20 * MINUTE);
    expect(await Promise.all(all)).toEqual(['token-1', 'token-1', 'token-1']);
    expect(await shown()).toBe('token-1');
    expect(waiting).toHaveLength(0);
  });

  test('is renewed a minute before its end, and nobody waits for that', async () => {
    const { waiting, give, shown, clock } = kept();
    const first = shown();
    give(clock.now() + 20 * MINUTE);
    await first;
    clock.advance(19 * MINUTE - 1);
    expect(await shown()).toBe('token-1');
    expect(waiting).toHaveLength(0);
    clock.advance(1);
    expect(await Promise.all([shown(), shown()])).toEqual(['token-1', 'token-1']);
    expect(waiting).toHaveLength(1);
    give(clock.now() + 20 * MINUTE);
    await new Promise(setImmediate);
    expect(await shown()).toBe('token-2');
  });

  test('that has ended is not shown any more', async () => {
    const { give, shown, clock } = kept();
    const first = shown();
    give(clock.now() + 20 * MINUTE);
    await first;
    clock.advance(20 * MINUTE);
    const second = shown();
    give(clock.now() + 20 * MINUTE);
    expect(await second).toBe('token-2');
  });

  test('that was refused is taken anew, and an older refusal throws no new one away', async () => {
    const { waiting, give, keeper, clock } = kept();
    const asked = keeper.obtain();
    give(clock.now() + 20 * MINUTE);
    const first = await asked;
    if (!first.ok) throw new Error('no token');
    keeper.refused(first.token);
    const again = keeper.obtain();
    give(clock.now() + 20 * MINUTE);
    await again;
    keeper.refused(first.token);
    expect(await keeper.obtain()).toMatchObject({ token: { accessToken: 'token-2' } });
    expect(waiting).toHaveLength(0);
  });

  test.each([
    ['cannot be read', () => undefined],
    ['has passed: a clock is wrong', (now: number) => now - MINUTE],
  ])('whose end %s serves for five minutes', async (_, endOf) => {
    const { waiting, give, shown, clock } = kept();
    const first = shown();
    give(endOf(clock.now()));
    expect(await first).toBe('token-1');
    clock.advance(5 * MINUTE - 1);
    expect(await shown()).toBe('token-1');
    clock.advance(1);
    void shown();
    expect(waiting.length).toBeGreaterThan(0);
  });

  test('that does not come is trouble for those who wait, and asked for anew by the next', async () => {
    const { waiting, give, shown, clock } = kept();
    const both = [shown(), shown()];
    waiting.shift()?.({ ok: false, trouble: TIMED_OUT });
    expect(await Promise.all(both)).toEqual(['timeout', 'timeout']);
    const next = shown();
    give(clock.now() + 20 * MINUTE);
    expect(await next).toBe('token-1');
  });
});
