import { decodeBase32, encodeBase32 } from './base32.ts';

/**
 * What lets one kiosk join: where the hub is, how it is recognised, and the word that the hub
 * accepts once.
 */
export interface EnrolmentCode {
  /** `https://host:port` and a path where a gateway wants one; `http` on the same machine only. */
  readonly hubUrl: string;
  /**
   * The first 16 bytes of the SHA-256 of the hub's public key (SubjectPublicKeyInfo): nobody finds
   * another key with the same ones. Empty for `http`.
   */
  readonly fingerprint: Uint8Array;
  /** 10 random bytes. */
  readonly secret: Uint8Array;
}

export const FINGERPRINT_BYTES = 16;
export const SECRET_BYTES = 10;
const CHECK_BYTES = 2;

/** In front of the code where a scanner reads it, so that it is known for what it is. */
const PREFIX = 'TIEPDON:';
const GROUP = 4;

/** First byte: the version in the upper half, what follows in the lower. */
const VERSION = 1 << 4;
const TLS = 1;
/** The address is four bytes and a port; else its length and its text. */
const NUMERIC = 2;

/** CRC-16/CCITT-FALSE: finds every wrong character and every two that changed places. */
const checkOf = (bytes: Uint8Array): Uint8Array => {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = ((crc << 1) ^ ((crc & 0x8000) === 0 ? 0 : 0x1021)) & 0xffff;
    }
  }
  return Uint8Array.of(crc >> 8, crc & 0xff);
};

const HOST = /^(?=.{1,120}$)[a-z0-9.-]+(?::\d{1,5})?(?:\/[a-z0-9._~/-]*)?$/;
const BRACKETED = /^\[[0-9a-f:]{2,39}\](?::\d{1,5})?$/;
const IPV4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3}):(\d{1,5})$/;
const LOOPBACK = /^(?:127\.\d{1,3}\.\d{1,3}\.\d{1,3}|localhost|\[::1\])(?::\d{1,5})?(?:\/|$)/;

/** True where an address leads to the machine itself: there nothing has to be encrypted. */
export const isLoopbackUrl = (url: string): boolean =>
  LOOPBACK.test(url.replace(/^https?:\/\//, ''));

/** The four bytes and the port of `10.0.0.5:4810`, undefined for anything else. */
const numericAddress = (address: string): Uint8Array | undefined => {
  const parts = IPV4.exec(address)?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, port = 0] = parts;
  const isWritten = `${a}.${b}.${c}.${d}:${port}` === address;
  return isWritten && Math.max(a, b, c, d) <= 255 && port <= 65_535
    ? Uint8Array.of(a, b, c, d, port >> 8, port & 0xff)
    : undefined;
};

const textAddress = (address: string): Uint8Array =>
  Uint8Array.of(address.length, ...Array.from(address, character => character.charCodeAt(0)));

/**
 * The code as it is typed: capital letters and digits in groups of four.
 * @throws RangeError where the address cannot stand in a code.
 */
export const encodeEnrolmentCode = ({ hubUrl, fingerprint, secret }: EnrolmentCode): string => {
  const parts = /^(https?):\/\/(.+?)\/*$/.exec(hubUrl.toLowerCase());
  const [, scheme = '', address = ''] = parts ?? [];
  if (!HOST.test(address) && !BRACKETED.test(address)) {
    throw new RangeError('the address of the hub cannot stand in a code');
  }
  const numeric = numericAddress(address);
  const first = VERSION | (scheme === 'https' ? TLS : 0) | (numeric === undefined ? 0 : NUMERIC);
  const body = Uint8Array.of(
    first,
    ...(numeric ?? textAddress(address)),
    ...fingerprint,
    ...secret,
  );
  const whole = encodeBase32(Uint8Array.of(...body, ...checkOf(body)));
  return whole.match(new RegExp(`.{1,${GROUP}}`, 'g'))?.join('-') ?? '';
};

/** The same code for a QR symbol. */
export const scannedEnrolmentCode = (code: string): string => PREFIX + code.replaceAll('-', '');

/** True where a scanned text means to be such a code, right or wrong. */
export const looksLikeEnrolmentCode = (text: string): boolean =>
  text.trim().toUpperCase().startsWith(PREFIX);

const addressIn = (body: Uint8Array): { address: string; rest: Uint8Array } | undefined => {
  const [first = 0, length = 0] = body;
  if ((first & NUMERIC) !== 0) {
    const [a, b, c, d, high = 0, low = 0] = body.subarray(1, 7);
    return { address: `${a}.${b}.${c}.${d}:${(high << 8) | low}`, rest: body.subarray(7) };
  }
  const address = String.fromCharCode(...body.subarray(2, 2 + length));
  return HOST.test(address) || BRACKETED.test(address)
    ? { address, rest: body.subarray(2 + length) }
    : undefined;
};

/**
 * Reads a code as typed or scanned: any case, spaces and hyphens anywhere, letters that look like
 * digits. Undefined for anything else; total on any text.
 */
export const decodeEnrolmentCode = (text: string): EnrolmentCode | undefined => {
  if (text.length > 1024) return undefined;
  const plain = text.toUpperCase().replace(PREFIX, '').replaceAll(/[\s-]/g, '');
  const bytes = decodeBase32(plain);
  if (bytes === undefined || bytes.length < 1 + CHECK_BYTES + SECRET_BYTES) return undefined;
  const body = bytes.subarray(0, -CHECK_BYTES);
  const check = bytes.subarray(-CHECK_BYTES);
  if (checkOf(body).some((byte, index) => byte !== check[index])) return undefined;
  const [first = 0] = body;
  if ((first & ~(TLS | NUMERIC)) !== VERSION) return undefined;
  const isTls = (first & TLS) !== 0;
  const found = addressIn(body);
  const fingerprintBytes = isTls ? FINGERPRINT_BYTES : 0;
  if (found?.rest.length !== fingerprintBytes + SECRET_BYTES) return undefined;
  const hubUrl = `${isTls ? 'https' : 'http'}://${found.address}`;
  if (!isTls && !isLoopbackUrl(hubUrl)) return undefined;
  return {
    hubUrl,
    fingerprint: found.rest.slice(0, fingerprintBytes),
    secret: found.rest.slice(fingerprintBytes),
  };
};
