import { createPrivateKey, hash, hkdfSync, sign } from 'node:crypto';
import { kioskKeyThumbprintText } from '../../core/contract/hub-signature.ts';

/** The key by which the hub knows this kiosk. */
export interface KioskKey {
  /** Name of the key: its RFC 7638 thumbprint. */
  readonly keyId: string;
  /** Ed25519, 32 bytes in base64url. */
  readonly publicKey: string;
  /** base64 */
  sign(text: string): string;
}

/** PKCS #8 around 32 bytes of an Ed25519 private key (RFC 8410, 7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * The key pair that follows from the master key and the salt of one enrolment. So the private key
 * is where the master key is, also where that place can only be read (a systemd credential, a TPM
 * behind it), and a new enrolment has a new key.
 */
export const kioskKeyFrom = (master: Uint8Array, salt: string): KioskKey => {
  const seed = Buffer.from(
    hkdfSync('sha256', master, Buffer.from(salt, 'base64url'), 'tiep-don kiosk key', 32),
  );
  const key = createPrivateKey({
    key: Buffer.concat([PKCS8, seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const { x: publicKey = '' } = key.export({ format: 'jwk' });
  return {
    publicKey,
    keyId: hash('sha256', kioskKeyThumbprintText(publicKey), 'base64url'),
    sign: text => sign(null, Buffer.from(text), key).toString('base64'),
  };
};
