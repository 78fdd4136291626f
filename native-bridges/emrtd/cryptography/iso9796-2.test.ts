import { createHash } from 'node:crypto';
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../simulators/chip/seeded-random.ts';
import { HASH_NAMES } from './digests.ts';
import {
  recoverableBytes,
  recoverMessage,
  signWithRecovery,
  verifyWithRecovery,
} from './iso9796-2.ts';
import { integerToOctets, octetsToInteger } from './octet-strings.ts';
import { generateRsaKey, rsaPrivate, rsaPublic } from './rsa.ts';

const random = createSeededRandom('messages');
const key = generateRsaKey({ bits: 1024, random: createSeededRandom('signs with recovery') });

describe('signatures with message recovery (ISO/IEC 9796-2, scheme 1)', () => {
  /** ICAO 9303-11, appendix F; it names no key, only what is signed. */
  it('sign what the worked example of active authentication signs', () => {
    const m1 = hexToBytes(
      '9D2784A67F8E7C659973EA1AEA25D95B6C8F91E5002F369F0FBDCE8A3CEC1991' +
        'B543F1696546C5524CF23A5303CD6C98599F40B79F377B5F3A1406B3B4D8F967' +
        '84D23AA88DB7E1032A405E69325FA91A6E86F5C71AEA978264C4A207446DAD4E7292E2DCDA3024B47DA8',
    );
    const m2 = hexToBytes('F173589974BF40C6');
    const hashed = 'C063AA1E6D22FBD976AB0FE73D94D2D9C6D88127';
    expect(recoverableBytes(key, 'SHA-1', 'BC')).toBe(m1.length);
    const signature = signWithRecovery({ key, hash: 'SHA-1', trailer: 'BC', m1, m2 });
    const representative = `6A${bytesToHex(m1)}${hashed}BC`.toUpperCase();
    expect(bytesToHex(rsaPublic(key, signature)!).toUpperCase()).toBe(representative);
    expect(recoverMessage(key, signature)).toEqual({
      hash: 'SHA-1',
      m1,
      digest: hexToBytes(hashed),
      partial: true,
    });
    expect(verifyWithRecovery(key, signature, m2)).toBe(true);
  });

  /**
   * ISO/IEC 9796-2, first edition, example with partial recovery: RIPEMD-160, whose digest is as
   * long as that of SHA-1 and whose trailer is the same.
   */
  it('open the published example', () => {
    const published = {
      modulus: BigInt(
        '0xffffffff78f6c55506c59785e871211ee120b0b5dd644aa796d82413a47b24573f1be5745b5cd9950f6b389b' +
          '52350d4e01e90009669a8720bf265a2865994190a661dea3c7828e2e7ca1b19651adc2d5',
      ),
      exponent: 3n,
    };
    const message = hexToBytes('fedcba9876543210'.repeat(14));
    const signature = hexToBytes(
      '5cf9a01854dbacaec83aae8efc563d74538192e95466babacd361d7c86000fe42dcb4581e48e4feb862d0469' +
        '8da9203b1803b262105104d510b365ee9c660857ba1c001aa57abfd1c8de92e47c275cae',
    );
    const recovered = recoverMessage(published, signature);
    expect(recovered?.partial).toBe(true);
    expect(recovered?.m1).toEqual(message.subarray(0, recovered?.m1.length));
    expect(recovered?.m1.length).toBeGreaterThan(50);
    const hashed = createHash('ripemd160').update(message).digest();
    expect(recovered?.digest).toEqual(Uint8Array.from(hashed));
    // Nothing here says RIPEMD-160, so it is taken for SHA-1 and is not right.
    expect(verifyWithRecovery(published, signature, message.subarray(recovered?.m1.length))).toBe(
      false,
    );
  });

  it.each(HASH_NAMES)('open with %s what was closed, however long the message', hash => {
    fc.assert(
      fc.property(fc.nat(50), fc.nat(20), (inside, outside) => {
        const [m1, m2] = [random(inside), random(outside)];
        const signature = signWithRecovery({ key, hash, trailer: 'CC', m1, m2 });
        const recovered = recoverMessage(key, signature);
        expect(recovered?.hash).toBe(hash);
        expect(recovered?.m1).toEqual(m1);
        expect(recovered?.partial).toBe(outside > 0);
        expect(verifyWithRecovery(key, signature, m2)).toBe(true);
        expect(verifyWithRecovery(key, signature, random(outside + 1))).toBe(false);
      }),
      { numRuns: 20 },
    );
  });

  it('may stand for the number n − J', () => {
    const [m1, m2] = [random(60), random(8)];
    const signature = signWithRecovery({ key, hash: 'SHA-256', trailer: 'CC', m1, m2 });
    const smaller = integerToOctets(key.modulus - octetsToInteger(signature), signature.length);
    expect(verifyWithRecovery(key, smaller, m2)).toBe(true);
  });

  it('refuse to hold more than they have room for', () => {
    const m1 = random(recoverableBytes(key, 'SHA-256', 'CC') + 1);
    const signing = { key, hash: 'SHA-256', trailer: 'CC', m2: random(8) } as const;
    expect(() => signWithRecovery({ ...signing, m1 })).toThrow(RangeError);
    expect(
      verifyWithRecovery(key, signWithRecovery({ ...signing, m1: m1.subarray(1) }), signing.m2),
    ).toBe(true);
  });
});

describe('a signature with recovery that is not right', () => {
  const m2 = random(8);
  const signature = signWithRecovery({ key, hash: 'SHA-1', trailer: 'BC', m1: random(106), m2 });

  it('is one of another challenge, or replayed as a whole message', () => {
    expect(verifyWithRecovery(key, signature, random(8))).toBe(false);
    const whole = signWithRecovery({
      key,
      hash: 'SHA-1',
      trailer: 'BC',
      m1: concatBytes(random(40), m2),
      m2: new Uint8Array(),
    });
    expect(verifyWithRecovery(key, whole, new Uint8Array())).toBe(true);
    expect(verifyWithRecovery(key, whole, m2)).toBe(false);
  });

  it('is any other bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 140 }), any => {
        expect(verifyWithRecovery(key, any, m2)).toBe(false);
      }),
    );
  });

  it('is one with a header, padding or trailer of no kind', () => {
    const block = rsaPublic(key, signature)!;
    const closed = (change: (block: Uint8Array) => void) => {
      const bent = Uint8Array.from(block);
      change(bent);
      return recoverMessage(key, rsaPrivate(key, bent));
    };
    expect(closed(() => undefined)).toBeDefined();
    expect(closed(bent => bent.set([0x0a]))).toBeUndefined();
    expect(closed(bent => bent.set([0x6c]))).toBeUndefined();
    expect(closed(bent => bent.set([0x6b, 0xbb, 0xb0]))).toBeUndefined();
    expect(closed(bent => bent.fill(0xbb, 1, 127).set([0x6b]))).toBeUndefined();
    expect(closed(bent => bent.set([0x31, 0xcc], 126))).toBeUndefined();
    expect(closed(bent => bent.set([0x5c], 127))).toBeUndefined();
  });
});
