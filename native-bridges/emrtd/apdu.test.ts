import { hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeCommand,
  encodeCommand,
  exchangeOver,
  readBinary,
  readBinaryOf,
  selectApplication,
  selectFile,
  type Command,
} from './apdu.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('encodeCommand', () => {
  const header = { cla: 0x00, ins: 0xb0, p1: 0x01, p2: 0x02 };
  const data = Uint8Array.of(0xaa, 0xbb);
  const long = new Uint8Array(256).fill(0xcc);

  // ISO/IEC 7816-4, 5.1: the four cases, short and extended.
  it.each<[string, Command, string]>([
    ['1', header, '00b00102'],
    ['2 short', { ...header, le: 5 }, '00b0010205'],
    ['2 short, maximum', { ...header, le: 256 }, '00b0010200'],
    ['2 extended', { ...header, le: 257 }, '00b00102000101'],
    ['2 extended, maximum', { ...header, le: 65_536 }, '00b00102000000'],
    ['3 short', { ...header, data }, '00b0010202aabb'],
    ['3 extended', { ...header, data: long }, `00b00102000100${hex(long)}`],
    ['4 short', { ...header, data, le: 256 }, '00b0010202aabb00'],
    ['4 extended', { ...header, data, le: 1000 }, '00b00102000002aabb03e8'],
    [
      '4 extended by its data',
      { ...header, data: long, le: 256 },
      `00b00102000100${hex(long)}0100`,
    ],
  ])('writes case %s', (_name, command, bytes) => {
    expect(hex(encodeCommand(command))).toBe(bytes);
  });

  it('is undone by decodeCommand', () => {
    const byte = fc.nat(255);
    const command = fc.record(
      {
        cla: byte,
        ins: byte,
        p1: byte,
        p2: byte,
        data: fc.uint8Array({ minLength: 1, maxLength: 600 }),
        le: fc.oneof(fc.integer({ min: 1, max: 256 }), fc.integer({ min: 257, max: 65_536 })),
      },
      { requiredKeys: ['cla', 'ins', 'p1', 'p2'] },
    );
    fc.assert(
      fc.property(command, original => {
        expect(decodeCommand(encodeCommand(original))).toEqual(original);
      }),
    );
  });

  it('has no form for more than the extended length says', () => {
    expect(() => encodeCommand({ ...header, le: 65_537 })).toThrow(RangeError);
    expect(() => encodeCommand({ ...header, data: new Uint8Array(65_536) })).toThrow(RangeError);
  });
});

describe('decodeCommand', () => {
  it.each([
    '',
    '00',
    '00b000',
    '00b0000002aa',
    '00b0000001aabbcc',
    '00b00000000002aa',
    '00b00000000000aa',
  ])('makes no command of "%s"', bytes => {
    expect(decodeCommand(hexToBytes(bytes))).toBeUndefined();
  });

  it('takes any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
        expect(() => decodeCommand(bytes)).not.toThrow();
      }),
    );
  });
});

describe('the commands of ICAO 9303-10', () => {
  it('select and read', () => {
    const application = Uint8Array.of(0xa0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01);
    expect(hex(encodeCommand(selectApplication(application)))).toBe('00a4040c07a0000002471001');
    expect(hex(encodeCommand(selectFile(0x011e)))).toBe('00a4020c02011e');
    expect(hex(encodeCommand(readBinary(0x1234, 223)))).toBe('00b01234df');
    expect(hex(encodeCommand(readBinaryOf(0x1c, 256)))).toBe('00b09c0000');
  });
});

describe('exchangeOver', () => {
  const scripted = (...responses: string[]) => {
    const commands: string[] = [];
    const transmit = (command: Uint8Array) => {
      commands.push(hex(command));
      return Promise.resolve(hexToBytes(responses.shift() ?? '6f00'));
    };
    return { transmit, commands };
  };

  it('fetches what the chip holds back (61xx)', async () => {
    const { transmit, commands } = scripted('aa6102', 'bbcc6101', 'dd9000');
    const response = await exchangeOver(transmit)({ ...readBinary(0, 256), cla: 0x0c });
    expect(response).toEqual({ data: hexToBytes('aabbccdd'), status: 0x9000 });
    expect(commands).toEqual(['0cb0000000', '00c0000002', '00c0000001']);
  });

  it('repeats a command whose length the chip corrects (6Cxx)', async () => {
    const { transmit, commands } = scripted('6c03', 'aabbcc9000');
    const response = await exchangeOver(transmit)(readBinary(0, 256));
    expect(hex(response.data)).toBe('aabbcc');
    expect(commands).toEqual(['00b0000000', '00b0000003']);
  });

  it('leaves a chip that promises data and has none', async () => {
    const { transmit, commands } = scripted('6110', '6110', '6110');
    expect((await exchangeOver(transmit)(readBinary(0, 256))).status).toBe(0x6110);
    expect(commands).toHaveLength(2);
  });

  it.each([1, 256])('leaves a chip that never stops, %i bytes at a time', async length => {
    const page = 'ee'.repeat(length);
    let commands = 0;
    const exchange = exchangeOver(() => {
      commands += 1;
      return Promise.resolve(hexToBytes(`${page}6100`));
    });
    await exchange(readBinary(0, 256));
    expect(commands).toBeLessThan(300);
  });

  it('asks nothing extended of a reader that cannot pass it on', async () => {
    const { transmit, commands } = scripted('9000');
    const exchange = exchangeOver(transmit, { extendedLength: false });
    await expect(exchange(readBinary(0, 257))).rejects.toMatchObject({ code: 'card-unreadable' });
    expect(commands).toEqual([]);
  });

  it.each(['', '90'])('takes no response without status: "%s"', async response => {
    const { transmit } = scripted(response);
    await expect(exchangeOver(transmit)(readBinary(0, 1))).rejects.toMatchObject({
      code: 'card-unreadable',
    });
  });
});
