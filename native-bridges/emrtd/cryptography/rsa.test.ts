import {
  constants,
  createPrivateKey,
  createPublicKey,
  createSign,
  createVerify,
} from 'node:crypto';
import { concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../simulators/chip/seeded-random.ts';
import { encodeTlv } from '../ber-tlv.ts';
import { encodeObjectIdentifier } from '../object-identifiers.ts';
import { digest, HASH_NAMES, type HashName, OID_OF_HASH } from './digests.ts';
import { modInverse } from './modular-arithmetic.ts';
import { bitLength, integerToOctets } from './octet-strings.ts';
import {
  generateRsaKey,
  modulusBytes,
  type RsaPrivateKey,
  rsaPrivate,
  rsaPublic,
  signRsaPkcs1,
  signRsaPss,
  verifyRsaPkcs1,
  verifyRsaPss,
} from './rsa.ts';

const SEED = 'rsa of the tests';
const random = createSeededRandom(SEED);
const key = generateRsaKey({ bits: 1536, random: createSeededRandom(SEED) });
/** A modulus of 8n + 1 bits: encoded messages are one byte shorter than signatures. */
const oddKey = generateRsaKey({ bits: 1033, random: createSeededRandom(`${SEED}, odd`) });

const text = (words: string) => new TextEncoder().encode(words);
const opensslName = (hash: HashName) => hash.replace('-', '');

const base64 = (integer: bigint) =>
  Buffer.from(integerToOctets(integer, Math.ceil(bitLength(integer) / 8))).toString('base64url');

const opensslKey = ({ modulus, exponent, privateExponent, primes: [p, q] }: RsaPrivateKey) =>
  createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'RSA',
      n: base64(modulus),
      e: base64(exponent),
      d: base64(privateExponent),
      p: base64(p),
      q: base64(q),
      dp: base64(privateExponent % (p - 1n)),
      dq: base64(privateExponent % (q - 1n)),
      qi: base64(modInverse(q, p)!),
    },
  });

const openssl = opensslKey(key);
const opensslOdd = opensslKey(oddKey);

describe('RSASSA-PKCS1-v1_5', () => {
  it.each(HASH_NAMES)('with %s gives the same signature as OpenSSL', hash => {
    const message = text(`signed with ${hash}`);
    const theirs = Uint8Array.from(createSign(opensslName(hash)).update(message).sign(openssl));
    expect(signRsaPkcs1({ key, hash, message })).toEqual(theirs);
    expect(verifyRsaPkcs1({ key, hash, message, signature: theirs })).toBe(true);
    expect(verifyRsaPkcs1({ key, hash, digest: digest(hash, message), signature: theirs })).toBe(
      true,
    );
  });

  it('takes a digest algorithm without parameters as well (RFC 8017, A.2.4)', () => {
    const hashed = digest('SHA-256', text('no parameters'));
    const oid = encodeTlv(0x06, encodeObjectIdentifier(OID_OF_HASH['SHA-256']));
    const info = encodeTlv(0x30, concatBytes(encodeTlv(0x30, oid), encodeTlv(0x04, hashed)));
    const signature = rsaPrivate(key, paddedTo(modulusBytes(key), info));
    expect(verifyRsaPkcs1({ key, hash: 'SHA-256', digest: hashed, signature })).toBe(true);
  });

  const paddedTo = (length: number, info: Uint8Array, after = new Uint8Array()) => {
    const ones = new Uint8Array(length - info.length - after.length - 3).fill(0xff);
    return concatBytes(Uint8Array.of(0, 1), ones, Uint8Array.of(0), info, after);
  };

  it('refuses forgeries that hide bytes in the padding or behind the digest', () => {
    const hash = 'SHA-256';
    const message = text('forged');
    const good = rsaPublic(key, signRsaPkcs1({ key, hash, message }))!;
    const info = good.subarray(good.indexOf(0, 2) + 1);
    const encodings = {
      right: paddedTo(good.length, info),
      behind: paddedTo(good.length, info, new Uint8Array(40).fill(0x5a)),
      'short padding': concatBytes(
        new Uint8Array(good.length - info.length - 11),
        Uint8Array.of(0, 1),
        new Uint8Array(8).fill(0xff),
        Uint8Array.of(0),
        info,
      ),
      'block type': Uint8Array.from(good, (byte, at) => (at === 1 ? 2 : byte)),
      'one of the ones': Uint8Array.from(good, (byte, at) => (at === 20 ? 0xfe : byte)),
    };
    const verdicts = Object.entries(encodings).map(([name, encoded]) => [
      name,
      verifyRsaPkcs1({ key, hash, message, signature: rsaPrivate(key, encoded) }),
    ]);
    expect(Object.fromEntries(verdicts)).toEqual({
      right: true,
      behind: false,
      'short padding': false,
      'block type': false,
      'one of the ones': false,
    });
  });

  it('refuses another message, digest, key or length', () => {
    const message = text('a message');
    const signature = signRsaPkcs1({ key, hash: 'SHA-1', message });
    const right = { key, hash: 'SHA-1', message, signature } as const;
    expect(verifyRsaPkcs1({ ...right, message: text('another') })).toBe(false);
    expect(verifyRsaPkcs1({ ...right, hash: 'SHA-224' })).toBe(false);
    expect(verifyRsaPkcs1({ ...right, key: oddKey })).toBe(false);
    expect(verifyRsaPkcs1({ ...right, signature: signature.subarray(1) })).toBe(false);
    expect(verifyRsaPkcs1({ ...right, signature: concatBytes(Uint8Array.of(0), signature) })).toBe(
      false,
    );
  });
});

