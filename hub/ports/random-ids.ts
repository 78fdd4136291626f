import { randomBytes } from 'node:crypto';
import { type Clock, type Ids } from '../../core/ports/ports.ts';

const COUNTER_LIMIT = 0x1000;
const BYTES = 16;
/** Random bytes are fetched for so many ids at a time. */
const POOLED = 256;

/**
 * UUID version 7 (RFC 9562, 5.7): milliseconds, a counter within the millisecond (6.2, method 1),
 * then 62 random bits. Those of one source are in order also where the clock stands still.
 */
export const timeOrderedIds = (clock: Clock): Ids => {
  let last = 0;
  let counter = 0;
  let pool = Buffer.alloc(0);
  const randomPart = (): Buffer => {
    if (pool.length === 0) pool = randomBytes(BYTES * POOLED);
    const bytes = pool.subarray(0, BYTES);
    pool = pool.subarray(BYTES);
    return bytes;
  };
  return {
    uuid() {
      const now = clock.now();
      if (now > last) {
        last = now;
        counter = 0;
      } else {
        counter += 1;
        if (counter === COUNTER_LIMIT) {
          last += 1;
          counter = 0;
        }
      }
      const bytes = randomPart();
      bytes.writeUIntBE(last, 0, 6);
      bytes.writeUInt16BE(0x7000 | counter, 6);
      bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
      return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    },
  };
};
