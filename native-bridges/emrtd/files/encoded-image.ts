export interface EncodedImage {
  readonly format: 'jpeg' | 'jpeg2000';
  readonly bytes: Uint8Array;
}

/** What the formats begin with: issuers announce the wrong one often enough. */
const SIGNATURES: readonly (readonly [EncodedImage['format'], readonly number[]])[] = [
  ['jpeg', [0xff, 0xd8, 0xff]],
  // JP2 file: the signature box of ISO/IEC 15444-1, I.5.1
  ['jpeg2000', [0x00, 0x00, 0x00, 0x0c, 0x6a, 0x50]],
  // bare codestream: SOC and SIZ
  ['jpeg2000', [0xff, 0x4f, 0xff, 0x51]],
];

const formatAt = (bytes: Uint8Array, at: number): EncodedImage['format'] | undefined =>
  SIGNATURES.find(([, signature]) => signature.every((byte, i) => bytes[at + i] === byte))?.[0];

/** The picture these bytes are; undefined where they begin like none. */
export const imageOf = (bytes: Uint8Array): EncodedImage | undefined => {
  const format = formatAt(bytes, 0);
  return format && { format, bytes };
};

/** The picture that begins first in these bytes, up to their end. */
export const imageWithin = (bytes: Uint8Array): EncodedImage | undefined => {
  for (let at = 0; at < bytes.length; at += 1) {
    const format = formatAt(bytes, at);
    if (format !== undefined) return { format, bytes: bytes.subarray(at) };
  }
  return undefined;
};
