import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineContract, replySchema } from '../../core/contract/contract.ts';
import { asFaultError, FaultError } from '../../core/contract/errors.ts';
import { type CallFailure, createDispatch } from './dispatch.ts';

const contract = defineContract({
  double: {
    role: 'screen',
    input: z.object({ value: z.int() }),
    output: z.object({ value: z.int() }),
  },
  refuse: { role: 'screen', input: z.object({}), output: z.object({}) },
  break: { role: 'screen', input: z.object({}), output: z.object({}) },
  lie: { role: 'screen', input: z.object({}), output: z.object({ value: z.int() }) },
  wrap: { role: 'screen', input: z.object({}), output: z.object({}) },
  reset: { role: 'panel', input: z.object({}), output: z.object({}) },
});

const setUp = () => {
  const failures: CallFailure[] = [];
  let resets = 0;
  let count = 0;
  const dispatch = createDispatch({
    contract,
    ids: { uuid: () => `id-${++count}` },
    report: failure => failures.push(failure),
    handlers: {
      double: ({ value }) => Promise.resolve({ value: value * 2, leaked: 'extra' }),
      refuse: () => {
        throw new FaultError('hub-unreachable', 'no route to the hub');
      },
      break: () => {
        throw new TypeError('cannot read 001085012345');
      },
      wrap: () => {
        throw asFaultError(new RangeError('patient 001085012345'));
      },
      lie: () => ({ value: 0.5 }),
      reset: () => {
        resets += 1;
        return {};
      },
    },
  });
  return { dispatch, failures, resets: () => resets };
};

const code = (reply: Awaited<ReturnType<ReturnType<typeof setUp>['dispatch']>>) =>
  reply.ok ? 'ok' : reply.error.code;

describe('a call of a page', () => {
  it('gets the answer, and nothing that the contract does not name', async () => {
    const { dispatch, failures } = setUp();
    expect(await dispatch('screen', 'double', { value: 21 })).toEqual({
      ok: true,
      value: { value: 42 },
    });
    expect(failures).toEqual([]);
  });

  it('is refused when the method belongs to another role', async () => {
    const { dispatch, resets } = setUp();
    expect(code(await dispatch('screen', 'reset', {}))).toBe('not-permitted');
    expect(resets()).toBe(0);
    expect(code(await dispatch('panel', 'reset', {}))).toBe('ok');
  });

  it.each(['toString', 'constructor', '__proto__', 'hasOwnProperty', '', 'Double'])(
    'does not find a method named %j',
    async name => {
      const { dispatch } = setUp();
      expect(code(await dispatch('screen', name, {}))).toBe('unknown-method');
    },
  );

  it('is refused when the input does not fit', async () => {
    const { dispatch } = setUp();
    expect(code(await dispatch('screen', 'double', { value: 'x' }))).toBe('bad-request');
    expect(code(await dispatch('screen', 'double', undefined))).toBe('bad-request');
  });

  it('is refused when the input throws while it is read', async () => {
    const { dispatch } = setUp();
    const trap = {
      get value(): number {
        throw new Error('trap');
      },
    };
    expect(code(await dispatch('screen', 'double', trap))).toBe('bad-request');
  });

  it('carries the code of a failure, its retryability and a correlation id', async () => {
    const { dispatch, failures } = setUp();
    expect(await dispatch('screen', 'refuse', {})).toEqual({
      ok: false,
      error: { code: 'hub-unreachable', retryable: true, correlationId: 'id-1' },
    });
    expect(failures).toEqual([
      {
        method: 'refuse',
        code: 'hub-unreachable',
        correlationId: 'id-1',
        reason: 'no route to the hub',
      },
    ]);
  });

  it('says internal for any other failure and keeps its message out of the log', async () => {
    const { dispatch, failures } = setUp();
    expect(code(await dispatch('screen', 'break', {}))).toBe('internal');
    expect(failures[0]?.reason).toBe('TypeError');
    expect(failures[0]?.trace).toMatch(/dispatch\.test\.ts:\d+:\d+/);
    expect(JSON.stringify(failures)).not.toContain('001085012345');
  });

  it('names only the class of a foreign failure that was wrapped', async () => {
    const { dispatch, failures } = setUp();
    expect(code(await dispatch('screen', 'wrap', {}))).toBe('internal');
    expect(failures[0]?.reason).toBe('RangeError');
    expect(JSON.stringify(failures)).not.toContain('001085012345');
  });

  it('says internal when a handler breaks its own contract, naming only the place', async () => {
    const { dispatch, failures } = setUp();
    expect(code(await dispatch('screen', 'lie', {}))).toBe('internal');
    expect(failures[0]?.reason).toMatch(/does not fit its contract at value/);
  });

  it('never repeats the name or the input of a stranger in the log', async () => {
    const { dispatch, failures } = setUp();
    await dispatch('screen', 'NGUYEN VAN A', { value: '001085012345' });
    await dispatch('screen', 'double', { value: '001085012345' });
    expect(failures.map(failure => failure.method)).toEqual(['(unknown)', 'double']);
    expect(JSON.stringify(failures)).not.toMatch(/NGUYEN|001085012345/);
  });

  it('answers with a value whatever comes in', async () => {
    const anyReply = replySchema(z.unknown());
    const { dispatch } = setUp();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constantFrom('screen', 'panel'), fc.string()),
        fc.oneof(fc.constantFrom(...Object.keys(contract)), fc.string(), fc.anything()),
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
        async (role, name, input) => {
          const reply = await dispatch(role, name as string, input);
          expect(anyReply.safeParse(reply).success).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
