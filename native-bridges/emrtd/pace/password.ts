import { type CardAccessKey } from '../../../core/contract/device.ts';
import { mrzSecret } from '../access/mrz-key.ts';
import { deriveKey, type SessionCipher } from '../cryptography/session-cipher.ts';

/** Which password the chip is asked to use (ICAO 9303-11, 4.4.4.1). */
export const passwordReference = (key: CardAccessKey): number => (key.kind === 'mrz' ? 1 : 2);

/** K_π, the key under which the chip sends its nonce (9.7.3). */
export const passwordKey = (key: CardAccessKey, cipher: SessionCipher): Uint8Array =>
  deriveKey(key.kind === 'mrz' ? mrzSecret(key) : new TextEncoder().encode(key.number), 3, cipher);
