import { findTlv, parseTlv } from '../ber-tlv.ts';
import { type EncodedImage, imageOf } from './encoded-image.ts';

const TAG = { dg7: 0x67, image: 0x5f43 } as const;

/**
 * Reads EF.DG7, pictures of the signature or usual mark (ICAO 9303-10, 4.7.7), from any bytes;
 * undefined where there is no DG7 object at all.
 */
export const parseDg7 = (
  file: Uint8Array,
): { readonly signatures: readonly EncodedImage[] } | undefined => {
  const root = findTlv(file, TAG.dg7);
  return (
    root && {
      signatures: parseTlv(root.value).objects.flatMap(({ tag, value }) =>
        tag === TAG.image ? (imageOf(value) ?? []) : [],
      ),
    }
  );
};
