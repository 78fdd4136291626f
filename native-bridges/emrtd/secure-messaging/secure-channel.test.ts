import { createCipheriv, createDecipheriv } from 'node:crypto';
import { hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeCommand,
  encodeCommand,
  readBinary,
  selectFile,
  splitResponse,
  type Exchange,
} from '../apdu.ts';
import { parseTlv } from '../ber-tlv.ts';
import { openSecureChannel, secureMessaging } from './secure-channel.ts';
import { type SessionKeys } from './session-keys.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** ICAO 9303-11, Appendix D.3: what basic access control of the worked example agreed. */
const KEYS: SessionKeys = {
  cipher: '3DES',
  encryption: hexToBytes('979ec13b1cbfe9dcd01ab0fed307eae5'),
  mac: hexToBytes('f1cb1f1fb5adf208806b89dc579dc1f8'),
  sendSequenceCounter: hexToBytes('887022120c06c226'),
};

const answering = (...responses: string[]) => {
  const commands: string[] = [];
  const plain: Exchange = command => {
    commands.push(hex(encodeCommand(command)));
    return Promise.resolve(splitResponse(hexToBytes(responses.shift() ?? '6f00')));
  };
  return { plain, commands };
};

const SELECTED = '990290008e08fa855a5d4c50a8ed9000';

describe('secure messaging with 3DES', () => {
  it('reads EF.COM as in ICAO 9303-11, Appendix D.4, byte for byte', async () => {
    const { plain, commands } = answering(
      SELECTED,
      '8709019ff0ec34f9922651990290008e08ad55cc17140b2ded9000',
      '871901fb9235f4e4037f2327dcc8964f1f9b8c30f42c8e2fff224a990290008e08c8b2787eaea07d749000',
    );
    const exchange = secureMessaging(plain, KEYS);
    expect(await exchange(selectFile(0x011e))).toEqual({ data: new Uint8Array(), status: 0x9000 });
    expect(hex((await exchange(readBinary(0, 4))).data)).toBe('60145f01');
    expect(hex((await exchange(readBinary(4, 18))).data)).toBe(
      '04303130365f36063034303030305c026175',
    );
    expect(commands).toEqual([
      '0ca4020c158709016375432908c044f68e08bf8b92d635ff24f800',
      '0cb000000d9701048e08ed6705417e96ba5500',
      '0cb000040d9701128e082ea28a70f3c7b53500',
    ]);
  });

  it.each([
    ['a changed checksum', '990290008e08fa855a5d4c50a8ee9000'],
    ['a changed status inside', '990290018e08fa855a5d4c50a8ed9000'],
    ['a changed status outside', '990290008e08fa855a5d4c50a8ed6282'],
    ['no checksum', '990290009000'],
    ['a short checksum', '990290008e07fa855a5d4c50a89000'],
    ['no status inside', '8e08fa855a5d4c50a8ed9000'],
    ['nothing but success', '9000'],
    ['bytes that are no objects', '99029000 8e08fa85 9000'.replaceAll(' ', '')],
    ['more behind the checksum', '990290008e08fa855a5d4c50a8ed04009000'],
  ])('ends the session at %s', async (_name, response) => {
    const { plain, commands } = answering(response, SELECTED);
    const channel = openSecureChannel(plain, KEYS);
    await expect(channel.exchange(selectFile(0x011e))).rejects.toMatchObject({
      code: 'card-unreadable',
    });
    expect(channel.broken()).toBe(true);
    await expect(channel.exchange(selectFile(0x011e))).rejects.toMatchObject({
      code: 'card-unreadable',
    });
    expect(commands).toHaveLength(1);
  });

  it('passes on why the chip left the session, and sends it nothing more', async () => {
    const { plain, commands } = answering('6988');
    const channel = openSecureChannel(plain, KEYS);
    expect(await channel.exchange(selectFile(0x011e))).toMatchObject({ status: 0x6988 });
    await expect(channel.exchange(readBinary(0, 4))).rejects.toMatchObject({
      code: 'card-unreadable',
    });
    expect(commands).toHaveLength(1);
    expect(channel.broken()).toBe(true);
  });

  it('tells a failing line from a false chip, and is over after both', async () => {
    const channel = openSecureChannel(() => Promise.reject(new Error('line')), KEYS);
    await expect(channel.exchange(readBinary(0, 4))).rejects.toThrow('line');
    expect(channel.broken()).toBe(false);
    expect(channel.confirmed()).toBe(false);
    await expect(channel.exchange(readBinary(0, 4))).rejects.toMatchObject({
      code: 'card-unreadable',
    });
  });

  it('survives any response', async () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom('8709019ff0ec34f9922651', '99029000', '8e08fa855a5d4c50a8ed').map(hexToBytes),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 5 }), async pieces => {
        const data = Uint8Array.from(pieces.flatMap(bytes => [...bytes]));
        const plain: Exchange = () => Promise.resolve({ data, status: 0x9000 });
        const { exchange } = openSecureChannel(plain, KEYS);
        const genuine = hex(data) === SELECTED.slice(0, -4);
        const outcome = await exchange(selectFile(0x011e)).then(
          () => 'taken',
          (fault: unknown) => (fault as { code: string }).code,
        );
        expect(outcome).toBe(genuine ? 'taken' : 'card-unreadable');
      }),
    );
  });
});

