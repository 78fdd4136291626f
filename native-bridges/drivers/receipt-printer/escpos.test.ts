import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmapOf } from '../../imaging/bitmap.ts';
import { readCommand, type ReceivedCommand } from '../../simulators/escpos/command-reader.ts';
import { encodeCommand, ticketCommands, type EscPosCommand } from './escpos.ts';

const hex = (command: EscPosCommand): string => Buffer.from(encodeCommand(command)).toString('hex');

describe('encodeCommand', () => {
  it.each<[EscPosCommand, string]>([
    [{ command: 'initialise' }, '1b40'],
    [{ command: 'feed', dots: 24 }, '1b4a18'],
    [{ command: 'partial-cut', dots: 16 }, '1d564210'],
    [{ command: 'request-status', request: 4 }, '100404'],
    [{ command: 'automatic-status', on: true }, '1d61ff'],
    [{ command: 'automatic-status', on: false }, '1d6100'],
    [{ command: 'transmit-paper-status' }, '1d7201'],
    [{ command: 'process-id', id: '1357' }, '1d284806003030' + '31333537'],
    [{ command: 'clear-buffers' }, '10140801031401060208'],
    [
      { command: 'raster', bytesPerRow: 2, rows: 1, data: Uint8Array.of(0xaa, 0x55) },
      '1d76300002000100aa55',
    ],
  ])('writes the bytes of the command reference: %j', (command, bytes) => {
    expect(hex(command)).toBe(bytes);
  });

  const command = fc.oneof(
    fc.record({ command: fc.constant('feed' as const), dots: fc.nat(255) }),
    fc.record({ command: fc.constant('partial-cut' as const), dots: fc.nat(255) }),
    fc.constant({ command: 'initialise' as const }),
    fc.constant({ command: 'transmit-paper-status' as const }),
    fc.record({
      command: fc.constant('process-id' as const),
      id: fc.stringMatching(/^[\x20-\x7e]{4}$/),
    }),
    fc
      .tuple(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 1, max: 12 }))
      .chain(([bytesPerRow, rows]) =>
        fc
          .uint8Array({ minLength: bytesPerRow * rows, maxLength: bytesPerRow * rows })
          .map(data => ({ command: 'raster' as const, bytesPerRow, rows, data })),
      ),
  );

  const asReceived = (sent: EscPosCommand): ReceivedCommand | undefined => {
    switch (sent.command) {
      case 'initialise':
        return { kind: 'initialise' };
      case 'raster':
        return { kind: 'raster', bytesPerRow: sent.bytesPerRow, data: sent.data };
      case 'feed':
        return { kind: 'feed-dots', dots: sent.dots };
      case 'partial-cut':
        return { kind: 'cut', feedDots: sent.dots };
      case 'transmit-paper-status':
        return { kind: 'transmit-status', sensor: 1 };
      case 'process-id':
        return { kind: 'process-id', id: new TextEncoder().encode(sent.id) };
      default:
        return undefined;
    }
  };

  it('is read by the receiving side as what was meant, one after the other', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 10 }), commands => {
        let bytes: Uint8Array = Uint8Array.from(
          commands.flatMap(value => [...encodeCommand(value)]),
        );
        const received: ReceivedCommand[] = [];
        for (let read = readCommand(bytes); read !== undefined; read = readCommand(bytes)) {
          received.push(read.command);
          bytes = bytes.slice(read.length);
        }
        expect(bytes).toHaveLength(0);
        expect(received).toEqual(commands.map(asReceived));
      }),
    );
  });
});

describe('ticketCommands', () => {
  const bitmap = bitmapOf(
    16,
    Uint8Array.from({ length: 2 * 300 }, (_, at) => (at & 0xff) | 1),
  );

  it('sends a picture in bands that a small buffer holds', () => {
    const commands = ticketCommands(bitmap, {
      bandRows: 128,
      cut: 'partial',
      feedMm: 3,
      dotsPerMm: 8,
    });
    expect(commands.map(({ command: name }) => name)).toEqual([
      'initialise',
      'raster',
      'raster',
      'raster',
      'partial-cut',
    ]);
    const bands = commands.filter(value => value.command === 'raster');
    expect(bands.map(({ rows }) => rows)).toEqual([128, 128, 44]);
    expect(Buffer.concat(bands.map(({ data }) => data))).toEqual(Buffer.from(bitmap.data));
  });

  it('feeds past the tear bar where there is no cutter', () => {
    const traits = { bandRows: 64, cut: 'tear', feedMm: 14, dotsPerMm: 8 } as const;
    expect(ticketCommands(bitmap, traits).at(-1)).toEqual({ command: 'feed', dots: 112 });
  });
});