const PSS_SALTS = [
  ['SHA-1', 20],
  ['SHA-256', 32],
  ['SHA-256', 0],
  ['SHA-384', 48],
  ['SHA-512', 10],
] as const;

describe('RSASSA-PSS', () => {
  it.each(PSS_SALTS)('with %s and a salt of %i bytes agrees with OpenSSL', (hash, saltLength) => {
    const message = text(`salted ${saltLength}`);
    for (const [ours, theirs] of [
      [key, openssl],
      [oddKey, opensslOdd],
    ] as const) {
      if (hash === 'SHA-512' && ours === oddKey) continue;
      const options = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength };
      const signed = createSign(opensslName(hash))
        .update(message)
        .sign({ key: theirs, ...options });
      const check = { key: ours, hash, saltLength, message } as const;
      expect(verifyRsaPss({ ...check, signature: signed })).toBe(true);
      expect(verifyRsaPss({ ...check, saltLength: saltLength + 1, signature: signed })).toBe(false);
      const signature = signRsaPss({ ...check, random });
      expect(
        createVerify(opensslName(hash))
          .update(message)
          .verify({ key: createPublicKey(theirs), ...options }, signature),
      ).toBe(true);
    }
  });

  it('may use another digest inside the mask, as OpenSSL does where the key says so', () => {
    const message = text('two digests');
    const parameters = { hash: 'SHA-256', mgfHash: 'SHA-1', saltLength: 20 } as const;
    const signature = signRsaPss({ key, ...parameters, message, random });
    expect(verifyRsaPss({ key, ...parameters, message, signature })).toBe(true);
    expect(verifyRsaPss({ key, hash: 'SHA-256', saltLength: 20, message, signature })).toBe(false);
    const restricted = opensslPssKey(key, parameters);
    expect(createVerify('SHA256').update(message).verify(restricted, signature)).toBe(true);
  });

  it('takes a salt as long as the digest where nothing is said', () => {
    const message = text('default salt');
    const signature = signRsaPss({ key, hash: 'SHA-256', message, random });
    expect(verifyRsaPss({ key, hash: 'SHA-256', saltLength: 32, message, signature })).toBe(true);
    expect(verifyRsaPss({ key, hash: 'SHA-256', message, signature })).toBe(true);
  });

  it('refuses what has no room in the key', () => {
    const small = { key: oddKey, hash: 'SHA-512', message: text('no room') } as const;
    expect(() => signRsaPss({ ...small, random })).toThrow(RangeError);
    expect(verifyRsaPss({ ...small, signature: new Uint8Array(130) })).toBe(false);
  });

  it('refuses a signature with any bit changed, and any other bytes', () => {
    const message = text('a message');
    const signature = signRsaPss({ key, hash: 'SHA-256', message, random });
    fc.assert(
      fc.property(
        fc.nat(8 * signature.length - 1),
        fc.uint8Array({ maxLength: 200 }),
        (bit, any) => {
          const bent = Uint8Array.from(signature);
          bent[bit >> 3] = (bent[bit >> 3] ?? 0) ^ (1 << (bit & 7));
          expect(verifyRsaPss({ key, hash: 'SHA-256', message, signature: bent })).toBe(false);
          expect(verifyRsaPss({ key, hash: 'SHA-256', message, signature: any })).toBe(false);
          expect(verifyRsaPkcs1({ key, hash: 'SHA-256', message, signature: any })).toBe(false);
        },
      ),
      { numRuns: 50 },
    );
  });
});

