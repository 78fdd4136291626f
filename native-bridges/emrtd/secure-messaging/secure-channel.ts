import { concatBytes } from '@noble/hashes/utils.js';
import { FaultError } from '../../../core/contract/errors.ts';
import {
  isExtended,
  SHORT_DATA,
  SHORT_RESPONSE,
  STATUS,
  type Command,
  type Exchange,
  type Response,
} from '../apdu.ts';
import { encodeTlv, parseTlv, readTlvHeader } from '../ber-tlv.ts';
import { equalOctets } from '../cryptography/octet-strings.ts';
import { pad, unpad } from '../cryptography/padding.ts';
import { channelCipher, type ChannelCipher } from './channel-cipher.ts';
import { type SessionKeys } from './session-keys.ts';

/** Data objects of secure messaging (ICAO 9303-11, 9.8.4). */
const TAG = {
  /** Cryptogram of a command or response with an odd instruction code, no padding indicator. */
  cryptogramOfObjects: 0x85,
  /** Padding indicator and cryptogram. */
  cryptogram: 0x87,
  checksum: 0x8e,
  expectedLength: 0x97,
  status: 0x99,
} as const;

/** Padding method 2 of ISO/IEC 9797-1, as the first byte of DO '87' says. */
const PADDED = 0x01;
const SECURED_CLASS = 0x0c;
const EXTENDED_MAXIMUM = 65_536;

/** A plain channel and the keys agreed over it. */
export interface SecureChannel {
  /**
   * @throws FaultError `card-unreadable` where the response is not the chip's own, and ever after:
   * a session does not outlive the first wrong message (ICAO 9303-11, 9.8.3).
   */
  readonly exchange: Exchange;
  readonly blockBytes: number;
  /** True once a response carried a right checksum: the chip has the same keys. */
  readonly confirmed: () => boolean;
  /**
   * True once the chip answered without protection or with a wrong checksum; false while nothing
   * worse happened than that the line failed.
   */
  readonly broken: () => boolean;
}

export const openSecureChannel = (plain: Exchange, keys: SessionKeys): SecureChannel => {
  const cipher = channelCipher(keys);
  let usable = true;
  let broken = false;
  let confirmed = false;

  const exchange: Exchange = async command => {
    if (!usable) throw new FaultError('card-unreadable', 'the protected session has ended');
    usable = false;
    cipher.next();
    const response = await plain(protectCommand(cipher, command));
    cipher.next();
    const content = unprotectResponse(cipher, response);
    if (content !== undefined) {
      usable = true;
      confirmed = true;
      return content;
    }
    broken = true;
    if (response.data.length > 0 || isSuccess(response.status)) {
      throw new FaultError('card-unreadable', 'a protected response is not the one of the chip');
    }
    // A bare status says why the chip has left the session.
    return response;
  };

  return {
    exchange,
    blockBytes: cipher.blockBytes,
    confirmed: () => confirmed,
    broken: () => broken,
  };
};

/** Protects every command and checks every response (ICAO 9303-11, 9.8); see `SecureChannel`. */
export const secureMessaging = (plain: Exchange, keys: SessionKeys): Exchange =>
  openSecureChannel(plain, keys).exchange;

/** 61xx and 62xx come with data, so nobody may make them up. */
const isSuccess = (status: number): boolean =>
  status === STATUS.ok || status >> 8 === 0x61 || status >> 8 === 0x62;

const protectCommand = (cipher: ChannelCipher, command: Command): Command => {
  const { ins, p1, p2, data = new Uint8Array() } = command;
  const cla = command.cla | SECURED_CLASS;
  const objects = concatBytes(
    data.length === 0 ? data : cryptogramOf(cipher, ins, data),
    expectedLength(command),
  );
  const header = pad(Uint8Array.of(cla, ins, p1, p2), cipher.blockBytes);
  const checksum = cipher.authenticate(
    objects.length === 0 ? header.subarray(0, 4) : concatBytes(header, objects),
  );
  const body = concatBytes(objects, encodeTlv(TAG.checksum, checksum));
  const long = body.length > SHORT_DATA || isExtended(command);
  return { cla, ins, p1, p2, data: body, le: long ? EXTENDED_MAXIMUM : SHORT_RESPONSE };
};

const cryptogramOf = (cipher: ChannelCipher, ins: number, data: Uint8Array): Uint8Array => {
  const cryptogram = cipher.encrypt(pad(data, cipher.blockBytes));
  return isOdd(ins)
    ? encodeTlv(TAG.cryptogramOfObjects, cryptogram)
    : encodeTlv(TAG.cryptogram, concatBytes(Uint8Array.of(PADDED), cryptogram));
};

const expectedLength = (command: Command): Uint8Array => {
  const { le = 0 } = command;
  if (le === 0) return new Uint8Array();
  const bytes = isExtended(command) ? [(le >> 8) & 0xff, le & 0xff] : [le & 0xff];
  return encodeTlv(TAG.expectedLength, Uint8Array.from(bytes));
};

/** Even instruction codes carry plain data, odd ones BER-TLV objects (ISO/IEC 7816-4, 5.5). */
const isOdd = (ins: number): boolean => (ins & 0x01) === 1;

/** Data and status under the checksum; undefined where it is missing or anything does not fit. */
const unprotectResponse = (cipher: ChannelCipher, response: Response): Response | undefined => {
  const covered = beforeChecksum(response.data);
  const { objects } = parseTlv(response.data);
  const valueOf = (tag: number): Uint8Array | undefined =>
    objects.find(object => object.tag === tag)?.value;
  const checksum = valueOf(TAG.checksum);
  const status = valueOf(TAG.status);
  if (covered === undefined || checksum === undefined || status?.length !== 2) return undefined;
  if (!equalOctets(cipher.authenticate(covered), checksum)) return undefined;
  if (statusWord(status) !== response.status) return undefined;
  const data = dataOf(cipher, valueOf(TAG.cryptogram), valueOf(TAG.cryptogramOfObjects));
  return data === undefined ? undefined : { data, status: response.status };
};

const statusWord = (bytes: Uint8Array): number => ((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0);

/** The bytes of all objects before the checksum, which must be the last one. */
const beforeChecksum = (bytes: Uint8Array): Uint8Array | undefined => {
  let at = 0;
  while (at < bytes.length) {
    const header = readTlvHeader(bytes, at);
    if (header === undefined) return undefined;
    const end = at + header.size + header.length;
    if (header.tag === TAG.checksum) {
      return end === bytes.length ? bytes.subarray(0, at) : undefined;
    }
    at = end;
  }
  return undefined;
};

const dataOf = (
  cipher: ChannelCipher,
  padded: Uint8Array | undefined,
  objects: Uint8Array | undefined,
): Uint8Array | undefined => {
  if (padded === undefined && objects === undefined) return new Uint8Array();
  if (padded !== undefined && padded[0] !== PADDED) return undefined;
  const cryptogram = padded?.subarray(1) ?? objects ?? new Uint8Array();
  if (cryptogram.length === 0 || cryptogram.length % cipher.blockBytes !== 0) return undefined;
  return unpad(cipher.decrypt(cryptogram));
};
