import { hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pad, unpad } from './padding.ts';

describe('padding of ISO/IEC 9797-1, method 2', () => {
  it('adds a whole block to whole blocks', () => {
    expect(pad(hexToBytes('0CA4020C'), 8)).toEqual(hexToBytes('0CA4020C80000000'));
    expect(pad(hexToBytes('0011223344556677'), 8)).toEqual(
      hexToBytes('00112233445566778000000000000000'),
    );
    expect(pad(new Uint8Array(), 16)).toEqual(hexToBytes('80000000000000000000000000000000'));
  });

  it('takes off exactly what was put on', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom(8, 16), (data, block) => {
        const padded = pad(data, block);
        expect(padded.length % block).toBe(0);
        expect(unpad(padded)).toEqual(data);
      }),
    );
  });

  it('says so where there is none', () => {
    expect(unpad(hexToBytes('00000000'))).toBeUndefined();
    expect(unpad(hexToBytes('0102030000'))).toBeUndefined();
    expect(unpad(new Uint8Array())).toBeUndefined();
  });
});
