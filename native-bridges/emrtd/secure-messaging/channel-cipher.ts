import { aesEncryptBlock } from '../cryptography/aes.ts';
import { pad } from '../cryptography/padding.ts';
import {
  authenticate,
  decryptBlocks,
  encryptBlocks,
  SESSION_CIPHERS,
} from '../cryptography/session-cipher.ts';
import { concatBytes } from '@noble/hashes/utils.js';
import { type SessionKeys } from './session-keys.ts';

/** Session keys at work: everything is bound to the current value of the send sequence counter. */
export interface ChannelCipher {
  readonly blockBytes: number;
  /** Counts on by one: before every command, and before every response. */
  next(): void;
  /** Whole blocks only. */
  encrypt(data: Uint8Array): Uint8Array;
  /** Whole blocks only. */
  decrypt(data: Uint8Array): Uint8Array;
  /** The 8 bytes that protect `data`, which is padded here (ICAO 9303-11, 9.8.6.1 and 9.8.7.1). */
  authenticate(data: Uint8Array): Uint8Array;
}

export const channelCipher = (keys: SessionKeys): ChannelCipher => {
  const { cipher, encryption, mac } = keys;
  const { blockBytes } = SESSION_CIPHERS[cipher];
  const counter = Uint8Array.from(keys.sendSequenceCounter);
  /** Zero with 3DES (9.8.6.2), the enciphered counter with AES (9.8.7.2). */
  const iv = (): Uint8Array =>
    cipher === '3DES' ? new Uint8Array(blockBytes) : aesEncryptBlock(encryption, counter);
  return {
    blockBytes,
    next: () => increment(counter),
    encrypt: data => encryptBlocks(cipher, encryption, iv(), data),
    decrypt: data => decryptBlocks(cipher, encryption, iv(), data),
    authenticate: data => authenticate(cipher, mac, pad(concatBytes(counter, data), blockBytes)),
  };
};

/** Big-endian, and zero follows the highest value. */
const increment = (counter: Uint8Array): void => {
  for (let at = counter.length - 1; at >= 0; at -= 1) {
    const next = ((counter[at] ?? 0) + 1) & 0xff;
    counter[at] = next;
    if (next !== 0) return;
  }
};
