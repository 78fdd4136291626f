import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeEnrolmentCode,
  encodeEnrolmentCode,
  type EnrolmentCode,
  FINGERPRINT_BYTES,
  looksLikeEnrolmentCode,
  scannedEnrolmentCode,
  SECRET_BYTES,
} from './enrolment-code.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const port = fc.integer({ min: 1, max: 65_535 });
const label = fc.stringMatching(/^[a-z][a-z0-9-]{0,14}$/);
const ipv4 = fc.tuple(fc.ipV4(), port).map(([address, number]) => `${address}:${number}`);
const named = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 4 }), fc.option(port), fc.boolean())
  .map(([labels, number, hasPath]) => {
    const at = number === null ? '' : `:${number}`;
    return `${labels.join('.')}${at}${hasPath ? '/tiep-don/hub' : ''}`;
  });

const remote = fc.record({
  hubUrl: fc.oneof(ipv4, named, fc.constant('[fd00::5]:4810')).map(host => `https://${host}`),
  fingerprint: bytes(FINGERPRINT_BYTES),
  secret: bytes(SECRET_BYTES),
});
const local = fc.record({
  hubUrl: port.map(number => `http://127.0.0.1:${number}`),
  fingerprint: fc.constant(new Uint8Array()),
  secret: bytes(SECRET_BYTES),
});
const anyCode: fc.Arbitrary<EnrolmentCode> = fc.oneof(remote, local);

/** As hands and labels change it: case, spaces, hyphens, letters that look like digits. */
const copied = (code: string): string =>
  code.toLowerCase().replaceAll('-', ' ').replaceAll('1', 'l').replaceAll('0', 'o');

describe('an enrolment code', () => {
  it('says what it was made of, typed, copied carelessly or scanned', () => {
    fc.assert(
      fc.property(anyCode, code => {
        const text = encodeEnrolmentCode(code);
        expect(text).toMatch(/^[0-9A-HJKMNP-TV-Z]{1,4}(?:-[0-9A-HJKMNP-TV-Z]{1,4})*$/);
        expect(decodeEnrolmentCode(text)).toEqual(code);
        expect(decodeEnrolmentCode(` ${copied(text)}\r\n`)).toEqual(code);
        expect(decodeEnrolmentCode(scannedEnrolmentCode(text))).toEqual(code);
        expect(looksLikeEnrolmentCode(scannedEnrolmentCode(text))).toBe(true);
      }),
    );
  });

  it('is no code any more with one character wrong', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(), fc.integer({ min: 1, max: 31 }), (code, at, by) => {
        const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
        const text = encodeEnrolmentCode(code).replaceAll('-', '').split('');
        const index = at % text.length;
        text[index] = letters[(letters.indexOf(text[index] ?? '') + by) % 32] ?? '';
        expect(decodeEnrolmentCode(text.join(''))).toBeUndefined();
      }),
    );
  });

  it('is no code any more with two neighbours exchanged', () => {
    fc.assert(
      fc.property(anyCode, fc.nat(), (code, at) => {
        const text = encodeEnrolmentCode(code).replaceAll('-', '');
        const index = at % (text.length - 1);
        const [one = '', other = ''] = text.slice(index, index + 2);
        const exchanged = text.slice(0, index) + other + one + text.slice(index + 2);
        if (one === other) return;
        expect(decodeEnrolmentCode(exchanged)).toBeUndefined();
      }),
    );
  });

  it('is read from any text without a fault, and never from one cut short', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        expect(() => decodeEnrolmentCode(text)).not.toThrow();
      }),
    );
    fc.assert(
      fc.property(anyCode, fc.nat(), (code, left) => {
        const text = encodeEnrolmentCode(code);
        expect(decodeEnrolmentCode(text.slice(0, left % text.length))).toBeUndefined();
      }),
    );
  });

  it('of a hub with a numeric address has 56 characters', () => {
    const code = encodeEnrolmentCode({
      hubUrl: 'https://10.20.0.5:4810',
      fingerprint: new Uint8Array(FINGERPRINT_BYTES).fill(7),
      secret: new Uint8Array(SECRET_BYTES).fill(9),
    });
    expect(code.replaceAll('-', '')).toHaveLength(56);
  });

  it('without TLS leads to the same machine only', () => {
    const [fingerprint, secret] = [new Uint8Array(), new Uint8Array(SECRET_BYTES)];
    const far = encodeEnrolmentCode({ hubUrl: 'http://10.0.0.5:4810', fingerprint, secret });
    expect(decodeEnrolmentCode(far)).toBeUndefined();
  });

  it.each([
    'ftp://x',
    'https://',
    'https://bệnh-viện.vn',
    'https://a b',
    `https://${'a'.repeat(130)}`,
  ])('cannot be made for %s', hubUrl => {
    const parts = { fingerprint: new Uint8Array(16), secret: new Uint8Array(10) };
    expect(() => encodeEnrolmentCode({ hubUrl, ...parts })).toThrow(RangeError);
  });
});
