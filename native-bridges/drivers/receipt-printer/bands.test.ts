import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmapOf, type Bitmap } from '../../imaging/bitmap.ts';
import { bandsOf, type Band } from './bands.ts';
import { spellsRealTimeCommand, withoutRealTimeCommands } from './real-time-safety.ts';

/** The rows below one another, each filled up with white. */
const together = (bands: readonly Band[], bytesPerRow: number): Buffer =>
  Buffer.concat(
    bands.flatMap(band =>
      Array.from({ length: band.rows }, (_, row) => {
        const full = new Uint8Array(bytesPerRow);
        full.set(band.data.subarray(row * band.bytesPerRow, (row + 1) * band.bytesPerRow));
        return full;
      }),
    ),
  );

/** Lines of text, as far as their ink goes, with white between them. */
const page = (lines: readonly (readonly [rows: number, ink: number])[], bytes: number): Bitmap =>
  bitmapOf(
    bytes * 8,
    Buffer.concat(
      lines.flatMap(([rows, ink]) =>
        Array.from({ length: rows }, () =>
          Uint8Array.from({ length: bytes }, (_, at) => (at < ink ? 0xff : 0)),
        ),
      ),
    ),
  );

describe('bandsOf', () => {
  it('sends white as a narrow picture, and cuts between lines of text', () => {
    const bitmap = page(
      [
        [20, 0],
        [30, 40],
        [12, 0],
        [30, 72],
      ],
      72,
    );
    expect(bandsOf(bitmap, 128).map(({ rows, bytesPerRow }) => [rows, bytesPerRow])).toEqual([
      [20, 8],
      [30, 40],
      [12, 8],
      [30, 72],
    ]);
  });

  it('leaves narrow gaps in the picture', () => {
    const bitmap = page(
      [
        [3, 0],
        [30, 40],
        [7, 0],
        [30, 50],
      ],
      72,
    );
    expect(bandsOf(bitmap, 128).map(({ rows, bytesPerRow }) => [rows, bytesPerRow])).toEqual([
      [70, 50],
    ]);
  });

  it('goes through a picture that is higher than a band, and through one that is all white', () => {
    expect(bandsOf(page([[300, 9]], 72), 128).map(({ rows }) => rows)).toEqual([128, 128, 44]);
    expect(bandsOf(page([[300, 0]], 72), 128).map(({ rows }) => rows)).toEqual([128, 128, 44]);
    expect(bandsOf(page([], 72), 128)).toEqual([]);
  });

  const byte = fc.oneof(
    { weight: 6, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.constantFrom(0x10, 0x04, 0x05, 0x14) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }) },
  );
  const bitmaps = fc
    .tuple(fc.integer({ min: 1, max: 24 }), fc.integer({ min: 0, max: 60 }))
    .chain(([bytes, rows]) =>
      fc
        .array(byte, { minLength: bytes * rows, maxLength: bytes * rows })
        .map(data => withoutRealTimeCommands(bitmapOf(bytes * 8, Uint8Array.from(data)))),
    );

  it('loses no dot, adds none, and keeps to what the printer holds, whatever the picture', () => {
    fc.assert(
      fc.property(bitmaps, fc.integer({ min: 1, max: 40 }), (bitmap, mostRows) => {
        const bands = bandsOf(bitmap, mostRows);
        expect(together(bands, bitmap.bytesPerRow)).toEqual(Buffer.from(bitmap.data));
        for (const { rows, bytesPerRow } of bands) {
          expect(rows).toBeGreaterThan(0);
          expect(rows).toBeLessThanOrEqual(mostRows);
          expect(bytesPerRow).toBeLessThanOrEqual(bitmap.bytesPerRow);
        }
      }),
    );
  });

  it('spells no real-time command where rows have moved together', () => {
    fc.assert(
      fc.property(bitmaps, bitmap => {
        for (const { data } of bandsOf(bitmap, 40)) expect(spellsRealTimeCommand(data)).toBe(false);
      }),
    );
  });
});
