import { type SessionCipher } from '../cryptography/session-cipher.ts';

/** What both sides share after access control or chip authentication (ICAO 9303-11, 9.7 and 9.8). */
export interface SessionKeys {
  readonly cipher: SessionCipher;
  readonly encryption: Uint8Array;
  readonly mac: Uint8Array;
  /** As it stands before the first command: 8 bytes with 3DES, 16 with AES. */
  readonly sendSequenceCounter: Uint8Array;
}
