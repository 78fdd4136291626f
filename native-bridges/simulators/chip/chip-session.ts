import { concatBytes } from '@noble/hashes/utils.js';
import { encodeTlv, parseTlv, type Tlv } from '../../emrtd/ber-tlv.ts';
import {
  aesCbcDecrypt,
  aesCbcEncrypt,
  aesCmac8,
  aesEncryptBlock,
} from '../../emrtd/cryptography/aes.ts';
import { equalOctets } from '../../emrtd/cryptography/octet-strings.ts';
import { pad, unpad } from '../../emrtd/cryptography/padding.ts';
import { type SessionCipher } from '../../emrtd/cryptography/session-cipher.ts';
import {
  retailMac,
  tripleDesCbcDecrypt,
  tripleDesCbcEncrypt,
} from '../../emrtd/cryptography/triple-des.ts';
import { type Answer } from './answer.ts';
import { type CommandApdu } from './command-apdu.ts';

/** Data objects of secure messaging (ISO/IEC 7816-4, table 33; ICAO 9303-11, 9.8.4). */
const DO = {
  cryptogramOfObjects: 0x85,
  cryptogram: 0x87,
  checksum: 0x8e,
  expected: 0x97,
  status: 0x99,
};
/** Padding indicator: method 2 of ISO/IEC 9797-1. */
const PADDED = 0x01;
const MAC_BYTES = 8;
const STATUS_OBJECT_BYTES = 2 + 2;
const CHECKSUM_OBJECT_BYTES = 2 + MAC_BYTES;

export interface ChipSession {
  /** The command inside, or undefined where the objects or the checksum are wrong: session over. */
  open(command: CommandApdu): CommandApdu | 'objects-missing' | 'objects-wrong';
  /** The response data field around an answer to `command`. */
  seal(command: CommandApdu, answer: Answer): Uint8Array;
  /** The most answer bytes that fit `room` bytes of response data field. */
  plainRoom(room: number): number;
}

/** How a session encrypts and authenticates: the block ciphers of ICAO 9303-11, 9.8.6. */
interface SessionCryptography {
  readonly blockBytes: number;
  readonly encrypt: (counter: Uint8Array, padded: Uint8Array) => Uint8Array;
  readonly decrypt: (counter: Uint8Array, cryptogram: Uint8Array) => Uint8Array;
  readonly checksum: (padded: Uint8Array) => Uint8Array;
}

const tripleDes = (encryption: Uint8Array, mac: Uint8Array): SessionCryptography => {
  // 9.8.6.1: the initialisation vector is zero.
  const zero = new Uint8Array(8);
  return {
    blockBytes: 8,
    encrypt: (_counter, padded) => tripleDesCbcEncrypt(encryption, zero, padded),
    decrypt: (_counter, cryptogram) => tripleDesCbcDecrypt(encryption, zero, cryptogram),
    checksum: padded => retailMac(mac, padded),
  };
};

const aes = (encryption: Uint8Array, mac: Uint8Array): SessionCryptography => {
  // 9.8.6.2: the initialisation vector is the send sequence counter, encrypted.
  const vector = (counter: Uint8Array): Uint8Array => aesEncryptBlock(encryption, counter);
  return {
    blockBytes: 16,
    encrypt: (counter, padded) => aesCbcEncrypt(encryption, vector(counter), padded),
    decrypt: (counter, cryptogram) => aesCbcDecrypt(encryption, vector(counter), cryptogram),
    checksum: padded => aesCmac8(mac, padded),
  };
};

/**
 * The chip's end of secure messaging (ICAO 9303-11, 9.8). `counter` is where the send sequence
 * counter starts: 8 bytes with 3DES, 16 with AES.
 */
export const createChipSession = (
  cipher: SessionCipher,
  keys: { readonly encryption: Uint8Array; readonly mac: Uint8Array },
  counter: Uint8Array,
): ChipSession => {
  const { blockBytes, encrypt, decrypt, checksum } =
    cipher === '3DES' ? tripleDes(keys.encryption, keys.mac) : aes(keys.encryption, keys.mac);
  const ssc = Uint8Array.from(counter);

  const countUp = (): void => {
    for (let at = ssc.length - 1; at >= 0; at -= 1) {
      const next = ((ssc[at] ?? 0) + 1) & 0xff;
      ssc[at] = next;
      if (next !== 0) return;
    }
  };

  const checksumOf = (...objects: readonly Uint8Array[]): Uint8Array =>
    checksum(pad(concatBytes(ssc, ...objects), blockBytes));

  const decipher = (object: Tlv): Uint8Array | undefined => {
    const indicated = object.tag === DO.cryptogram;
    if (indicated && object.value[0] !== PADDED) return undefined;
    const cryptogram = indicated ? object.value.subarray(1) : object.value;
    if (cryptogram.length === 0 || cryptogram.length % blockBytes !== 0) return undefined;
    return unpad(decrypt(ssc, cryptogram));
  };

  const open: ChipSession['open'] = command => {
    countUp();
    const { objects, damaged } = parseTlv(command.data);
    const find = (tag: number): Tlv | undefined => objects.find(object => object.tag === tag);
    const mac = find(DO.checksum);
    if (damaged || mac === undefined) return 'objects-missing';
    const header = pad(Uint8Array.of(command.cla, command.ins, command.p1, command.p2), blockBytes);
    // The checksum is the last object and covers those before it (9.8.4, figure 5).
    const covered = command.data.subarray(0, command.data.length - CHECKSUM_OBJECT_BYTES);
    if (!equalOctets(mac.value, checksumOf(header, covered))) return 'objects-wrong';
    // 9.8.4: an odd instruction carries data objects, whose cryptogram has no padding indicator.
    const cipherObject = find(cryptogramTag(command.ins));
    const data = cipherObject === undefined ? new Uint8Array() : decipher(cipherObject);
    if (data === undefined) return 'objects-wrong';
    const le = find(DO.expected)?.value;
    return {
      ...command,
      cla: command.cla & 0xf0,
      data,
      expected: le === undefined ? 0 : expectedOf(le),
      extended: command.extended,
    };
  };

  const seal: ChipSession['seal'] = (command, { data, status }) => {
    countUp();
    const objects: Uint8Array[] = [];
    if (data.length > 0) {
      const tag = cryptogramTag(command.ins);
      const cryptogram = encrypt(ssc, pad(data, blockBytes));
      objects.push(
        encodeTlv(
          tag,
          tag === DO.cryptogram ? concatBytes(Uint8Array.of(PADDED), cryptogram) : cryptogram,
        ),
      );
    }
    objects.push(encodeTlv(DO.status, Uint8Array.of(status >> 8, status & 0xff)));
    return concatBytes(...objects, encodeTlv(DO.checksum, checksumOf(...objects)));
  };

  const plainRoom = (room: number): number => {
    const forCryptogram = room - STATUS_OBJECT_BYTES - CHECKSUM_OBJECT_BYTES;
    const header = forCryptogram > 0xff + 3 ? 4 : forCryptogram > 0x7f + 2 ? 3 : 2;
    const blocks = Math.floor((forCryptogram - header - 1) / blockBytes);
    return Math.max(0, blocks * blockBytes - 1);
  };

  return { open, seal, plainRoom };
};

const cryptogramTag = (ins: number): number =>
  (ins & 1) === 1 ? DO.cryptogramOfObjects : DO.cryptogram;

/** Ne of DO'97': one byte, or two where the field would be extended; zero is the most. */
const expectedOf = (le: Uint8Array): number => {
  const number = le.reduce((sum, byte) => sum * 256 + byte, 0);
  return number === 0 ? 256 ** le.length : number;
};
