import { concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import { encodeTlv } from '../../emrtd/ber-tlv.ts';

/** The values of certificates and CMS in the distinguished encoding (ITU-T X.690). */
export const der = {
  sequence: (...parts: readonly Uint8Array[]) => encodeTlv(0x30, concatBytes(...parts)),
  /** SET OF: in the order of the encodings (X.690, 11.6). */
  set: (...parts: readonly Uint8Array[]) => encodeTlv(0x31, concatBytes(...sorted(parts))),
  /** Explicit tag `[number]`. */
  context: (number: number, ...parts: readonly Uint8Array[]) =>
    encodeTlv(0xa0 + number, concatBytes(...parts)),
  octets: (bytes: Uint8Array) => encodeTlv(0x04, bytes),
  bits: (bytes: Uint8Array, unused = 0) =>
    encodeTlv(0x03, concatBytes(Uint8Array.of(unused), bytes)),
  boolean: (value: boolean) => encodeTlv(0x01, Uint8Array.of(value ? 0xff : 0x00)),
  null: () => encodeTlv(0x05, new Uint8Array()),
  integer: (value: bigint | number) => encodeTlv(0x02, signedOctets(BigInt(value))),
  utf8: (text: string) => encodeTlv(0x0c, new TextEncoder().encode(text)),
  printable: (text: string) => encodeTlv(0x13, new TextEncoder().encode(text)),
  oid: (dotted: string) => encodeTlv(0x06, oidOctets(dotted)),
  /** UTCTime to 2049, GeneralizedTime after (RFC 5280, 4.1.2.5). */
  time: (milliseconds: number) => {
    const digits = new Date(milliseconds).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
    const isUtcTime = milliseconds < Date.UTC(2050, 0);
    return encodeTlv(
      isUtcTime ? 0x17 : 0x18,
      new TextEncoder().encode(isUtcTime ? digits.slice(2) : digits),
    );
  },
} as const;

const sorted = (parts: readonly Uint8Array[]): Uint8Array[] =>
  [...parts].sort((a, b) => {
    const differing = a.findIndex((byte, at) => byte !== b[at]);
    return differing === -1 ? a.length - b.length : (a[differing] ?? 0) - (b[differing] ?? -1);
  });

/** Big-endian with a leading zero byte where the highest bit is set (X.690, 8.3). */
const signedOctets = (value: bigint): Uint8Array => {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return hexToBytes(Number.parseInt(even[0] ?? '0', 16) >= 8 ? `00${even}` : even);
};

const oidOctets = (dotted: string): Uint8Array => {
  const [root = 0, second = 0, ...arcs] = dotted.split('.').map(Number);
  return Uint8Array.from(
    [root * 40 + second, ...arcs].flatMap(arc => {
      const groups = [arc % 128];
      for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) {
        groups.unshift((rest % 128) + 128);
      }
      return groups;
    }),
  );
};
