import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FaultError } from '../../../../core/contract/errors.ts';
import { decodeMessage } from './decode.ts';
import { encodeMessage } from './encode.ts';
import { type IppAttribute, type IppMessage, type IppValue } from './message.ts';
import { messageOf } from './requests.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const fromHex = (text: string): Uint8Array => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');

const int32 = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff });
const name = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 30 });
const plainValue: fc.Arbitrary<IppValue> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('text', 'name', 'keyword', 'uri', 'charset', 'language', 'mimeType'),
    text: fc.string({ unit: 'grapheme', maxLength: 40 }).map(text => text.toWellFormed()),
  }),
  fc.record({ kind: fc.constantFrom('integer', 'enum'), number: int32 }),
  fc.record({ kind: fc.constant('boolean'), value: fc.boolean() }),
  fc.record({ kind: fc.constant('range'), lower: int32, upper: int32 }),
  fc.record({
    kind: fc.constant('resolution'),
    x: int32,
    y: int32,
    unit: fc.constantFrom(3, 4),
  }),
);
const attributes = (value: fc.Arbitrary<IppValue>): fc.Arbitrary<IppAttribute[]> =>
  fc.array(fc.record({ name, values: fc.array(value, { minLength: 1, maxLength: 3 }) }), {
    maxLength: 5,
  });
const value: fc.Arbitrary<IppValue> = fc.oneof(
  { weight: 4, arbitrary: plainValue },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('collection' as const),
      members: attributes(plainValue),
    }),
  },
);
const message: fc.Arbitrary<IppMessage> = fc.record({
  version: fc.record({ major: fc.constant(2), minor: fc.constantFrom(0, 1, 2) }),
  code: fc.integer({ min: 0, max: 0xffff }),
  requestId: int32,
  groups: fc.array(
    fc.record({
      kind: fc.constantFrom('operation', 'job', 'printer', 'unsupported'),
      attributes: attributes(value),
    }),
    { maxLength: 4 },
  ),
  data: fc.uint8Array({ maxLength: 60 }),
});

describe('IPP messages', () => {
  it('begin as the example of RFC 8010, A.1 does', () => {
    const ticket = { name: 'foobar', format: 'application/pdf', copies: 20 };
    const request = messageOf(
      { operation: 'printJob', ticket, document: Uint8Array.of(0x25, 0x21) },
      'ipp://printer.example.com/ipp/print/pinetree',
      1,
    );
    const bytes = hex(encodeMessage(request));
    const charset = '47 0012 617474726962757465732d63686172736574 0005 7574662d38';
    expect(bytes.startsWith(hex(fromHex(`0200 0002 00000001 01 ${charset}`)))).toBe(true);
    const copies = '02 21 0006 636f70696573 0004 00000014 03 2521';
    expect(bytes.endsWith(hex(fromHex(copies)))).toBe(true);
  });

  it('are read back as they were written', () => {
    fc.assert(
      fc.property(message, given => {
        const read = decodeMessage(encodeMessage(given));
        expect({ ...read, data: hex(read.data) }).toEqual({ ...given, data: hex(given.data) });
      }),
    );
  });

  it('reads an answer of RFC 8010, A.3, with a further value and a text with language', () => {
    const read = decodeMessage(
      fromHex(`0200 0000 00000001
        01 47 0012 617474726962757465732d63686172736574 0005 7574662d38
        02 21 0006 6a6f622d6964 0004 000000ab
           44 0011 6a6f622d73746174652d726561736f6e73 0004 6e6f6e65
           44 0000 0003 666f6f
           35 0004 6e6f7465 000b 0002 656e 0005 68656c6c6f
        03`),
    );
    expect(read.groups[1]).toEqual({
      kind: 'job',
      attributes: [
        { name: 'job-id', values: [{ kind: 'integer', number: 0xab }] },
        {
          name: 'job-state-reasons',
          values: [
            { kind: 'keyword', text: 'none' },
            { kind: 'keyword', text: 'foo' },
          ],
        },
        { name: 'note', values: [{ kind: 'text', text: 'hello' }] },
      ],
    });
  });

  it('are refused, whatever else the bytes are', () => {
    const tryToRead = (bytes: Uint8Array): void => {
      try {
        decodeMessage(bytes);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(FaultError);
        expect((thrown as FaultError).code).toBe('device-protocol');
      }
    };
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), tryToRead), { numRuns: 2_000 });
    fc.assert(
      fc.property(message, fc.nat(), fc.integer({ min: 0, max: 255 }), (given, at, byte) => {
        const bytes = encodeMessage(given).slice();
        bytes[at % bytes.length] = byte;
        tryToRead(bytes);
        tryToRead(bytes.subarray(0, at % bytes.length));
      }),
      { numRuns: 1_000 },
    );
  });

  it('are refused where collections lie in one another without end', () => {
    const deep = Buffer.concat([
      fromHex('0200 0000 00000001 01 34 0001 61 0000'),
      ...Array.from({ length: 10_000 }, () => fromHex('4a 0000 0001 62 34 0000 0000')),
    ]);
    expect(() => decodeMessage(deep)).toThrow('too many collections');
  });
});