/** The chip's side of AES, with another implementation of AES and CMAC (RFC 4493) than ours. */
const aesChip = (bits: 128 | 192 | 256, keys: SessionKeys, fileBytes: Uint8Array): Exchange => {
  let counter = BigInt(`0x${hex(keys.sendSequenceCounter)}`);
  const block = (key: Uint8Array, data: Uint8Array): Buffer => {
    const cipher = createCipheriv(`aes-${bits}-ecb`, key, null).setAutoPadding(false);
    return Buffer.concat([cipher.update(data), cipher.final()]);
  };
  const ssc = (): Buffer => Buffer.from(counter.toString(16).padStart(32, '0'), 'hex');
  const pad16 = (data: Uint8Array): Buffer =>
    Buffer.concat([data, Buffer.of(0x80), Buffer.alloc(15 - (data.length % 16))]);
  const doubled = (input: Buffer): Buffer => {
    const value = BigInt(`0x${input.toString('hex')}`) << 1n;
    const reduced = value >> 128n ? (value & ((1n << 128n) - 1n)) ^ 0x87n : value;
    return Buffer.from(reduced.toString(16).padStart(32, '0'), 'hex');
  };
  const mac = (data: Uint8Array): Buffer => {
    const padded = pad16(Buffer.concat([ssc(), data]));
    const subkey = doubled(block(keys.mac, Buffer.alloc(16)));
    const last = padded.subarray(-16);
    last.forEach((byte, at) => (last[at] = byte ^ (subkey[at] ?? 0)));
    const chain = createCipheriv(`aes-${bits}-cbc`, keys.mac, Buffer.alloc(16));
    return chain.setAutoPadding(false).update(padded).subarray(-16, -8);
  };
  return command => {
    counter += 1n;
    const objects = parseTlv(command.data ?? new Uint8Array()).objects;
    const value = (tag: number) => objects.find(object => object.tag === tag)?.value;
    const header = Uint8Array.of(command.cla, command.ins, command.p1, command.p2);
    const covered = command.data?.subarray(0, -10) ?? new Uint8Array();
    const expected = mac(Buffer.concat([pad16(header), covered]));
    if (!expected.equals(value(0x8e) ?? new Uint8Array())) {
      return Promise.resolve({ data: new Uint8Array(), status: 0x6988 });
    }
    const cryptogram = value(0x87)?.subarray(1) ?? value(0x85);
    const inside =
      cryptogram &&
      createDecipheriv(`aes-${bits}-cbc`, keys.encryption, block(keys.encryption, ssc()))
        .setAutoPadding(false)
        .update(cryptogram);
    const plain = Buffer.concat([inside ?? Buffer.alloc(0), fileBytes]);
    counter += 1n;
    const encrypt = createCipheriv(
      `aes-${bits}-cbc`,
      keys.encryption,
      block(keys.encryption, ssc()),
    );
    const answer = encrypt.setAutoPadding(false).update(pad16(plain));
    const length = answer.length + 1;
    const covering = Buffer.concat([
      Buffer.from(length < 128 ? [0x87, length] : [0x87, 0x81, length]),
      Buffer.of(0x01),
      answer,
      Buffer.of(0x99, 0x02, 0x90, 0x00),
    ]);
    const data = Buffer.concat([covering, Buffer.of(0x8e, 0x08), mac(covering)]);
    return Promise.resolve({ data: Uint8Array.from(data), status: 0x9000 });
  };
};

describe('secure messaging with AES', () => {
  it.each([128, 192, 256] as const)('agrees with another implementation, %i bits', async bits => {
    const keys: SessionKeys = {
      cipher: `AES-${bits}`,
      encryption: Uint8Array.from({ length: bits / 8 }, (_, at) => at * 7 + 1),
      mac: Uint8Array.from({ length: bits / 8 }, (_, at) => at * 11 + 3),
      sendSequenceCounter: hexToBytes('000000000000000000000000000000fe'),
    };
    const file = Uint8Array.from({ length: 100 }, (_, at) => at);
    const exchange = secureMessaging(aesChip(bits, keys, file), keys);
    for (let round = 0; round < 3; round += 1) {
      expect(hex((await exchange(readBinary(round, 100))).data)).toBe(hex(file));
    }
    const { data } = await exchange(selectFile(0x0101));
    // The chip of this test sends the deciphered blocks back as they are, padding and all.
    expect(hex(data)).toBe(`0101${'80'.padEnd(28, '0')}${hex(file)}`);
  });
});

describe('protected commands', () => {
  const sentFor = async (command: Parameters<Exchange>[0]) => {
    const { plain, commands } = answering();
    await openSecureChannel(plain, KEYS).exchange(command);
    const sent = decodeCommand(hexToBytes(commands[0] ?? ''));
    const tags = parseTlv(sent?.data ?? new Uint8Array()).objects.map(
      ({ tag, value }) => `${tag.toString(16)}:${value.length}`,
    );
    return { sent, tags };
  };

  it('say in two bytes what an extended command expects', async () => {
    const { sent, tags } = await sentFor(readBinary(0, 1_000));
    expect(sent?.le).toBe(65_536);
    expect(tags).toEqual(['97:2', '8e:8']);
  });

  it('carry the objects of an odd instruction without padding indicator', async () => {
    const data = hexToBytes('54028000');
    const { tags } = await sentFor({ cla: 0, ins: 0xb1, p1: 0, p2: 0, data, le: 256 });
    expect(tags).toEqual(['85:8', '97:1', '8e:8']);
  });

  it('become extended where their data no longer fit', async () => {
    const data = new Uint8Array(250);
    const { sent } = await sentFor({ cla: 0, ins: 0x22, p1: 0x41, p2: 0xa6, data });
    expect(sent?.data?.length).toBe(4 + 1 + 256 + 10);
    expect(sent?.le).toBe(65_536);
  });
});
