import { type Canvas, type Image } from '@napi-rs/canvas';
import { type EncodedImage } from '../emrtd/files/encoded-image.ts';
import { createCanvas, ImageData, loadImage } from './canvas.ts';
import { jpegSize, type PixelSize } from './encoded-size.ts';
import { decodeJpeg2000 } from './jpeg2000.ts';

/** The most pixels a picture of a chip has is about a million; more is not worth the memory. */
const MOST_PIXELS = 4_000_000;
/** A clerk's record: a face of this size is known again. */
const BOUNDS = { width: 240, height: 320 } as const;
const MOST_BYTES = 40_000;
/** Percent, tried one after the other until the picture is small enough. */
const QUALITIES = [85, 70, 55, 40, 25] as const;

/**
 * The holder's picture as a small JPEG: at most 240 × 320 pixels and 40,000 bytes, never enlarged.
 * Any bytes; undefined where they are no whole picture, or one of a size no chip has.
 */
export const portraitJpeg = async (image: EncodedImage): Promise<Uint8Array | undefined> => {
  const picture = await decode(image);
  if (picture === undefined) return undefined;
  const { width, height } = fitted(picture.size);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture.source, 0, 0, width, height);
  for (const quality of QUALITIES) {
    const jpeg = await canvas.encode('jpeg', quality);
    if (jpeg.length <= MOST_BYTES) return jpeg;
  }
  return undefined;
};

const fitted = ({ width, height }: PixelSize): PixelSize => {
  const scale = Math.min(1, BOUNDS.width / width, BOUNDS.height / height);
  const scaled = (length: number): number => Math.max(1, Math.round(length * scale));
  return { width: scaled(width), height: scaled(height) };
};

const decode = async ({
  format,
  bytes,
}: EncodedImage): Promise<
  { readonly source: Canvas | Image; readonly size: PixelSize } | undefined
> => {
  if (format === 'jpeg2000') {
    const pixels = decodeJpeg2000(bytes, MOST_PIXELS);
    if (pixels === undefined) return undefined;
    const source = createCanvas(pixels.width, pixels.height);
    const data = new ImageData(pixels.rgba, pixels.width, pixels.height);
    source.getContext('2d').putImageData(data, 0, 0);
    return { source, size: pixels };
  }
  const size = jpegSize(bytes);
  if (size === undefined || size.width * size.height > MOST_PIXELS) return undefined;
  try {
    const source = await loadImage(Buffer.from(bytes));
    return source.width > 0 && source.height > 0
      ? { source, size: { width: source.width, height: source.height } }
      : undefined;
  } catch {
    return undefined;
  }
};
