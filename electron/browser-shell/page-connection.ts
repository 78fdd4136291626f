import { type WebSocket } from '@fastify/websocket';
import { type RawData } from 'ws';
import { type Clock } from '../../core/ports/ports.ts';
import { type Host, type Push, type Role } from '../host/host-interface.ts';
import { CLOSE, type PageMessage, parseCallMessage } from './page-messages.ts';
import { createRateLimit } from './rate-limit.ts';

/** Limits of one page. A person's finger stays far below them; a runaway page does not. */
const CALLS_AT_ONCE = 16;
const CALL_BURST = 200;
const CALLS_PER_SECOND = 50;
const HEARTBEAT_MS = 10_000;
/** Bytes that may wait for a slow page before pushes are held back. */
const SEND_BUFFER_BYTES = 1_048_576;

export interface PageConnectionOptions {
  readonly socket: WebSocket;
  readonly role: Role;
  readonly host: Pick<Host, 'call' | 'subscribe'>;
  readonly clock: Clock;
  /** Ends when the page's session is taken away. */
  readonly ended: AbortSignal;
}

/**
 * Sends pushes, at most one held back: each is the whole state, so that a page that reads slowly
 * gets the newest and never a growing queue.
 */
const createPushes = (socket: WebSocket) => {
  let held: Push | undefined;
  const send = (message: PageMessage) => {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(JSON.stringify(message), () => {
      const next = held;
      if (next === undefined || socket.bufferedAmount > SEND_BUFFER_BYTES) return;
      held = undefined;
      send({ push: next });
    });
  };
  const push = (news: Push) => {
    if (socket.bufferedAmount > SEND_BUFFER_BYTES) held = news;
    else send({ push: news });
  };
  return { send, push };
};

/** Finds out that a page is gone although nobody closed the connection. Returns its end. */
const startHeartbeat = (socket: WebSocket, clock: Clock): (() => void) => {
  let alive = true;
  let cancel = () => {};
  socket.on('pong', () => {
    alive = true;
  });
  const beat = () => {
    if (!alive) {
      socket.terminate();
      return;
    }
    alive = false;
    socket.ping();
    cancel = clock.after(HEARTBEAT_MS, beat);
  };
  cancel = clock.after(HEARTBEAT_MS, beat);
  return () => cancel();
};

const textOf = (data: RawData): string =>
  (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)).toString('utf8');

/** Carries the contract between one page and the host over one WebSocket. */
export const servePage = ({ socket, role, host, clock, ended }: PageConnectionOptions): void => {
  const { send, push } = createPushes(socket);
  const limit = createRateLimit({ clock, burst: CALL_BURST, perSecond: CALLS_PER_SECOND });
  let underWay = 0;

  const answer = async (text: string): Promise<void> => {
    const call = parseCallMessage(text);
    if (call === undefined) {
      socket.close(CLOSE.notUnderstood);
      return;
    }
    underWay += 1;
    if (underWay >= CALLS_AT_ONCE) socket.pause();
    const reply = await host.call(role, call.method, call.input);
    underWay -= 1;
    if (underWay < CALLS_AT_ONCE) socket.resume();
    send({ id: call.id, reply });
  };

  socket.on('message', (data, isBinary) => {
    if (isBinary) socket.close(CLOSE.notUnderstood);
    else if (limit.take()) void answer(textOf(data));
    else socket.close(CLOSE.tooMuch);
  });
  // Without a listener a broken frame would end the whole program.
  socket.on('error', () => socket.terminate());

  const unsubscribe = host.subscribe(role, push);
  const stopHeartbeat = startHeartbeat(socket, clock);
  const replace = () => socket.close(CLOSE.replaced);
  ended.addEventListener('abort', replace);
  socket.on('close', () => {
    unsubscribe();
    stopHeartbeat();
    ended.removeEventListener('abort', replace);
  });
};
