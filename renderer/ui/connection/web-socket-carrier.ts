import { jsonIn } from '../../../core/contract/json-text.ts';
import { type Carrier, LinkLostError, type LinkState } from './carrier.ts';

const FIRST_RETRY_MS = 200;
/** The host is on the same machine: seconds of waiting would only be felt by the patient. */
const LONGEST_RETRY_MS = 1000;
const REPLY_TIMEOUT_MS = 10_000;
/** A newer page took over: two that both come back would take turns for ever. */
const CLOSE_REPLACED = 4000;

interface Waiting {
  readonly resolve: (reply: unknown) => void;
  readonly reject: (reason: LinkLostError) => void;
  readonly timeout: ReturnType<typeof setTimeout>;
}

type Message = { readonly id?: unknown; readonly reply?: unknown; readonly push?: unknown };

const parse = (data: unknown): Message => {
  const value = jsonIn(String(data));
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
};

/**
 * Carries calls over one WebSocket of the page's own origin: `{id, method, input}` out,
 * `{id, reply}` and `{push}` in. Reconnects with a growing pause; calls under way are given up
 * when the link breaks, because nobody knows whether they arrived.
 */
export const webSocketCarrier = (
  url: string,
  open: (url: string) => WebSocket = address => new WebSocket(address),
): Carrier => {
  const pushListeners = new Set<(push: unknown) => void>();
  const stateListeners = new Set<(state: LinkState) => void>();
  const waiting = new Map<number, Waiting>();
  let socket: WebSocket | undefined;
  let state: LinkState = 'connecting';
  let nextId = 1;
  let retryMs = FIRST_RETRY_MS;

  const settle = (id: number): Waiting | undefined => {
    const call = waiting.get(id);
    if (call === undefined) return undefined;
    waiting.delete(id);
    clearTimeout(call.timeout);
    return call;
  };

  const enter = (next: LinkState): void => {
    if (next === state) return;
    state = next;
    for (const listener of stateListeners) listener(next);
  };

  const receive = ({ id, reply, push }: Message): void => {
    if (push !== undefined) for (const listener of pushListeners) listener(push);
    if (typeof id === 'number') settle(id)?.resolve(reply);
  };

  const drop = (code: number): void => {
    for (const id of [...waiting.keys()]) settle(id)?.reject(new LinkLostError('link broke'));
    enter('lost');
    if (code === CLOSE_REPLACED) return;
    setTimeout(connect, retryMs);
    retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
  };

  function connect(): void {
    const opened = open(url);
    socket = opened;
    opened.onopen = () => {
      retryMs = FIRST_RETRY_MS;
      enter('open');
    };
    opened.onmessage = event => receive(parse(event.data));
    opened.onclose = ({ code }) => drop(code);
  }
  connect();

  return {
    invoke: (method, input) =>
      new Promise((resolve, reject) => {
        if (state !== 'open' || socket === undefined) {
          reject(new LinkLostError('no link'));
          return;
        }
        const id = nextId++;
        const timeout = setTimeout(
          () => settle(id)?.reject(new LinkLostError('no reply in time')),
          REPLY_TIMEOUT_MS,
        );
        waiting.set(id, { resolve, reject, timeout });
        socket.send(JSON.stringify({ id, method, input }));
      }),
    subscribe: listener => {
      pushListeners.add(listener);
      return () => pushListeners.delete(listener);
    },
    watch: listener => {
      stateListeners.add(listener);
      listener(state);
      return () => stateListeners.delete(listener);
    },
  };
};
