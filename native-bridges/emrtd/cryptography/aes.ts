import { cbc, cmac, ecb } from '@noble/ciphers/aes.js';

const WHOLE_BLOCKS = { disablePadding: true } as const;

/** AES in CBC mode (NIST SP 800-38A), no padding. Key of 16, 24 or 32 bytes, whole blocks of 16. */
export const aesCbcEncrypt = (key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array =>
  cbc(key, iv, WHOLE_BLOCKS).encrypt(data);

/** The inverse of {@link aesCbcEncrypt}. */
export const aesCbcDecrypt = (key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array =>
  cbc(key, iv, WHOLE_BLOCKS).decrypt(data);

/** One block of 16 bytes, enciphered (FIPS 197). */
export const aesEncryptBlock = (key: Uint8Array, block: Uint8Array): Uint8Array =>
  ecb(key, WHOLE_BLOCKS).encrypt(block);

/** AES-CMAC (NIST SP 800-38B) of data of any length, all 16 bytes. */
export const aesCmac = (key: Uint8Array, data: Uint8Array): Uint8Array =>
  cmac.create(key).update(data).digest();

/** AES-CMAC cut to its first 8 bytes, as ICAO 9303-11 uses it everywhere. */
export const aesCmac8 = (key: Uint8Array, data: Uint8Array): Uint8Array =>
  aesCmac(key, data).slice(0, 8);
