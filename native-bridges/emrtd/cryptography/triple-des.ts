import { concatBytes } from '@noble/hashes/utils.js';
import des from 'des.js';

const desCbc = des.CBC.instantiate(des.DES);
const tripleDesCbc = des.CBC.instantiate(des.EDE);

const BLOCK = 8;

type Direction = 'encrypt' | 'decrypt';

/** K1 | K2 | K3; with two keys, K3 is K1 (ISO/IEC 18033-3, keying option 2). */
const threeKeys = (key: Uint8Array): Uint8Array =>
  key.length === 16 ? concatBytes(key, key.subarray(0, 8)) : key;

const cbc = (type: Direction, key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array => {
  if (data.length % BLOCK !== 0) throw new RangeError('whole blocks of 8 bytes only');
  if (data.length === 0) return new Uint8Array(0);
  const cipher = tripleDesCbc.create({ type, key: threeKeys(key), iv, padding: false });
  const head = cipher.update(data);
  return Uint8Array.from([...head, ...cipher.final()]);
};

/** Triple DES in CBC mode, no padding. Key of 16 or 24 bytes, whole blocks of 8 bytes. */
export const tripleDesCbcEncrypt = (
  key: Uint8Array,
  iv: Uint8Array,
  data: Uint8Array,
): Uint8Array => cbc('encrypt', key, iv, data);

/** The inverse of {@link tripleDesCbcEncrypt}. */
export const tripleDesCbcDecrypt = (
  key: Uint8Array,
  iv: Uint8Array,
  data: Uint8Array,
): Uint8Array => cbc('decrypt', key, iv, data);

const desBlock = (type: Direction, key: Uint8Array, block: Uint8Array): Uint8Array => {
  const cipher = des.DES.create({ type, key, padding: false });
  const head = cipher.update(block);
  return Uint8Array.from([...head, ...cipher.final()]);
};

/**
 * Retail MAC: ISO/IEC 9797-1, MAC algorithm 3 with DES, 8 bytes. The data must be padded already
 * (one or more whole blocks); the key has 16 bytes.
 */
export const retailMac = (key: Uint8Array, paddedData: Uint8Array): Uint8Array => {
  if (key.length !== 16) throw new RangeError('a key of 16 bytes');
  if (paddedData.length === 0 || paddedData.length % BLOCK !== 0)
    throw new RangeError('whole blocks of 8 bytes only');
  const first = key.subarray(0, 8);
  const second = key.subarray(8);
  const chain = desCbc.create({
    type: 'encrypt',
    key: first,
    iv: new Uint8Array(BLOCK),
    padding: false,
  });
  const last = Uint8Array.from(chain.update(paddedData).slice(-BLOCK));
  return desBlock('encrypt', first, desBlock('decrypt', second, last));
};
