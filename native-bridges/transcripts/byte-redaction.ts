/** Blanks out what a stream of bytes says of people; as many bytes come out as went in. */
export type ByteRedaction = (bytes: Uint8Array) => Uint8Array;
