import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMessageReader, encodeMessage, LONGEST_MESSAGE } from './framing.ts';

describe('messages of the vpcd protocol', () => {
  it('puts the length before the bytes', () => {
    expect(encodeMessage(Uint8Array.of(4))).toEqual(Uint8Array.of(0, 1, 4));
    expect(encodeMessage(new Uint8Array(0x1234)).subarray(0, 2)).toEqual(Uint8Array.of(0x12, 0x34));
    expect(() => encodeMessage(new Uint8Array(LONGEST_MESSAGE + 1))).toThrow(RangeError);
  });

  it('puts messages together from pieces of any size', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 20 }),
        (messages, sizes) => {
          const line = Buffer.concat(messages.map(encodeMessage));
          const read = createMessageReader();
          const got: Uint8Array[] = [];
          for (let at = 0, turn = 0; at < line.length; turn += 1) {
            const size = sizes[turn % sizes.length] ?? 1;
            got.push(...read(line.subarray(at, at + size)));
            at += size;
          }
          expect(got.map(message => Buffer.from(message))).toEqual(
            messages.map(message => Buffer.from(message)),
          );
        },
      ),
    );
  });
});
