import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyedHash } from './keyed-hash.ts';

describe('the keyed hash', () => {
  it('is HMAC-SHA256: RFC 4231, test case 2', () => {
    expect(keyedHash(Buffer.from('Jefe'))('what do ya want for nothing?').toString('hex')).toBe(
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('agrees with Node for every key up to a block and every text, in any order of calls', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 64 }),
        fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }),
        (key, texts) => {
          const hashed = keyedHash(key);
          expect(texts.map(text => hashed(text).toString('hex'))).toEqual(
            texts.map(text => createHmac('sha256', key).update(text, 'utf8').digest('hex')),
          );
        },
      ),
    );
  });
});
