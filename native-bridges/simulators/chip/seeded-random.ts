import { digest } from '../../emrtd/cryptography/digests.ts';
import { type RandomBytes } from '../../emrtd/cryptography/random.ts';

/**
 * Bytes that follow from the seed: SHA-256 over seed and counter. For cards of people who do not
 * exist, never for a secret.
 */
export const createSeededRandom = (seed: string): RandomBytes => {
  const start = new TextEncoder().encode(seed);
  let counter = 0;
  let rest = new Uint8Array();
  return length => {
    const bytes = new Uint8Array(length);
    for (let at = 0; at < length; ) {
      if (rest.length === 0) rest = nextBlock(start, counter++);
      const part = rest.subarray(0, length - at);
      bytes.set(part, at);
      rest = rest.subarray(part.length);
      at += part.length;
    }
    return bytes;
  };
};

const nextBlock = (start: Uint8Array, counter: number): Uint8Array<ArrayBuffer> => {
  const input = new Uint8Array(start.length + 4);
  input.set(start);
  new DataView(input.buffer).setUint32(start.length, counter);
  return Uint8Array.from(digest('SHA-256', input));
};
