import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { asFaultError, FaultError } from '../../../core/contract/errors.ts';
import { type VirtualChip } from '../chip/virtual-chip.ts';
import { CONTROL, createMessageReader, encodeMessage } from './framing.ts';

/** Where vpcd waits for the card of its first slot; the second one is the port behind it. */
export const VPCD_PORT = 35_963;

export interface InsertOptions {
  readonly chip: Pick<VirtualChip, 'transmit' | 'atr' | 'reset'>;
  /** Absent: this machine. */
  readonly host?: string;
  /** Absent: {@link VPCD_PORT}. */
  readonly port?: number;
  /** How long the reader may take to see it; absent: 20 s. */
  readonly seenWithinMs?: number;
}

/** A card that lies in a slot of the virtual reader. */
export interface InsertedCard {
  /** Takes it out; resolves once the reader was told. */
  remove(): Promise<void>;
  /** Resolves when it is out: taken out here, by a fault of its profile, or the reader went away. */
  readonly removed: Promise<void>;
}

const CONNECT_TIMEOUT_MS = 3_000;
/** A reader that drops a card while it lets go of the last one is tried again for so long. */
const DROPPED_MS = 1_000;
const AGAIN_MS = 100;
/**
 * pcscd looks into its slots every 400 ms, but only once a card that is slow to answer has let go of
 * the reader: on a busy machine that takes long after it was taken away.
 */
const SEEN_MS = 20_000;

/**
 * Lays a virtual chip into a slot of vpcd, the virtual reader of vsmartcard: the connection is the
 * card, closing it takes the card out. Resolves when the reader has seen it: from then on every
 * program of this machine that speaks PC/SC does.
 * @throws FaultError `device-absent` where no vpcd is listening, `device-busy` where another card
 * lies in the slot
 */
export const insertVirtualCard = async (options: InsertOptions): Promise<InsertedCard> => {
  const until = performance.now() + DROPPED_MS;
  for (;;) {
    const laid = await lay(options);
    if (laid !== 'dropped') return laid;
    if (performance.now() > until) {
      throw new FaultError('device-absent', 'the virtual reader takes no card');
    }
    await sleep(AGAIN_MS);
  }
};

const lay = async ({
  chip,
  host = '127.0.0.1',
  port = VPCD_PORT,
  seenWithinMs = SEEN_MS,
}: InsertOptions): Promise<InsertedCard | 'dropped'> => {
  const socket = await open(host, port);
  const removed = new Promise<void>(resolve => {
    socket.once('close', () => resolve());
  });
  const seen = new Promise<'seen'>(resolve => {
    socket.once('data', () => resolve('seen'));
  });
  // What goes wrong on the line ends the connection, and so the card is out.
  socket.on('error', () => socket.destroy());
  const read = createMessageReader();
  let answered = Promise.resolve();
  socket.on('data', (piece: Buffer) => {
    for (const message of read(piece)) {
      answered = answered.then(() => answer(socket, chip, message));
    }
  });
  const remove = async (): Promise<void> => {
    socket.end();
    socket.destroySoon();
    await removed;
  };
  const patience = new AbortController();
  const result = await Promise.race([
    seen,
    removed.then(() => 'dropped' as const),
    sleep(seenWithinMs, 'unseen' as const, { signal: patience.signal }).catch(
      () => 'unseen' as const,
    ),
  ]);
  patience.abort();
  if (result === 'seen') return { remove, removed };
  await remove();
  if (result === 'dropped') return result;
  throw new FaultError('device-busy', 'another card lies in the virtual reader');
};

const open = (host: string, port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true, timeout: CONNECT_TIMEOUT_MS });
    const fail = (): void => {
      socket.destroy();
      reject(new FaultError('device-absent', 'no virtual reader is listening'));
    };
    socket.once('error', fail);
    socket.once('timeout', fail);
    socket.once('connect', () => {
      socket.off('error', fail);
      socket.off('timeout', fail);
      socket.setTimeout(0);
      resolve(socket);
    });
  });

const answer = async (
  socket: Socket,
  chip: InsertOptions['chip'],
  message: Uint8Array,
): Promise<void> => {
  const [first] = message;
  if (message.length === 1 && first !== undefined) {
    if (first === CONTROL.answerToReset) socket.write(encodeMessage(chip.atr));
    else if (first in POWER) chip.reset();
    return;
  }
  try {
    socket.write(encodeMessage(await chip.transmit(message)));
  } catch (thrown) {
    // The protocol has no word for a chip that does not answer: it is as if it were not there.
    socket.destroy(asFaultError(thrown));
  }
};

/** Off, on and reset: the chip begins again. */
const POWER: Readonly<Record<number, true>> = {
  [CONTROL.powerOff]: true,
  [CONTROL.powerOn]: true,
  [CONTROL.reset]: true,
};
