import WebSocket from 'ws';
import { replySchema } from '../../core/contract/contract.ts';
import {
  type Intent,
  kioskContract,
  type Snapshot,
  snapshotSchema,
  type StepName,
} from '../../core/contract/kiosk.ts';

/** A screen without a browser: the same link, cookie, socket and contract, driven by a script. */
export interface ScriptedScreen {
  /** The newest snapshot that was pushed or answered. */
  readonly latest: Snapshot;
  send(intent: Intent): Promise<Snapshot>;
  /** Waits until the page is one of these. */
  reaches<N extends StepName>(
    ...names: readonly N[]
  ): Promise<Snapshot & { step: Extract<Snapshot['step'], { name: N }> }>;
  readonly isOpen: boolean;
  close(): void;
}

const PATIENCE_MS = 20_000;

const enter = async (link: string): Promise<{ origin: string; cookie: string }> => {
  const response = await fetch(link, { redirect: 'manual' });
  const cookie = response.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`the link was refused: HTTP ${response.status}`);
  return { origin: new URL(link).origin, cookie };
};

/** Enters by a one-time link. */
export const openScriptedScreen = async (link: string): Promise<ScriptedScreen> => {
  const { origin, cookie } = await enter(link);
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/screen`, {
    origin,
    headers: { cookie },
  });
  const waiting = new Map<number, (reply: unknown) => void>();
  const watchers = new Set<() => void>();
  let latest: Snapshot | undefined;
  let nextId = 1;

  const take = (snapshot: Snapshot): Snapshot => {
    if (latest === undefined || snapshot.revision >= latest.revision) latest = snapshot;
    for (const watcher of [...watchers]) watcher();
    return snapshot;
  };
  socket.on('message', data => {
    const message = JSON.parse((data as Buffer).toString()) as Record<string, unknown>;
    if ('push' in message) {
      take(snapshotSchema.parse((message['push'] as { snapshot: unknown }).snapshot));
    } else waiting.get(message['id'] as number)?.(message['reply']);
  });
  const lost = new Promise<never>((_resolve, reject) => {
    socket.on('close', () => reject(new Error('the screen lost its host')));
    socket.on('error', () => reject(new Error('the screen lost its host')));
  });
  lost.catch(() => undefined);

  const call = async (method: 'snapshot' | 'send', input: unknown): Promise<Snapshot> => {
    const id = nextId++;
    const answered = new Promise<unknown>(resolve => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, input }));
    const raw = await Promise.race([answered, lost]);
    waiting.delete(id);
    const reply = replySchema(kioskContract[method].output).parse(raw);
    if (!reply.ok) throw new Error(`${method}: ${reply.error.code}`);
    return take(snapshotSchema.parse(reply.value));
  };

  await Promise.race([new Promise(resolve => socket.once('open', resolve)), lost]);
  await call('snapshot', {});
  const now = (): Snapshot => {
    if (latest === undefined) throw new Error('no snapshot yet');
    return latest;
  };
  return {
    get latest() {
      return now();
    },
    get isOpen() {
      return socket.readyState === WebSocket.OPEN;
    },
    send: intent => call('send', { stepKey: now().stepKey, intent }),
    reaches: async (...names) => {
      type Reached = Awaited<ReturnType<ScriptedScreen['reaches']>>;
      const isThere = (): boolean => (names as readonly string[]).includes(now().step.name);
      const reached = new Promise<void>((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`still on ${now().step.name}, not ${names.join(' or ')}`)),
          PATIENCE_MS,
        );
        const look = (): void => {
          if (!isThere()) return;
          clearTimeout(timer);
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      });
      await Promise.race([reached, lost]);
      return now() as Reached as never;
    },
    close: () => socket.close(),
  };
};
