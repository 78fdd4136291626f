import { type Socket, connect } from 'node:net';
import { type SecureContextOptions, connect as connectTls } from 'node:tls';
import { FaultError } from '../../../../core/contract/errors.ts';
import { type Clock } from '../../../../core/ports/ports.ts';
import { createFrameReader, frame } from './framing.ts';

export interface MllpClientOptions {
  readonly host: string;
  readonly port: number;
  /** The authority of the server's certificate; certificate and key of ours where it asks. */
  readonly tls?: Pick<SecureContextOptions, 'cert' | 'key' | 'ca'> & {
    readonly serverName?: string;
  };
  readonly connectTimeoutMs: number;
  /** Connections at the same time; on each, one message waits for its answer before the next. */
  readonly connections: number;
  readonly clock: Clock;
}

/** Looks at an answer: `wait` for a further one, or done. */
export type AnswerJudge<T> = (message: Buffer) => { readonly done: T } | 'wait';

/** Lets an answer in that comes on another way; returns how to stop waiting for it. */
type Elsewhere<T> = (done: (answer: T) => void) => () => void;

export interface MllpClient {
  /**
   * Sends a message and waits for the answer that `judge` takes; others are passed over.
   * @throws FaultError `his-unreachable` where nothing was sent, `his-timeout` where it was and no
   *   answer came: it may have arrived.
   */
  exchange<T>(
    message: Uint8Array,
    judge: AnswerJudge<T>,
    timeoutMs: number,
    elsewhere?: Elsewhere<T>,
  ): Promise<T>;
  close(): void;
}

const open = (options: MllpClientOptions): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const { host, port, tls, connectTimeoutMs, clock } = options;
    const socket: Socket =
      tls === undefined
        ? connect({ host, port })
        : connectTls({
            host,
            port,
            ...tls,
            ...(tls.serverName === undefined ? {} : { servername: tls.serverName }),
            minVersion: 'TLSv1.2',
          });
    const fail = (what: string): void => {
      cancel();
      socket.destroy();
      reject(new FaultError('his-unreachable', what));
    };
    const cancel = clock.after(connectTimeoutMs, () => {
      fail('no connection in time');
    });
    socket.setNoDelay(true).setKeepAlive(true, 30_000);
    socket.once('error', (error: Error & { code?: string }) => {
      fail(`no connection: ${error.code ?? 'refused'}`);
    });
    socket.once(tls === undefined ? 'connect' : 'secureConnect', () => {
      cancel();
      socket.removeAllListeners('error');
      // Told to whoever waits by the close that follows.
      socket.on('error', () => socket.destroy());
      resolve(socket);
    });
  });

interface Exchange<T> {
  readonly message: Uint8Array;
  readonly judge: AnswerJudge<T>;
  readonly timeoutMs: number;
  readonly elsewhere: Elsewhere<T>;
}

const converse = <T>(
  socket: Socket,
  { message, judge, timeoutMs, elsewhere }: Exchange<T>,
  clock: Clock,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const reader = createFrameReader();
    const finish = (): void => {
      cancel();
      leave();
      socket.off('data', read);
      socket.off('close', closed);
    };
    const fail = (what: string): void => {
      finish();
      // An answer that comes later must not meet the next message.
      socket.destroy();
      reject(new FaultError('his-timeout', what));
    };
    const closed = (): void => {
      fail('connection lost before the answer');
    };
    const read = (bytes: Buffer): void => {
      try {
        for (const answer of reader.push(bytes)) {
          const judged = judge(answer);
          if (judged === 'wait') continue;
          finish();
          resolve(judged.done);
          return;
        }
      } catch (error) {
        if (error instanceof RangeError) fail('answer too long');
        else {
          finish();
          socket.destroy();
          reject(error instanceof Error ? error : new FaultError('internal'));
        }
      }
    };
    const cancel = clock.after(timeoutMs, () => {
      fail('no answer in time');
    });
    const leave = elsewhere(answer => {
      finish();
      resolve(answer);
    });
    socket.on('data', read);
    socket.on('close', closed);
    socket.write(frame(message));
  });

/** Sends HL7 messages over MLLP on a few connections, which are opened when they are needed. */
export const createMllpClient = (options: MllpClientOptions): MllpClient => {
  const idle: Socket[] = [];
  const all = new Set<Socket>();
  const waiting: (() => void)[] = [];
  let busy = 0;

  const isUsable = (socket: Socket): boolean =>
    !socket.destroyed && socket.writable && !socket.readableEnded;

  const connection = async (): Promise<Socket> => {
    for (let kept = idle.pop(); kept !== undefined; kept = idle.pop()) {
      if (isUsable(kept)) return kept;
      kept.destroy();
    }
    const socket = await open(options);
    all.add(socket);
    socket.once('close', () => all.delete(socket));
    // Unasked-for words between two messages are read and dropped; an end is noticed.
    socket.on('end', () => socket.destroy());
    socket.resume();
    return socket;
  };

  const turn = async (): Promise<void> => {
    if (busy >= options.connections) await new Promise<void>(resolve => waiting.push(resolve));
    else busy += 1;
  };
  const release = (): void => {
    const next = waiting.shift();
    if (next === undefined) busy -= 1;
    else next();
  };

  return {
    async exchange(message, judge, timeoutMs, elsewhere = () => () => undefined) {
      await turn();
      try {
        const socket = await connection();
        const answer = await converse(
          socket,
          { message, judge, timeoutMs, elsewhere },
          options.clock,
        );
        if (isUsable(socket)) idle.push(socket);
        return answer;
      } finally {
        release();
      }
    },
    close() {
      for (const socket of all) socket.destroy();
      idle.length = 0;
    },
  };
};
