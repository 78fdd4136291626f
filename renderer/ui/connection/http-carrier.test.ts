import { describe, expect, it } from 'vitest';
import type { LinkState } from './carrier.ts';
import { httpCarrier } from './http-carrier.ts';

const answering = (answers: readonly (Response | Error)[]) => {
  const asked: { url: string; body: unknown }[] = [];
  const left = [...answers];
  const send: typeof fetch = (url, init) => {
    asked.push({ url: url instanceof Request ? url.url : url.toString(), body: init?.body });
    const answer = left.shift() ?? new Error('no answer');
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  return { asked, carrier: httpCarrier('/desk', send) };
};

describe('a call over HTTP', () => {
  it('says what it asks in the body, and nothing in the address', async () => {
    const { asked, carrier } = answering([Response.json({ ok: true, value: 1 })]);
    expect(await carrier.invoke('search', { text: 'Hòa' })).toEqual({ ok: true, value: 1 });
    expect(asked).toEqual([{ url: '/desk/search', body: '{"text":"Hòa"}' }]);
  });

  it('gives a refusal like any other reply', async () => {
    const refusal = { ok: false, error: { code: 'not-permitted' } };
    const { carrier } = answering([Response.json(refusal, { status: 422 })]);
    expect(await carrier.invoke('users', {})).toEqual(refusal);
  });

  it('tells when the line is lost and when it is back', async () => {
    const { carrier } = answering([
      Response.json({}),
      new TypeError('network'),
      new Response('<html>'),
      Response.json({}),
    ]);
    const states: LinkState[] = [];
    const end = carrier.watch(state => states.push(state));
    await carrier.invoke('access', {});
    await expect(carrier.invoke('access', {})).rejects.toThrow('no reply');
    await expect(carrier.invoke('access', {})).rejects.toThrow('no reply');
    await carrier.invoke('access', {});
    end();
    expect(states).toEqual(['connecting', 'open', 'lost', 'open']);
  });
});
