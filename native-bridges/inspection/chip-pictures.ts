import { type ElementaryFileName } from '../contract/chip-card.ts';
import { parseDg2 } from '../emrtd/files/dg2.ts';
import { parseDg7 } from '../emrtd/files/dg7.ts';
import { type EncodedImage } from '../emrtd/files/encoded-image.ts';
import { codestreamSize, jpegSize, type PixelSize } from '../imaging/encoded-size.ts';

/** What may be said of a picture of a person: how large it is and how it is encoded. */
export interface PictureFacts extends Partial<PixelSize> {
  readonly group: ElementaryFileName;
  readonly format: EncodedImage['format'];
  readonly bytes: number;
}

const PICTURES: Partial<
  Record<ElementaryFileName, (file: Uint8Array) => readonly EncodedImage[] | undefined>
> = {
  DG2: file => parseDg2(file)?.faces,
  DG7: file => parseDg7(file)?.signatures,
};

export const pictureFacts = (
  group: ElementaryFileName,
  file: Uint8Array,
): readonly PictureFacts[] =>
  (PICTURES[group]?.(file) ?? []).map(image => ({
    group,
    format: image.format,
    bytes: image.bytes.length,
    ...sizeOf(image),
  }));

const sizeOf = ({ format, bytes }: EncodedImage): PixelSize | undefined => {
  if (format === 'jpeg') return jpegSize(bytes);
  const start = Buffer.from(bytes).indexOf(START_OF_CODESTREAM);
  const size = start < 0 ? undefined : codestreamSize(bytes.subarray(start));
  return size && { width: size.width, height: size.height };
};

/** SOC and SIZ (ISO/IEC 15444-1, A.4.1): a JP2 file has boxes in front of them. */
const START_OF_CODESTREAM = Uint8Array.of(0xff, 0x4f, 0xff, 0x51);
