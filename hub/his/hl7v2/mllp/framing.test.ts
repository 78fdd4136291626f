import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFrameReader, frame } from './framing.ts';

/** Neither VT nor FS: what MLLP allows inside a message. */
const content = fc
  .array(
    fc.integer({ min: 0, max: 255 }).filter(byte => byte !== 0x0b && byte !== 0x1c),
    { maxLength: 40 },
  )
  .map(bytes => Buffer.from(bytes));

const cutAt = (bytes: Buffer, places: readonly number[]): readonly Buffer[] => {
  const marks = [0, ...places.map(place => place % (bytes.length + 1)), bytes.length].toSorted(
    (a, b) => a - b,
  );
  return marks.slice(1).map((mark, index) => bytes.subarray(marks[index], mark));
};

describe('frames', () => {
  it('come out whole and in order however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(content, { maxLength: 6 }),
        fc.array(fc.nat(400), { maxLength: 12 }),
        (messages, places) => {
          const reader = createFrameReader();
          const stream = Buffer.concat(messages.map(frame));
          const read = cutAt(stream, places).flatMap(chunk => reader.push(chunk));
          expect(read.map(one => one.toString('hex'))).toEqual(
            messages.map(one => one.toString('hex')),
          );
          expect(reader.isInside()).toBe(false);
        },
      ),
    );
  });

  it('of any bytes never hold a start or an end', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 6 }), chunks => {
        const reader = createFrameReader();
        for (const one of chunks.flatMap(chunk => reader.push(chunk))) {
          expect(one.includes(0x0b) || one.includes(0x1c)).toBe(false);
        }
      }),
    );
  });

  it('begun anew drop what was cut off, and noise between them is nothing', () => {
    const reader = createFrameReader();
    const cut = Buffer.from('\u000bMSH|cut', 'latin1');
    const noise = Buffer.from('\r\nnoise\r\n', 'latin1');
    const read = reader.push(Buffer.concat([noise, cut, frame(Buffer.from('whole')), noise]));
    expect(read.map(String)).toEqual(['whole']);
  });

  it('end at FS, also where the CR after it is missing', () => {
    expect(createFrameReader().push(Buffer.from('\u000bA\u001c', 'latin1')).map(String)).toEqual([
      'A',
    ]);
  });

  it('longer than allowed are refused before they fill the memory', () => {
    const reader = createFrameReader(10);
    reader.push(Buffer.from('\u000b123456789', 'latin1'));
    expect(() => reader.push(Buffer.from('0123'))).toThrow(RangeError);
  });
});
