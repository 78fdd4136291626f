import { connect, type Socket } from 'node:net';
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
}

/** A card that lies in a slot of the virtual reader. */
export interface InsertedCard {
  /** Takes it out; resolves once the reader was told. */
  remove(): Promise<void>;
  /** Resolves when it is out: taken out here, by a fault of its profile, or the reader went away. */
  readonly removed: Promise<void>;
}

const CONNECT_TIMEOUT_MS = 3_000;

/**
 * Lays a virtual chip into a slot of vpcd, the virtual reader of vsmartcard: the connection is the
 * card, closing it takes the card out. From then on every program of this machine that speaks PC/SC
 * sees the card.
 * @throws FaultError `device-absent` where no vpcd is listening.
 */
export const insertVirtualCard = async (options: InsertOptions): Promise<InsertedCard> => {
  const { chip, host = '127.0.0.1', port = VPCD_PORT } = options;
  const socket = await open(host, port);
  const removed = new Promise<void>(resolve => {
    socket.once('close', () => resolve());
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
  return { remove, removed };
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
