import { createCipheriv } from 'node:crypto';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aesCbcDecrypt, aesCbcEncrypt, aesCmac, aesCmac8, aesEncryptBlock } from './aes.ts';

/** The keys and the message of NIST SP 800-38A and SP 800-38B. */
const KEYS = {
  128: '2b7e151628aed2a6abf7158809cf4f3c',
  192: '8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b',
  256: '603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4',
} as const;
const MESSAGE = hexToBytes(
  '6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51' +
    '30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710',
);

describe('AES', () => {
  /** FIPS 197, appendix C. */
  it.each([
    [16, '69c4e0d86a7b0430d8cdb78070b4c55a'],
    [24, 'dda97ca4864cdfe06eaf70a0ec0d7191'],
    [32, '8ea2b7ca516745bfeafc49904b496089'],
  ])('enciphers one block with a key of %i bytes', (bytes, expected) => {
    const key = Uint8Array.from({ length: bytes }, (_, at) => at);
    const block = hexToBytes('00112233445566778899aabbccddeeff');
    expect(bytesToHex(aesEncryptBlock(key, block))).toBe(expected);
  });

  /** NIST SP 800-38A, F.2. */
  it.each([
    [
      128,
      '7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2' +
        '73bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7',
    ],
    [
      192,
      '4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a' +
        '571b242012fb7ae07fa9baac3df102e008b0e27988598881d920a9e64f5615cd',
    ],
    [
      256,
      'f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d' +
        '39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b',
    ],
  ] as const)('chains blocks with a key of %i bits, and back', (bits, expected) => {
    const key = hexToBytes(KEYS[bits]);
    const iv = hexToBytes('000102030405060708090a0b0c0d0e0f');
    const cipher = aesCbcEncrypt(key, iv, MESSAGE);
    expect(bytesToHex(cipher)).toBe(expected);
    expect(aesCbcDecrypt(key, iv, cipher)).toEqual(MESSAGE);
  });

  it('agrees with OpenSSL on any whole blocks, wherever they lie in memory', () => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    fc.assert(
      fc.property(bytes(32), bytes(16), bytes(81), fc.nat(5), (key, iv, data, count) => {
        const blocks = data.subarray(1, 1 + 16 * count);
        const reference = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
        expect(aesCbcEncrypt(key, iv, blocks)).toEqual(Uint8Array.from(reference.update(blocks)));
      }),
      { numRuns: 40 },
    );
  });
});

describe('AES-CMAC', () => {
  /** NIST SP 800-38B, appendix D (RFC 4493 for 128 bits); lengths in bytes. */
  it.each([
    [128, 0, 'bb1d6929e95937287fa37d129b756746'],
    [128, 16, '070a16b46b4d4144f79bdd9dd04a287c'],
    [128, 40, 'dfa66747de9ae63030ca32611497c827'],
    [128, 64, '51f0bebf7e3b9d92fc49741779363cfe'],
    [192, 0, 'd17ddf46adaacde531cac483de7a9367'],
    [192, 16, '9e99a7bf31e710900662f65e617c5184'],
    [192, 40, '8a1de5be2eb31aad089a82e6ee908b0e'],
    [192, 64, 'a1d5df0eed790f794d77589659f39a11'],
    [256, 0, '028962f61b7bf89efc6b551f4667d983'],
    [256, 16, '28a7023f452e8f82bd4bf28d8c37c35c'],
    [256, 40, 'aaf3d8f1de5640c232f5b169b9c911e6'],
    [256, 64, 'e1992190549f6ed5696a2c056c315410'],
  ] as const)('with a key of %i bits over %i bytes', (bits, length, expected) => {
    const key = hexToBytes(KEYS[bits]);
    const data = MESSAGE.subarray(0, length);
    expect(bytesToHex(aesCmac(key, data))).toBe(expected);
    expect(bytesToHex(aesCmac8(key, data))).toBe(expected.slice(0, 16));
  });
});
