import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeCommand } from '../drivers/receipt-printer/escpos.ts';
import { redactCommand, redactResponse } from './apdu-redaction.ts';
import { type ByteRedaction } from './byte-redaction.ts';
import { decodeMessage } from '../drivers/document-printer/ipp/decode.ts';
import { encodeMessage } from '../drivers/document-printer/ipp/encode.ts';
import { type IppMessage } from '../drivers/document-printer/ipp/message.ts';
import { redactIpp } from './ipp-redaction.ts';
import { redactJson } from './json-redaction.ts';
import { redactionOf } from './redaction.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const cut = (bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] => {
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (const size of sizes) {
    pieces.push(bytes.subarray(from, from + size));
    from += size;
  }
  return [...pieces, bytes.subarray(from)];
};
const through = (redact: ByteRedaction, pieces: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(pieces.flatMap(piece => [...redact(piece)]));

describe('a scan that is written down', () => {
  it('keeps its shape and nothing that it says', () => {
    const { received } = redactionOf('code-scanner');
    const scan = utf8('001148999921|Nguyễn Thị Hòa|12031948\r\n');
    expect(new TextDecoder().decode(received(scan))).toBe(
      '000000000000|Xxxxếx Xxế Xéx|00000000\r\n',
    );
  });

  it('is the same however it was cut, and as long as it was', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.array(fc.integer({ min: 1, max: 5 })),
        (text, sizes) => {
          const bytes = utf8(text);
          const whole = redactionOf('code-scanner').received(bytes);
          const pieces = through(redactionOf('code-scanner').received, cut(bytes, sizes));
          expect(pieces).toEqual(whole);
          expect(whole).toHaveLength(bytes.length);
          expect(new TextDecoder('utf-8', { fatal: true }).decode(whole)).toHaveLength(text.length);
        },
      ),
    );
  });

  it('tells no letter and no digit from another, whatever bytes come', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        const redacted = redactionOf('code-scanner').received(bytes);
        expect(redacted).toHaveLength(bytes.length);
        for (const byte of redacted) {
          expect(/[1-9A-WYZa-wyz]/.test(byte < 0x80 ? String.fromCharCode(byte) : '')).toBe(false);
        }
      }),
    );
  });
});

describe('a ticket that is written down', () => {
  const raster = (data: Uint8Array): Uint8Array =>
    encodeCommand({ command: 'raster', bytesPerRow: 4, rows: data.length / 4, data });
  const band = Uint8Array.from({ length: 400 }, (_, index) => (index * 7) % 256);
  const commands = [
    encodeCommand({ command: 'initialise' }),
    raster(band),
    encodeCommand({ command: 'process-id', id: '1357' }),
    encodeCommand({ command: 'request-status', request: 4 }),
    encodeCommand({ command: 'automatic-status', on: true }),
    encodeCommand({ command: 'clear-buffers' }),
    encodeCommand({ command: 'feed', dots: 24 }),
    encodeCommand({ command: 'partial-cut', dots: 24 }),
  ];
  const bytes = Uint8Array.from(commands.flatMap(command => [...command]));

  it('keeps its commands and has a white picture, wherever it was cut', () => {
    const expected = Uint8Array.from(
      commands.flatMap((command, index) => [
        ...(index === 1 ? raster(new Uint8Array(band.length)) : command),
      ]),
    );
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90 })), sizes => {
        expect(through(redactionOf('receipt-printer').sent, cut(bytes, sizes))).toEqual(expected);
      }),
    );
  });

  it('has no words, even where they stand between commands', () => {
    const text = Uint8Array.from([...utf8('Nguyen Thi Hoa\n'), 0x1b, 0x40, ...utf8('A-0123')]);
    const redacted = redactionOf('receipt-printer').sent(text);
    expect([...redacted].filter(byte => byte !== 0)).toEqual([0x1b, 0x40]);
  });
});

