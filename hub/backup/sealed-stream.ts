import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import { FaultError } from '../../core/contract/errors.ts';

/**
 * A file sealed under a passphrase: one line that says how, then blocks of AES-256-GCM, each with
 * its length in front. The nonce counts the blocks and marks the last one, and the first line is
 * authenticated with every block (the STREAM construction of Hoang, Reyhanitabar, Rogaway and
 * Vizár, 2015): nothing can be changed, exchanged, left out or cut off unnoticed.
 */
const MAGIC = 'tiep-don-backup';

/** scrypt (RFC 7914): about a second and 128 MiB for each try. */
const COST = { N: 2 ** 17, r: 8, p: 1 } as const;
const headSchema = z.strictObject({
  format: z.literal(MAGIC),
  version: z.literal(1),
  salt: z.string().regex(/^[\w-]{22}$/),
});

const BLOCK_BYTES = 256 * 1024;
const TAG_BYTES = 16;
const LONGEST_HEAD = 1024;

const derive = promisify<string, Buffer, number, object, Buffer>(scrypt);

const keyFrom = (passphrase: string, salt: string): Promise<Buffer> =>
  derive(passphrase.normalize('NFC'), Buffer.from(salt, 'base64url'), 32, {
    ...COST,
    maxmem: 256 * 1024 * 1024,
  });

const nonceOf = (block: number, isLast: boolean): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(block, 7);
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
};

/** Blocks of one size and a last one that may be shorter; at least one. */
async function* blocksOf(parts: AsyncIterable<Uint8Array>): AsyncGenerator<[Buffer, boolean]> {
  let held = Buffer.alloc(0);
  for await (const part of parts) {
    held = Buffer.concat([held, part]);
    for (; held.length > BLOCK_BYTES; held = held.subarray(BLOCK_BYTES)) {
      yield [held.subarray(0, BLOCK_BYTES), false];
    }
  }
  yield [held, true];
}

/** The sealed form of `plain`, piece by piece. */
export async function* sealed(
  plain: AsyncIterable<Uint8Array>,
  passphrase: string,
): AsyncGenerator<Buffer> {
  const salt = randomBytes(16).toString('base64url');
  const head = Buffer.from(`${JSON.stringify({ format: MAGIC, version: 1, salt })}\n`);
  const key = await keyFrom(passphrase, salt);
  yield head;
  let count = 0;
  for await (const [block, isLast] of blocksOf(plain)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(count, isLast)).setAAD(head);
    const body = Buffer.concat([cipher.update(block), cipher.final(), cipher.getAuthTag()]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(body.length);
    yield Buffer.concat([length, body]);
    count += 1;
  }
}

/** Hands out what comes in pieces of the lengths that are asked for. */
const readerOf = (parts: AsyncIterable<Uint8Array>) => {
  const source = parts[Symbol.asyncIterator]();
  let held = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const next = await source.next();
    if (next.done === true) return false;
    held = Buffer.concat([held, next.value]);
    return true;
  };
  return {
    async take(length: number): Promise<Buffer | undefined> {
      while (held.length < length) if (!(await more())) return undefined;
      const taken = held.subarray(0, length);
      held = held.subarray(length);
      return taken;
    },
    async line(): Promise<Buffer | undefined> {
      for (;;) {
        const end = held.indexOf(0x0a);
        if (end >= 0) return this.take(end + 1);
        if (held.length > LONGEST_HEAD || !(await more())) return undefined;
      }
    },
    async isOver(): Promise<boolean> {
      return held.length === 0 && !(await more());
    },
  };
};

const damaged = (): FaultError =>
  new FaultError('data-unreadable', 'the backup is damaged or not complete');

const headIn = (line: Buffer | undefined): z.infer<typeof headSchema> => {
  try {
    return headSchema.parse(JSON.parse(line?.toString('utf8') ?? ''));
  } catch {
    throw new FaultError('data-unreadable', 'this is no backup of a hub');
  }
};

/**
 * What was sealed.
 * @throws FaultError `not-permitted` where the passphrase does not open it, `data-unreadable` where
 * it is no backup, or not as it was written.
 */
export async function* unsealed(
  parts: AsyncIterable<Uint8Array>,
  passphrase: string,
): AsyncGenerator<Buffer> {
  const reader = readerOf(parts);
  const line = await reader.line();
  const { salt } = headIn(line);
  const key = await keyFrom(passphrase, salt);
  for (let count = 0, isLast = false; !isLast; count += 1) {
    const length = (await reader.take(4))?.readUInt32BE() ?? 0;
    if (length < TAG_BYTES || length > BLOCK_BYTES + TAG_BYTES) throw damaged();
    const body = await reader.take(length);
    if (body === undefined) throw damaged();
    isLast = await reader.isOver();
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(count, isLast))
      .setAAD(line ?? Buffer.alloc(0))
      .setAuthTag(body.subarray(-TAG_BYTES));
    try {
      yield Buffer.concat([decipher.update(body.subarray(0, -TAG_BYTES)), decipher.final()]);
    } catch {
      if (count > 0) throw damaged();
      throw new FaultError(
        'not-permitted',
        'the passphrase does not open this backup, or it is damaged',
      );
    }
  }
}
