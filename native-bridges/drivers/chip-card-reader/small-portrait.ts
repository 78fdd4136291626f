import { parseDg2 } from '../../emrtd/files/dg2.ts';
import { type EncodedImage, imageOf } from '../../emrtd/files/encoded-image.ts';

/** The first face of EF.DG2 as a small JPEG; undefined where none can be shown. */
export const portraitOfDg2 = (dg2: Uint8Array): Promise<Uint8Array | undefined> =>
  small(parseDg2(dg2)?.faces[0]);

/** A picture file as a small JPEG; undefined where it is none. */
export const portraitOfPicture = (file: Uint8Array): Promise<Uint8Array | undefined> =>
  small(imageOf(file));

const small = async (image: EncodedImage | undefined): Promise<Uint8Array | undefined> => {
  if (image === undefined) return undefined;
  // A kiosk that keeps no portraits does not load Skia for its card reader.
  const { portraitJpeg } = await import('../../imaging/portrait.ts');
  return portraitJpeg(image);
};
