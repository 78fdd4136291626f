import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type EncodedImage } from '../emrtd/files/encoded-image.ts';
import { createCanvas, loadImage } from './canvas.ts';
import { portraitJpeg } from './portrait.ts';
import { drawnFace } from './testing/drawn-face.ts';
import { FACE_GREY_J2K, FACE_JP2, FACE_TILED_J2K } from './testing/jpeg2000-faces.ts';

const jpeg2000 = (bytes: Uint8Array): EncodedImage => ({ format: 'jpeg2000', bytes });
const jpegOf = async (width: number, height: number): Promise<EncodedImage> => ({
  format: 'jpeg',
  bytes: new Uint8Array(await drawnFace(width, height).encode('jpeg', 92)),
});

/** Red, green and blue of each pixel. */
const coloursOf = async (jpeg: Uint8Array) => {
  const image = await loadImage(Buffer.from(jpeg));
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  return { width: image.width, height: image.height, colours: data.filter((_, at) => at % 4 < 3) };
};

/** How far apart two pictures are: mean difference of a colour, of 255. */
const distance = (one: ArrayLike<number>, other: ArrayLike<number>): number =>
  Array.from(one).reduce((sum, value, at) => sum + Math.abs(value - (other[at] ?? 0)), 0) /
  one.length;

const FACE = (await coloursOf(await drawnFace(48, 64).encode('jpeg', 95))).colours;
const GREY = FACE.map((_, at) => {
  const first = at - (at % 3);
  return ((FACE[first] ?? 0) + (FACE[first + 1] ?? 0) + (FACE[first + 2] ?? 0)) / 3;
});

describe('the portrait', () => {
  it.each([
    ['a JP2 file', FACE_JP2, FACE],
    ['a grey codestream', FACE_GREY_J2K, GREY],
    ['a codestream in tiles', FACE_TILED_J2K, FACE],
  ])('is the picture that was encoded: %s', async (_name, bytes, expected) => {
    const portrait = await portraitJpeg(jpeg2000(bytes));
    const { width, height, colours } = await coloursOf(portrait!);
    expect([width, height]).toEqual([48, 64]);
    expect(distance(colours, expected)).toBeLessThan(8);
    // Another picture is far away, so that the bound above means something.
    expect(distance(FACE, GREY)).toBeGreaterThan(16);
  });

  it.each([
    [480, 640, 240, 320],
    [640, 480, 240, 180],
    [413, 531, 240, 309],
    [90, 120, 90, 120],
    [2000, 4, 240, 1],
  ])('of %i × %i is %i × %i', async (width, height, toWidth, toHeight) => {
    const portrait = await portraitJpeg(await jpegOf(width, height));
    expect(portrait!.length).toBeLessThanOrEqual(40_000);
    expect(await coloursOf(portrait!)).toMatchObject({ width: toWidth, height: toHeight });
  });

  it('stays small also where the picture is all noise', async () => {
    const canvas = createCanvas(480, 640);
    const context = canvas.getContext('2d');
    const noise = context.createImageData(480, 640);
    let state = 1;
    for (let at = 0; at < noise.data.length; at += 1) {
      state = (state * 48_271) % 0x7fffffff;
      noise.data[at] = state;
    }
    context.putImageData(noise, 0, 0);
    const bytes = new Uint8Array(await canvas.encode('jpeg', 95));
    const portrait = await portraitJpeg({ format: 'jpeg', bytes });
    expect(portrait!.length).toBeLessThanOrEqual(40_000);
  });

  it('tolerates filling behind the picture', async () => {
    const filled = (bytes: Uint8Array): Uint8Array =>
      Uint8Array.of(...bytes, ...new Uint8Array(500));
    const { bytes } = await jpegOf(48, 64);
    for (const image of [
      { format: 'jpeg', bytes: filled(bytes) } as const,
      jpeg2000(filled(FACE_JP2)),
      jpeg2000(filled(FACE_TILED_J2K)),
    ]) {
      const { colours } = await coloursOf((await portraitJpeg(image))!);
      expect(distance(colours, FACE)).toBeLessThan(8);
    }
  });

  it('reads a codestream whose last part leaves its length open', async () => {
    const open = FACE_GREY_J2K.slice();
    const sot = Buffer.from(open).indexOf('ff90', 'hex');
    open.fill(0, sot + 6, sot + 10);
    const { colours } = await coloursOf((await portraitJpeg(jpeg2000(open)))!);
    expect(distance(colours, GREY)).toBeLessThan(8);
  });

  it('is undefined where there is no picture, or one larger than any chip has', async () => {
    const { bytes } = await jpegOf(48, 64);
    const huge = bytes.slice();
    const frame = Buffer.from(huge).indexOf('ffc0', 'hex');
    huge.fill(0xff, frame + 5, frame + 9);
    const hugeCodestream = FACE_GREY_J2K.slice();
    hugeCodestream.fill(0x7f, 8, 16);
    for (const image of [
      { format: 'jpeg', bytes: bytes.subarray(0, 20) } as const,
      { format: 'jpeg', bytes: huge } as const,
      { format: 'jpeg', bytes: new Uint8Array() } as const,
      jpeg2000(hugeCodestream),
      jpeg2000(FACE_JP2.subarray(0, 60)),
      jpeg2000(bytes),
    ]) {
      expect(await portraitJpeg(image)).toBeUndefined();
    }
  });

  it('is a small JPEG or undefined, whatever is damaged', async () => {
    const { bytes } = await jpegOf(48, 64);
    const whole = fc.constantFrom<EncodedImage>(
      { format: 'jpeg', bytes },
      jpeg2000(FACE_JP2),
      jpeg2000(FACE_GREY_J2K),
      jpeg2000(FACE_TILED_J2K),
    );
    const change = fc.tuple(fc.nat(), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(whole, fc.array(change, { maxLength: 4 }), async (image, changes) => {
        const damaged = image.bytes.slice();
        for (const [at, byte] of changes) damaged[at % damaged.length] = byte;
        const portrait = await portraitJpeg({ ...image, bytes: damaged });
        if (portrait !== undefined) expect([...portrait.subarray(0, 2)]).toEqual([0xff, 0xd8]);
      }),
      { numRuns: 60 },
    );
  }, 30_000);
});
