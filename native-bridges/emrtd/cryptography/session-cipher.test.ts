import { createHash } from 'node:crypto';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pad } from './padding.ts';
import {
  authenticate,
  decryptBlocks,
  deriveKey,
  encryptBlocks,
  SESSION_CIPHERS,
  type SessionCipher,
} from './session-cipher.ts';

const CIPHERS = Object.keys(SESSION_CIPHERS) as SessionCipher[];

const derived = (secret: string, counter: 1 | 2 | 3, cipher: SessionCipher) =>
  bytesToHex(deriveKey(hexToBytes(secret), counter, cipher)).toUpperCase();

describe('keys derived from a shared secret (ICAO 9303-11, 9.7.1)', () => {
  /** Appendix D.1 and D.3. */
  it('gives the triple DES keys of basic access control, with parity', () => {
    const document = '239AB9CB282DAF66231DC5A4DF6BFBAE';
    expect(derived(document, 1, '3DES')).toBe('AB94FDECF2674FDFB9B391F85D7F76F2');
    expect(derived(document, 2, '3DES')).toBe('7962D9ECE03D1ACD4C76089DCE131543');
    const session = '0036D272F5C350ACAC50C3F572D23600';
    expect(derived(session, 1, '3DES')).toBe('979EC13B1CBFE9DCD01AB0FED307EAE5');
    expect(derived(session, 2, '3DES')).toBe('F1CB1F1FB5ADF208806B89DC579DC1F8');
  });

  /** Appendix G.1. */
  it('gives the AES keys of PACE: of the password and of the session', () => {
    const password = '7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD';
    expect(derived(password, 3, 'AES-128')).toBe('89DED1B26624EC1E634C1989302849DD');
    const agreed = '28768D20701247DAE81804C9E780EDE582A9996DB4A315020B2733197DB84925';
    expect(derived(agreed, 1, 'AES-128')).toBe('F5F0E35C0D7161EE6724EE513A0D9A7F');
    expect(derived(agreed, 2, 'AES-128')).toBe('FE251C7858B356B24514B3BD5F4297D1');
  });

  it('takes SHA-256 for the longer keys', () => {
    const secret = new TextEncoder().encode('a secret that nobody holds');
    const hashed = createHash('sha256')
      .update(secret)
      .update(Uint8Array.of(0, 0, 0, 2))
      .digest();
    expect(deriveKey(secret, 2, 'AES-192')).toEqual(Uint8Array.from(hashed.subarray(0, 24)));
    expect(deriveKey(secret, 2, 'AES-256')).toEqual(Uint8Array.from(hashed));
  });

  it('makes keys of the cipher’s size, DES keys with an odd number of ones in each byte', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom(...CIPHERS), (secret, cipher) => {
        const key = deriveKey(secret, 1, cipher);
        expect(key).toHaveLength(SESSION_CIPHERS[cipher].keyBytes);
        if (cipher === '3DES')
          for (const byte of key) expect(byte.toString(2).replaceAll('0', '').length % 2).toBe(1);
      }),
    );
  });
});

describe('the cipher of a session', () => {
  /** Appendix G.1: the nonce, and the terminal's token over the chip's ephemeral key. */
  it('opens the nonce of PACE and makes its token', () => {
    const nonce = decryptBlocks(
      'AES-128',
      hexToBytes('89DED1B26624EC1E634C1989302849DD'),
      new Uint8Array(16),
      hexToBytes('95A3A016522EE98D01E76CB6B98B42C3'),
    );
    expect(bytesToHex(nonce).toUpperCase()).toBe('3F00C4D39D153F2B2A214A078D899B22');
    const token = authenticate(
      'AES-128',
      hexToBytes('FE251C7858B356B24514B3BD5F4297D1'),
      hexToBytes(
        '7F494F060A04007F0007020204020286' +
          '41049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65D' +
          'F6DB7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F094',
      ),
    );
    expect(bytesToHex(token).toUpperCase()).toBe('C2B0BD78D94BA866');
  });

  it.each(CIPHERS)('%s: opens what it closed, and protects it with 8 bytes', cipher => {
    const { keyBytes, blockBytes } = SESSION_CIPHERS[cipher];
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    fc.assert(
      fc.property(bytes(keyBytes), bytes(blockBytes), fc.uint8Array(), (key, iv, data) => {
        const padded = pad(data, blockBytes);
        const cipherText = encryptBlocks(cipher, key, iv, padded);
        expect(decryptBlocks(cipher, key, iv, cipherText)).toEqual(padded);
        expect(authenticate(cipher, key, padded)).toHaveLength(8);
      }),
      { numRuns: 20 },
    );
  });
});