describe('a card that is written down', () => {
  it('keeps the heads of commands, lengths and status words', () => {
    const read = Uint8Array.of(0x0c, 0xb0, 0x81, 0, 4, 0x97, 1, 2, 3, 0);
    expect([...redactCommand(read)]).toEqual([0x0c, 0xb0, 0x81, 0, 4, 0, 0, 0, 0, 0]);
    expect([...redactResponse(Uint8Array.of(0x87, 5, 6, 0x90, 0))]).toEqual([0, 0, 0, 0x90, 0]);
  });

  it('keeps what is asked for by name in the open', () => {
    const select = Uint8Array.of(0x00, 0xa4, 0x04, 0x0c, 2, 0xa0, 0x00);
    expect(redactCommand(select)).toEqual(select);
  });
});

describe('any other line', () => {
  it('is written down by its lengths alone', () => {
    const { sent, received } = redactionOf('payment-display');
    expect([...sent(utf8('150000'))]).toEqual([0, 0, 0, 0, 0, 0]);
    expect([...received(utf8('ok'))]).toEqual([0, 0]);
  });
});

describe('a message of the IPP that is written down', () => {
  const message: IppMessage = {
    version: { major: 2, minor: 0 },
    code: 2,
    requestId: 7,
    groups: [
      {
        kind: 'operation',
        attributes: [
          { name: 'attributes-charset', values: [{ kind: 'charset', text: 'utf-8' }] },
          { name: 'printer-uri', values: [{ kind: 'uri', text: 'ipp://10.0.0.20/ipp/print' }] },
          { name: 'requesting-user-name', values: [{ kind: 'name', text: 'Lan' }] },
          { name: 'document-format', values: [{ kind: 'mimeType', text: 'application/pdf' }] },
        ],
      },
      {
        kind: 'printer',
        attributes: [
          { name: 'printer-make-and-model', values: [{ kind: 'text', text: 'HP LaserJet' }] },
          { name: 'printer-location', values: [{ kind: 'text', text: 'Phòng bà Hòa' }] },
          { name: 'printer-state', values: [{ kind: 'enum', number: 3 }] },
          {
            name: 'printer-state-reasons',
            values: [
              { kind: 'keyword', text: 'media-low' },
              { kind: 'keyword', text: 'door-open' },
            ],
          },
        ],
      },
    ],
    data: utf8('%PDF Nguyễn Thị Hòa'),
  };

  it('keeps attributes, numbers and keywords, and loses names, addresses and the document', () => {
    const bytes = encodeMessage(message);
    const redacted = redactIpp(bytes);
    expect(redacted).toHaveLength(bytes.length);
    const text = Buffer.from(redacted).toString('latin1');
    for (const kept of [
      'printer-location',
      'application/pdf',
      'HP LaserJet',
      'media-low',
      'door-open',
    ]) {
      expect(text).toContain(kept);
    }
    for (const lost of ['10.0.0.20', 'Lan', 'PDF N', 'Ph']) expect(text).not.toContain(lost);
    const { groups, code, requestId } = decodeMessage(redacted);
    expect([code, requestId, groups.map(({ kind }) => kind)]).toEqual([
      2,
      7,
      ['operation', 'printer'],
    ]);
  });

  it('is total over any bytes, and makes none of its own', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), bytes => {
        const redacted = redactIpp(bytes);
        expect(redacted).toHaveLength(bytes.length);
        redacted.forEach((byte, at) => expect([0, bytes[at]]).toContain(byte));
      }),
    );
  });
});

describe('a message to a display or a page that is written down', () => {
  const read = (value: unknown): unknown =>
    JSON.parse(new TextDecoder().decode(redactJson(utf8(JSON.stringify(value)))));

  it('keeps its fields and the words of the program', () => {
    expect(
      read({ order: 'show', payment: { amount: 150_000, qr: '00020101', note: 'Nguyễn Hòa' } }),
    ).toEqual({ order: 'show', payment: { amount: 0, qr: '00000000', note: 'xxxxxx xxx' } });
    expect(read({ result: 'code', orderId: 7, text: '001148999921|Hòa' })).toEqual({
      result: 'code',
      orderId: 7,
      text: '000000000000|xxx',
    });
  });

  it('keeps no word that could be somebody', () => {
    expect(read({ type: 'Nguyen Thi Hoa', name: '001148999921' })).toEqual({
      type: 'xxxxxx xxx xxx',
      name: '000000000000',
    });
  });

  it('is blank where it is no JSON', () => {
    expect(redactJson(utf8('Hòa'))).toEqual(new Uint8Array(4));
  });
});
