import { createCipheriv, createDecipheriv } from 'node:crypto';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pad } from './padding.ts';
import { retailMac, tripleDesCbcDecrypt, tripleDesCbcEncrypt } from './triple-des.ts';

const ZERO_IV = new Uint8Array(8);

const key16 = fc.uint8Array({ minLength: 16, maxLength: 16 });
const key24 = fc.uint8Array({ minLength: 24, maxLength: 24 });
const block = fc.uint8Array({ minLength: 8, maxLength: 8 });
const blocks = fc
  .integer({ min: 1, max: 12 })
  .chain(count => fc.uint8Array({ minLength: 8 * count, maxLength: 8 * count }));

describe('triple DES in CBC mode', () => {
  /** NIST SP 800-67 revision 1, appendix B.1: the first block, where CBC with a zero IV is ECB. */
  it('enciphers the published example', () => {
    const key = hexToBytes('0123456789ABCDEF23456789ABCDEF01456789ABCDEF0123');
    const plain = new TextEncoder().encode('The qufc');
    const cipher = tripleDesCbcEncrypt(key, ZERO_IV, plain);
    expect(bytesToHex(cipher).toUpperCase()).toBe('A826FD8CE53B855F');
  });

  /** ICAO 9303-11, appendix D.3: the terminal's part of mutual authentication. */
  it('enciphers what the terminal sends in basic access control', () => {
    const key = hexToBytes('AB94FDECF2674FDFB9B391F85D7F76F2');
    const sent = hexToBytes('781723860C06C2264608F919887022120B795240CB7049B01C19B33E32804F0B');
    const enciphered = tripleDesCbcEncrypt(key, ZERO_IV, sent);
    expect(bytesToHex(enciphered).toUpperCase()).toBe(
      '72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2',
    );
    expect(tripleDesCbcDecrypt(key, ZERO_IV, enciphered)).toEqual(sent);
  });

  it('agrees with OpenSSL for two and for three keys, in both directions', () => {
    fc.assert(
      fc.property(fc.oneof(key16, key24), block, blocks, (key, iv, data) => {
        const name = key.length === 16 ? 'des-ede-cbc' : 'des-ede3-cbc';
        const encrypt = createCipheriv(name, key, iv).setAutoPadding(false);
        const cipher = Uint8Array.from([...encrypt.update(data), ...encrypt.final()]);
        expect(tripleDesCbcEncrypt(key, iv, data)).toEqual(cipher);
        expect(tripleDesCbcDecrypt(key, iv, cipher)).toEqual(data);
        const decrypt = createDecipheriv(name, key, iv).setAutoPadding(false);
        const plain = Uint8Array.from([...decrypt.update(data), ...decrypt.final()]);
        expect(tripleDesCbcDecrypt(key, iv, data)).toEqual(plain);
      }),
      { numRuns: 60 },
    );
  });

  it('takes whole blocks only', () => {
    const key = new Uint8Array(16);
    expect(tripleDesCbcEncrypt(key, ZERO_IV, new Uint8Array())).toEqual(new Uint8Array());
    expect(tripleDesCbcDecrypt(key, ZERO_IV, new Uint8Array())).toEqual(new Uint8Array());
    expect(() => tripleDesCbcEncrypt(key, ZERO_IV, new Uint8Array(7))).toThrow(RangeError);
    expect(() => tripleDesCbcDecrypt(key, ZERO_IV, new Uint8Array(9))).toThrow(RangeError);
  });
});

describe('retail MAC', () => {
  /** ICAO 9303-11, appendix D.3 and D.4. */
  it.each([
    [
      'mutual authentication',
      '7962D9ECE03D1ACD4C76089DCE131543',
      '72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2',
      '5F1448EEA8AD90A7',
    ],
    [
      'the protected selection of EF.COM',
      'F1CB1F1FB5ADF208806B89DC579DC1F8',
      '887022120C06C2270CA4020C800000008709016375432908C044F6',
      'BF8B92D635FF24F8',
    ],
  ])('protects the worked example: %s', (_what, key, data, mac) => {
    expect(bytesToHex(retailMac(hexToBytes(key), pad(hexToBytes(data), 8))).toUpperCase()).toBe(
      mac,
    );
  });

  it('is triple DES over the last block of a single DES chain, as OpenSSL computes it', () => {
    fc.assert(
      fc.property(key16, blocks, (key, data) => {
        const first = key.subarray(0, 8);
        const single = Uint8Array.from([...first, ...first, ...first]);
        const chain = createCipheriv('des-ede3-cbc', single, ZERO_IV).setAutoPadding(false);
        const before = chain.update(data.subarray(0, -8)).subarray(-8);
        const input = data.slice(-8).map((byte, at) => byte ^ (before[at] ?? 0));
        const last = createCipheriv('des-ede-cbc', key, ZERO_IV).setAutoPadding(false);
        expect(retailMac(key, data)).toEqual(Uint8Array.from(last.update(input)));
      }),
      { numRuns: 60 },
    );
  });

  it('wants padded data and a key of 16 bytes', () => {
    expect(() => retailMac(new Uint8Array(16), new Uint8Array(7))).toThrow(RangeError);
    expect(() => retailMac(new Uint8Array(16), new Uint8Array())).toThrow(RangeError);
    expect(() => retailMac(new Uint8Array(24), new Uint8Array(8))).toThrow(RangeError);
  });
});
