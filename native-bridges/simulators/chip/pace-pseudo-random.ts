import { concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import { bitLength, octetsToInteger } from '../../emrtd/cryptography/octet-strings.ts';
import {
  encryptBlocks,
  SESSION_CIPHERS,
  type SessionCipher,
} from '../../emrtd/cryptography/session-cipher.ts';

/** Constants c0 and c1 of ICAO 9303-11, 4.4.3.3.2, by the length of what is encrypted. */
const CONSTANTS = {
  16: {
    next: hexToBytes('a668892a7c41e3ca739f40b057d85904'),
    output: hexToBytes('a4e136ac725f738b01c1f60217c188ad'),
  },
  32: {
    next: hexToBytes('d463d65234124ef7897054986dca0a174e28df758cbaa03f240616414d5a1676'),
    output: hexToBytes('54bd7255f0aaf831bec3423fcf39d69b6cbf066677d0faae5aadd99df8e53517'),
  },
} as const;

/** Bytes of the chip's nonce: whole blocks, no fewer than the key has (4.4.3.3). */
export const nonceBytes = (cipher: SessionCipher): 16 | 32 =>
  SESSION_CIPHERS[cipher].keyBytes <= 16 ? 16 : 32;

/** R(s, t) of the integrated mapping, as an integer 64 bits longer than the prime at least. */
export const pseudoRandom = (
  cipher: SessionCipher,
  chipNonce: Uint8Array,
  terminalNonce: Uint8Array,
  prime: bigint,
): bigint => {
  const { keyBytes, blockBytes } = SESSION_CIPHERS[cipher];
  const width = nonceBytes(cipher);
  const constants = CONSTANTS[width];
  const encrypt = (key: Uint8Array, data: Uint8Array): Uint8Array =>
    encryptBlocks(cipher, key.subarray(0, keyBytes), new Uint8Array(blockBytes), data);
  let key = encrypt(terminalNonce, chipNonce);
  let output = new Uint8Array();
  while (8 * output.length < bitLength(prime) + 64) {
    output = Uint8Array.from(concatBytes(output, encrypt(key, constants.output)));
    key = encrypt(key, constants.next);
  }
  return octetsToInteger(output);
};
