import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codestreamSize, jpegSize } from './encoded-size.ts';
import { drawnFace } from './testing/drawn-face.ts';
import { FACE_GREY_J2K, FACE_TILED_J2K } from './testing/jpeg2000-faces.ts';

describe('the size of an encoded picture', () => {
  it('is that of the JPEG', async () => {
    const jpeg = await drawnFace(93, 71).encode('jpeg', 80);
    expect(jpegSize(jpeg)).toEqual({ width: 93, height: 71 });
    expect(jpegSize(jpeg.subarray(0, 30))).toBeUndefined();
    expect(jpegSize(Uint8Array.of(0xff, 0xd8, 0xff, 0xda, 0, 2))).toBeUndefined();
  });

  it('is that of the JPEG 2000 codestream, with its components and tiles', () => {
    const size = { width: 48, height: 64, isWhole: true };
    expect(codestreamSize(FACE_GREY_J2K)).toEqual({ ...size, components: 1, tiles: 1 });
    expect(codestreamSize(FACE_TILED_J2K)).toEqual({ ...size, components: 3, tiles: 4 });
    expect(codestreamSize(FACE_GREY_J2K.subarray(0, 40))).toBeUndefined();
  });

  it('is undefined or a pair of numbers for any bytes', () => {
    const start = fc.constantFrom([0xff, 0xd8, 0xff], [0xff, 0x4f, 0xff, 0x51], []);
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 120 }), (first, rest) => {
        const bytes = Uint8Array.of(...first, ...rest);
        expect(jpegSize(bytes)?.width ?? 0).toBeGreaterThanOrEqual(0);
        expect(Number.isInteger(codestreamSize(bytes)?.tiles ?? 0)).toBe(true);
      }),
    );
  });
});
