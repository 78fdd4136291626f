import { type RandomBytes } from '../emrtd/cryptography/random.ts';

/** From the operating system. */
export const systemRandom: RandomBytes = length => crypto.getRandomValues(new Uint8Array(length));
