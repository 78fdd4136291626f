import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaultError } from '../../../core/contract/errors.ts';
import { createMessageReader, encodeMessage } from './framing.ts';
import { insertVirtualCard, type InsertOptions } from './virtual-card.ts';

const ATR = Uint8Array.of(0x3b, 0x80, 0x80, 0x01, 0x01);
/** How a reader finds out that a card is there: it asks for the answer to reset. */
const LOOK = encodeMessage(Uint8Array.of(4));

/** Answers what it was asked, and counts how often its power went. */
const echo = () => {
  const chip = {
    resets: 0,
    atr: ATR,
    reset: () => {
      chip.resets += 1;
    },
    transmit: (command: Uint8Array): Promise<Uint8Array> =>
      command[0] === 0xff
        ? Promise.reject(new FaultError('card-removed'))
        : Promise.resolve(Uint8Array.of(...command, 0x90, 0x00)),
  };
  return chip;
};

describe('a card in a slot of vpcd', () => {
  let server: Server;
  let port: number;

  beforeEach(async () => {
    server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });
  afterEach(() => {
    server.close();
  });

  /** The reader's end of the line. */
  const insert = async (chip: InsertOptions['chip']) => {
    const connected = once(server, 'connection') as Promise<[Socket]>;
    const inserted = insertVirtualCard({ chip, port });
    const [line] = await connected;
    const read = createMessageReader();
    const received: string[] = [];
    line.on('data', (piece: Buffer) => {
      received.push(...read(piece).map(message => Buffer.from(message).toString('hex')));
    });
    line.write(LOOK);
    const card = await inserted;
    const send = (...bytes: number[]): boolean => line.write(encodeMessage(Uint8Array.from(bytes)));
    const heard = async (count: number): Promise<string[]> => {
      while (received.length < count) await once(line, 'data');
      return received;
    };
    return { card, line, send, heard };
  };

  it('answers commands and the question for its answer to reset, and nothing else', async () => {
    const chip = echo();
    const { card, send, heard } = await insert(chip);
    send(1);
    send(4);
    send(2);
    send(0x00, 0xa4, 0x00, 0x0c);
    send(0);
    send(0x00, 0xb0, 0x00, 0x00, 0x01);
    expect(await heard(4)).toEqual(['3b80800101', '3b80800101', '00a4000c9000', '00b00000019000']);
    expect(chip.resets).toBe(3);
    await card.remove();
  });

  it('is out once it was taken out', async () => {
    const { card, line } = await insert(echo());
    const gone = once(line, 'close');
    await card.remove();
    await gone;
    await card.removed;
  });

  it('is out once its profile takes it away', async () => {
    const { card, line, send } = await insert(echo());
    const gone = once(line, 'close');
    send(0xff, 0, 0, 0);
    await Promise.all([card.removed, gone]);
  });

  it('is out once the reader goes away', async () => {
    const { card, line } = await insert(echo());
    line.destroy();
    await card.removed;
  });

  it('is laid down again where the reader drops it while it lets go of the last one', async () => {
    server.once('connection', (line: Socket) => {
      line.destroy();
      server.once('connection', (next: Socket) => next.write(LOOK));
    });
    const card = await insertVirtualCard({ chip: echo(), port });
    await card.remove();
  });

  it('finds the slot taken where the reader does not look at it', async () => {
    await expect(insertVirtualCard({ chip: echo(), port, seenWithinMs: 50 })).rejects.toMatchObject(
      { code: 'device-busy' },
    );
  });

  it('cannot be laid into a reader that is not there', async () => {
    server.close();
    await once(server, 'close');
    await expect(insertVirtualCard({ chip: echo(), port })).rejects.toMatchObject({
      code: 'device-absent',
    });
  });
});
