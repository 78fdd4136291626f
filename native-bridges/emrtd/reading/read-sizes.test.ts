import { describe, expect, it } from 'vitest';
import { type ReaderTraits } from '../../contract/chip-card.ts';
import { createReadLimit, plainBytesIn, type ReadSizes } from './read-sizes.ts';

const READER: ReaderTraits = { model: 'ACME 1', extendedLength: true, maxShortResponse: 256 };

/** All sizes from the first to the smallest. */
const descent = (sizes: ReadSizes, reader: ReaderTraits, extended: boolean): number[] => {
  const limit = createReadLimit(sizes, reader, extended);
  const all = [limit.current()];
  while (limit.shrink('line')) all.push(limit.current());
  return all;
};

describe('createReadLimit', () => {
  it('goes down in steps, extended ones first where reader and chip have them', () => {
    expect(descent(new Map(), READER, true)).toEqual([65_536, 2_048, 256, 224, 192, 128]);
    expect(descent(new Map(), READER, false)).toEqual([256, 224, 192, 128]);
    expect(descent(new Map(), { ...READER, extendedLength: false }, true)).toEqual([
      256, 224, 192, 128,
    ]);
    expect(descent(new Map(), { ...READER, maxShortResponse: 200 }, false)).toEqual([
      200, 192, 128,
    ]);
  });

  it('remembers for the model what works after others did not', () => {
    const sizes: ReadSizes = new Map();
    const limit = createReadLimit(sizes, READER, false);
    limit.shrink('line');
    expect(sizes.size).toBe(0);
    limit.worked();
    expect(sizes.get('ACME 1')).toEqual({ short: 224, extended: 65_536 });
    expect(descent(sizes, READER, true)).toEqual([65_536, 2_048, 224, 192, 128]);
    expect(descent(sizes, { ...READER, model: 'ACME 2' }, false)).toEqual([256, 224, 192, 128]);
  });

  it('gives extended responses up for a model that passes none on', () => {
    const sizes: ReadSizes = new Map();
    const limit = createReadLimit(sizes, READER, true);
    limit.shrink('line');
    limit.shrink('line');
    limit.worked();
    expect(sizes.get('ACME 1')).toEqual({ short: 256, extended: 0 });
    expect(descent(sizes, READER, true)).toEqual([256, 224, 192, 128]);
  });

  it('keeps a smaller extended response', () => {
    const sizes: ReadSizes = new Map();
    const limit = createReadLimit(sizes, READER, true);
    limit.shrink('line');
    limit.worked();
    expect(sizes.get('ACME 1')).toEqual({ short: 256, extended: 2_048 });
    expect(descent(sizes, READER, true)).toEqual([2_048, 256, 224, 192, 128]);
  });

  it('blames no reader for a chip that refuses extended commands by itself', () => {
    const sizes: ReadSizes = new Map();
    const limit = createReadLimit(sizes, READER, true);
    limit.shrink('status');
    limit.worked();
    expect(sizes.size).toBe(0);
  });
});

describe('plainBytesIn', () => {
  it('is the most that fits a short protected response: 231 bytes with 3DES, 223 with AES', () => {
    expect(plainBytesIn(256, 8)).toBe(231);
    expect(plainBytesIn(256, 16)).toBe(223);
    expect(plainBytesIn(256, undefined)).toBe(256);
  });

  it.each([8, 16])('fits every size with blocks of %i bytes, and not one block more', block => {
    const encodedLength = (length: number): number => (length < 0x80 ? 1 : length < 0x100 ? 2 : 3);
    const protectedBytes = (plain: number): number => {
      const cryptogram = 1 + (Math.floor(plain / block) + 1) * block;
      return 1 + encodedLength(cryptogram) + cryptogram + 4 + 10;
    };
    for (let limit = 128; limit <= 4_096; limit += 1) {
      const plain = plainBytesIn(limit, block);
      expect(protectedBytes(plain)).toBeLessThanOrEqual(limit);
      expect(protectedBytes(plain + block)).toBeGreaterThan(limit - 2);
    }
  });
});