/** RSASSA-PSS key with parameters (RFC 4055, 3.1), so that OpenSSL takes a mask of its own. */
const opensslPssKey = (
  { modulus, exponent }: RsaPrivateKey,
  parameters: { hash: HashName; mgfHash: HashName; saltLength: number },
) => {
  const sequence = (...parts: Uint8Array[]) => encodeTlv(0x30, concatBytes(...parts));
  const oid = (dotted: string) => encodeTlv(0x06, encodeObjectIdentifier(dotted));
  const integer = (value: bigint) =>
    encodeTlv(0x02, integerToOctets(value, Math.floor(bitLength(value) / 8) + 1));
  const hashAlgorithm = (name: HashName) => sequence(oid(OID_OF_HASH[name]), hexToBytes('0500'));
  const pss = sequence(
    encodeTlv(0xa0, hashAlgorithm(parameters.hash)),
    encodeTlv(0xa1, sequence(oid('1.2.840.113549.1.1.8'), hashAlgorithm(parameters.mgfHash))),
    encodeTlv(0xa2, integer(BigInt(parameters.saltLength))),
  );
  const bits = concatBytes(Uint8Array.of(0), sequence(integer(modulus), integer(exponent)));
  const der = sequence(sequence(oid('1.2.840.113549.1.1.10'), pss), encodeTlv(0x03, bits));
  return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
};

describe('RSA keys', () => {
  it('open what their other half closed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 100, maxLength: 129 }), message => {
        const closed = rsaPrivate(oddKey, message);
        expect(closed).toHaveLength(modulusBytes(oddKey));
        const opened = rsaPublic(oddKey, closed)!;
        expect(opened.subarray(opened.length - message.length)).toEqual(message);
      }),
      { numRuns: 20 },
    );
    expect(() => rsaPrivate(key, new Uint8Array(192).fill(0xff))).toThrow(RangeError);
  });

  it('follow from the random bytes, with exactly the bits asked for', () => {
    const again = generateRsaKey({ bits: 1536, random: createSeededRandom(SEED) });
    expect(again).toEqual(key);
    expect(bitLength(key.modulus)).toBe(1536);
    expect(bitLength(oddKey.modulus)).toBe(1033);
    expect(key.primes[0] * key.primes[1]).toBe(key.modulus);
    expect(generateRsaKey({ bits: 512, random, exponent: 3n }).exponent).toBe(3n);
  });

  it('are not used where they would keep the kiosk busy, or are no keys', () => {
    const signature = new Uint8Array(8);
    const { modulus } = key;
    expect(rsaPublic({ modulus, exponent: 3n }, signature)).toHaveLength(192);
    expect(rsaPublic({ modulus, exponent: 1n }, signature)).toBeUndefined();
    expect(rsaPublic({ modulus, exponent: 4n }, signature)).toBeUndefined();
    expect(rsaPublic({ modulus, exponent: -3n }, signature)).toBeUndefined();
    expect(rsaPublic({ modulus: modulus + 1n, exponent: 3n }, signature)).toBeUndefined();
    expect(rsaPublic({ modulus: 35n, exponent: 5n }, signature)).toBeUndefined();
    expect(rsaPublic({ modulus: 0n, exponent: 3n }, signature)).toBeUndefined();
    expect(rsaPublic({ modulus: -modulus, exponent: 3n }, signature)).toBeUndefined();
    const huge = 2n ** 9000n + 1n;
    expect(rsaPublic({ modulus: huge, exponent: 3n }, signature)).toBeUndefined();
    const long = { modulus: 2n ** 4000n + 1n, exponent: 2n ** 3000n + 1n };
    expect(rsaPublic(long, signature)).toBeUndefined();
    expect(rsaPublic(key, integerToOctets(modulus, 192))).toBeUndefined();
  });
});
