import { bytesToHex } from '@noble/hashes/utils.js';
import { type DerObject, TAG } from './der.ts';

/** Longest object identifier read: far beyond any in use, short enough to stay cheap. */
const MAX_OID_BYTES = 40;
/** RSA moduli of 8,192 bits are the longest numbers a certificate needs. */
const MAX_INTEGER_BYTES = 1025;

/** Dotted form of an OBJECT IDENTIFIER (X.690, 8.19). */
export const objectIdentifierOf = (object: DerObject | undefined): string | undefined => {
  if (object?.tag !== TAG.objectIdentifier || object.value.length > MAX_OID_BYTES) return undefined;
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const [at, byte] of object.value.entries()) {
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if ((byte & 0x80) === 0) {
      arcs.push(arc);
      arc = 0n;
    } else if (at === object.value.length - 1) return undefined;
  }
  const [first, ...rest] = arcs;
  if (first === undefined) return undefined;
  const root = first < 80n ? first / 40n : 2n;
  return [root, first - root * 40n, ...rest].join('.');
};

/** A non-negative INTEGER; undefined where it is negative or longer than any key. */
export const unsignedOf = (object: DerObject | undefined): bigint | undefined => {
  if (object?.tag !== TAG.integer || object.value.length > MAX_INTEGER_BYTES) return undefined;
  const first = object.value[0];
  return first === undefined || first >= 0x80 ? undefined : bigEndian(object.value);
};

/** A small non-negative INTEGER, at most four bytes. */
export const smallIntegerOf = (object: DerObject | undefined): number | undefined => {
  const value = (object?.value.length ?? 9) > 4 ? undefined : unsignedOf(object);
  return value === undefined ? undefined : Number(value);
};

/** Unsigned number of any bytes, most significant first. */
export const bigEndian = (bytes: Uint8Array): bigint =>
  bytes.length === 0 ? 0n : BigInt(`0x${bytesToHex(bytes)}`);

/** Whole bytes of a BIT STRING; undefined where bits are left over. */
export const wholeBytesOf = (object: DerObject | undefined): Uint8Array | undefined =>
  object?.tag === TAG.bitString && object.value[0] === 0 ? object.value.subarray(1) : undefined;

/** Named bits of a BIT STRING (X.680, 22.7): true at every number that is set. */
export const bitsOf = (object: DerObject | undefined): readonly boolean[] | undefined => {
  if (object?.tag !== TAG.bitString || object.value.length > 5) return undefined;
  return [...object.value.subarray(1)].flatMap(byte =>
    Array.from({ length: 8 }, (_, bit) => ((byte >> (7 - bit)) & 1) === 1),
  );
};

const UTC_TIME = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?Z$/;
const GENERALIZED_TIME = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:\.\d{1,9})?Z$/;

/** Milliseconds since 1970 of UTCTime or GeneralizedTime, both in UTC (RFC 5280, 4.1.2.5). */
export const timeOf = (object: DerObject | undefined): number | undefined => {
  if (object === undefined || object.value.length > 32) return undefined;
  const text = String.fromCharCode(...object.value);
  const isUtcTime = object.tag === TAG.utcTime;
  if (!isUtcTime && object.tag !== TAG.generalizedTime) return undefined;
  const match = (isUtcTime ? UTC_TIME : GENERALIZED_TIME).exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map(part => Number(part || 0));
  // A two-digit year from 50 on belongs to the 1900s.
  const fullYear = isUtcTime ? year + (year >= 50 ? 1900 : 2000) : year;
  const valid = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour < 24 && minute < 60;
  return valid ? Date.UTC(fullYear, month - 1, day, hour, minute, second) : undefined;
};
