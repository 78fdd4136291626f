import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LinkState } from './carrier.ts';
import { webSocketCarrier } from './web-socket-carrier.ts';

/** The host's end of one socket, as far as the carrier uses it. */
class Line {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: unknown[] = [];

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  say(message: unknown): void {
    this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) });
  }
}

let lines: Line[];
const carrier = () =>
  webSocketCarrier('ws://kiosk/screen', () => {
    const line = new Line();
    lines.push(line);
    return line as unknown as WebSocket;
  });
const line = () => lines.at(-1) as Line;

beforeEach(() => {
  lines = [];
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

describe('a call over the socket', () => {
  it('goes out with an id, and the reply with that id answers it', async () => {
    const { invoke } = carrier();
    line().onopen?.();
    const first = invoke('snapshot', {});
    const second = invoke('touch', { a: 1 });
    expect(line().sent).toEqual([
      { id: 1, method: 'snapshot', input: {} },
      { id: 2, method: 'touch', input: { a: 1 } },
    ]);
    line().say({ id: 2, reply: 'two' });
    line().say({ id: 1, reply: 'one' });
    expect(await Promise.all([first, second])).toEqual(['one', 'two']);
  });

  it('fails at once while there is no link', async () => {
    await expect(carrier().invoke('snapshot', {})).rejects.toThrow('no link');
  });

  it('fails when the link breaks, since nobody knows whether it arrived', async () => {
    const { invoke } = carrier();
    line().onopen?.();
    const call = invoke('send', {});
    line().onclose?.({ code: 1006 });
    await expect(call).rejects.toThrow('link broke');
  });

  it('fails when no reply comes for ten seconds', async () => {
    const { invoke } = carrier();
    line().onopen?.();
    const call = expect(invoke('send', {})).rejects.toThrow('no reply in time');
    await vi.advanceTimersByTimeAsync(10_000);
    await call;
  });

  it('survives whatever else arrives', () => {
    const { subscribe } = carrier();
    const pushes: unknown[] = [];
    subscribe(push => pushes.push(push));
    line().onopen?.();
    for (const noise of ['', '{', 'null', '[1]', '{"id":99,"reply":1}', '{"id":"x"}']) {
      line().say(noise);
    }
    line().say({ push: { type: 'snapshot' } });
    expect(pushes).toEqual([{ type: 'snapshot' }]);
  });
});

describe('a broken link', () => {
  it('is tried again with a growing pause of at most a second', () => {
    const states: LinkState[] = [];
    carrier().watch(state => states.push(state));
    const pauses = [200, 400, 800, 1000, 1000];
    for (const [index, pause] of pauses.entries()) {
      line().onclose?.({ code: 1006 });
      vi.advanceTimersByTime(pause - 1);
      expect(lines).toHaveLength(index + 1);
      vi.advanceTimersByTime(1);
      expect(lines).toHaveLength(index + 2);
    }
    line().onopen?.();
    expect(states).toEqual(['connecting', 'lost', 'open']);
    line().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(200);
    expect(lines).toHaveLength(pauses.length + 2);
  });

  it('is left alone where another page has taken over', () => {
    carrier();
    line().onopen?.();
    line().onclose?.({ code: 4000 });
    vi.advanceTimersByTime(60_000);
    expect(lines).toHaveLength(1);
  });
});
