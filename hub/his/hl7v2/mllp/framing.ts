/** Minimal Lower Layer Protocol, release 1: `<VT> message <FS><CR>`. */
const START = 0x0b;
const END = 0x1c;
const CARRIAGE_RETURN = 0x0d;

/** Longest message taken: far above any of a clinic's, far below what would hurt. */
const LONGEST_MESSAGE = 1_048_576;

export const frame = (message: Uint8Array): Buffer =>
  Buffer.concat([Buffer.of(START), message, Buffer.of(END, CARRIAGE_RETURN)]);

export interface FrameReader {
  /** Takes bytes as they come. @returns the messages they completed. @throws RangeError too long. */
  push(bytes: Uint8Array): readonly Buffer[];
  /** True where a message was begun and not ended. */
  isInside(): boolean;
}

/**
 * Finds messages in a stream of bytes. Neither VT nor FS may stand inside a message, so a start
 * inside a frame means that the one before was cut off, and an end is one even where the CR after
 * it is missing. What stands outside a frame is noise and dropped.
 */
export const createFrameReader = (longest = LONGEST_MESSAGE): FrameReader => {
  let parts: Buffer[] | undefined;
  let length = 0;

  const keep = (bytes: Buffer): void => {
    length += bytes.length;
    if (length > longest) throw new RangeError('message too long');
    if (bytes.length > 0) parts?.push(bytes);
  };

  return {
    isInside: () => parts !== undefined,
    push(chunk) {
      const bytes = Buffer.from(chunk);
      const complete: Buffer[] = [];
      let from = 0;
      for (const [index, byte] of bytes.entries()) {
        if (byte === START) {
          parts = [];
          length = 0;
          from = index + 1;
        } else if (byte === END && parts !== undefined) {
          keep(bytes.subarray(from, index));
          complete.push(Buffer.concat(parts));
          parts = undefined;
        }
      }
      if (parts !== undefined) keep(bytes.subarray(from));
      return complete;
    },
  };
};
