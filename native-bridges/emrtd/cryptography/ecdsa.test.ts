import { createPublicKey, createSign, createVerify } from 'node:crypto';
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../simulators/chip/seeded-random.ts';
import { encodeTlv } from '../ber-tlv.ts';
import { encodeObjectIdentifier } from '../object-identifiers.ts';
import { CURVE_PARAMETERS, type CurveName } from './curve-parameters.ts';
import { digest, HASH_NAMES, type HashName } from './digests.ts';
import { signEcdsa, verifyEcdsa } from './ecdsa.ts';
import { type Curve, curveNamed } from './elliptic-curves.ts';
import { integerToOctets } from './octet-strings.ts';

const NAMES = Object.keys(CURVE_PARAMETERS) as CurveName[];
const text = (words: string) => new TextEncoder().encode(words);

/** RFC 6979, A.2.3 to A.2.7: curve, secret, digest, message, r, s. */
const PUBLISHED: readonly (readonly [CurveName, string, HashName, string, string, string])[] = [
  [
    'P-192',
    '6fab034934e4c0fc9ae67f5b5659a9d7d1fefd187ee09fd4',
    'SHA-224',
    'sample',
    'a1f00dad97aeec91c95585f36200c65f3c01812aa60378f5',
    'e07ec1304c7c6c9debbe980b9692668f81d4de7922a0f97a',
  ],
  [
    'P-192',
    '6fab034934e4c0fc9ae67f5b5659a9d7d1fefd187ee09fd4',
    'SHA-256',
    'test',
    '3a718bd8b4926c3b52ee6bbe67ef79b18cb6eb62b1ad97ae',
    '5662e6848a4a19b1f1ae2f72acd4b8bbe50f1eac65d9124f',
  ],
  [
    'P-224',
    'f220266e1105bfe3083e03ec7a3a654651f45e37167e88600bf257c1',
    'SHA-224',
    'sample',
    '1cdfe6662dde1e4a1ec4cdedf6a1f5a2fb7fbd9145c12113e6abfd3e',
    'a6694fd7718a21053f225d3f46197ca699d45006c06f871808f43ebc',
  ],
  [
    'P-224',
    'f220266e1105bfe3083e03ec7a3a654651f45e37167e88600bf257c1',
    'SHA-256',
    'test',
    'ad04dde87b84747a243a631ea47a1ba6d1faa059149ad2440de6fba6',
    '178d49b1ae90e3d8b629be3db5683915f4e8c99fdf6e666cf37adcfd',
  ],
  [
    'P-256',
    'c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721',
    'SHA-256',
    'sample',
    'efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716',
    'f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8',
  ],
  [
    'P-256',
    'c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721',
    'SHA-224',
    'test',
    'c37edb6f0ae79d47c3c27e962fa269bb4f441770357e114ee511f662ec34a692',
    'c820053a05791e521fcaad6042d40aea1d6b1a540138558f47d0719800e18f2d',
  ],
  [
    'P-384',
    '6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5',
    'SHA-384',
    'sample',
    '94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46',
    '99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8',
  ],
  [
    'P-521',
    '00fad06daa62ba3b25d2fb40133da757205de67f5bb0018fee8c86e1b68c7e75caa896eb32f1f47c70855836a6d16fcc1466f6d8fbec67db89ec0c08b0e996b83538',
    'SHA-384',
    'sample',
    '01ea842a0e17d2de4f92c15315c63ddf72685c18195c2bb95e572b9c5136ca4b4b576ad712a52be9730627d16054ba40cc0b8d3ff035b12ae75168397f5d50c67451',
    '01f21a3cee066e1961025fb048bd5fe2b7924d0cd797babe0a83b66f1e35eeaf5fde143fa85dc394a7dee766523393784484bdf3e00114a1c857cde1aa203db65d61',
  ],
  [
    'P-521',
    '00fad06daa62ba3b25d2fb40133da757205de67f5bb0018fee8c86e1b68c7e75caa896eb32f1f47c70855836a6d16fcc1466f6d8fbec67db89ec0c08b0e996b83538',
    'SHA-512',
    'test',
    '013e99020abf5cee7525d16b69b229652ab6bdf2affcaef38773b4b7d08725f10cdb93482fdcc54edcee91eca4166b2a7c6265ef0ce2bd7051b7cef945babd47ee6d',
    '01fbd0013c674aa79cb39849527916ce301c66ea7ce8b80682786ad60f98f7e78a19ca69eff5c57400e3b3a0ad66ce0978214d13baf4e9ac60752f7b155e2de4dce3',
  ],
];

/** The public key as OpenSSL takes it: SubjectPublicKeyInfo of RFC 5480. */
const opensslKey = (curve: Curve, publicPoint: Uint8Array) => {
  const oid = (dotted: string) => encodeTlv(0x06, encodeObjectIdentifier(dotted));
  const algorithm = encodeTlv(0x30, concatBytes(oid('1.2.840.10045.2.1'), oid(curve.oid)));
  const bits = encodeTlv(0x03, concatBytes(Uint8Array.of(0), publicPoint));
  const der = encodeTlv(0x30, concatBytes(algorithm, bits));
  return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' });
};

const opensslName = (hash: HashName) => hash.replace('-', '');

describe('ECDSA', () => {
  it.each(PUBLISHED)('signs and verifies the published example: %s, %s', (...example) => {
    const [name, secretHex, hash, words, r, s] = example;
    const curve = curveNamed(name);
    const secret = BigInt(`0x${secretHex}`);
    const message = text(words);
    const signature = signEcdsa({ curve, secret, hash, message, format: 'plain' });
    expect(bytesToHex(signature)).toBe(r + s);
    const publicPoint = curve.publicPoint(secret);
    expect(verifyEcdsa({ curve, publicPoint, hash, message, signature, format: 'plain' })).toBe(
      true,
    );
  });

  it.each(NAMES)('%s: OpenSSL verifies our signatures with every digest', name => {
    const curve = curveNamed(name);
    const { secret, publicPoint } = curve.generatePair(createSeededRandom(name));
    const key = opensslKey(curve, publicPoint);
    for (const hash of HASH_NAMES) {
      const message = text(`${name} ${hash}`);
      const der = signEcdsa({ curve, secret, hash, message, format: 'der' });
      expect(createVerify(opensslName(hash)).update(message).verify(key, der)).toBe(true);
      const plain = signEcdsa({ curve, secret, hash, message, format: 'plain' });
      const ieee = { key, dsaEncoding: 'ieee-p1363' } as const;
      expect(createVerify(opensslName(hash)).update(message).verify(ieee, plain)).toBe(true);
    }
  });

  it('verifies what OpenSSL signed, from an encoded point of either form', () => {
    const curve = curveNamed('P-256');
    const pair = curve.generatePair(createSeededRandom('signed by OpenSSL'));
    const [x, y, d] = [
      pair.publicPoint.subarray(1, 33),
      pair.publicPoint.subarray(33),
      integerToOctets(pair.secret, 32),
    ].map(part => Buffer.from(part).toString('base64url'));
    const key = { key: { kty: 'EC', crv: 'P-256', x: x!, y: y!, d: d! }, format: 'jwk' } as const;
    const message = text('a message');
    const signature = createSign('SHA256').update(message).sign(key);
    const compressed = curve.decodePoint(pair.publicPoint)!.toBytes(true);
    for (const publicPoint of [pair.publicPoint, compressed])
      expect(
        verifyEcdsa({ curve, publicPoint, hash: 'SHA-256', message, signature, format: 'der' }),
      ).toBe(true);
  });
});

describe('a signature that is not right', () => {
  const curve = curveNamed('brainpoolP256r1');
  const { secret, publicPoint } = curve.generatePair(createSeededRandom('refused'));
  const other = curve.generatePair(createSeededRandom('another key')).publicPoint;
  const message = text('a message');
  const hash = 'SHA-256';
  const signature = signEcdsa({ curve, secret, hash, message, format: 'plain' });
  const right = { curve, publicPoint, hash, message, signature, format: 'plain' } as const;

  it('is one of another message, digest, key or curve', () => {
    expect(verifyEcdsa(right)).toBe(true);
    expect(verifyEcdsa({ ...right, message: text('another') })).toBe(false);
    expect(verifyEcdsa({ ...right, hash: 'SHA-512' })).toBe(false);
    expect(verifyEcdsa({ ...right, publicPoint: other })).toBe(false);
    expect(verifyEcdsa({ ...right, curve: curveNamed('P-256') })).toBe(false);
    expect(verifyEcdsa({ ...right, format: 'der' })).toBe(false);
  });

  it('is one with a number out of range, such as the zeros that once passed everywhere', () => {
    const half = (value: bigint) => integerToOctets(value, 32);
    const [r, s] = [signature.subarray(0, 32), signature.subarray(32)];
    for (const bad of [0n, curve.order]) {
      expect(verifyEcdsa({ ...right, signature: concatBytes(half(bad), s) })).toBe(false);
      expect(verifyEcdsa({ ...right, signature: concatBytes(r, half(bad)) })).toBe(false);
    }
    expect(verifyEcdsa({ ...right, signature: new Uint8Array(64) })).toBe(false);
  });

  it('is one with any bit changed', () => {
    fc.assert(
      fc.property(fc.nat(511), bit => {
        const bent = Uint8Array.from(signature);
        bent[bit >> 3] = (bent[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(verifyEcdsa({ ...right, signature: bent })).toBe(false);
      }),
      { numRuns: 30 },
    );
  });

  it('is any other bytes, as signature or as key', () => {
    const bytes = fc.uint8Array({ maxLength: 80 });
    fc.assert(
      fc.property(bytes, fc.constantFrom('der', 'plain'), (any, format) => {
        expect(verifyEcdsa({ ...right, signature: any, format })).toBe(false);
        expect(verifyEcdsa({ ...right, publicPoint: any })).toBe(false);
      }),
      { numRuns: 60 },
    );
    expect(verifyEcdsa({ ...right, signature: new Uint8Array() })).toBe(false);
  });

  it('is one whose DER says more or less than two integers', () => {
    const integer = (octets: Uint8Array) => encodeTlv(0x02, concatBytes(Uint8Array.of(0), octets));
    const [r, s] = [integer(signature.subarray(0, 32)), integer(signature.subarray(32))];
    const der = { ...right, format: 'der' } as const;
    expect(verifyEcdsa({ ...der, signature: encodeTlv(0x30, concatBytes(r, s)) })).toBe(true);
    for (const bad of [
      encodeTlv(0x30, concatBytes(r, s, s)),
      encodeTlv(0x30, r),
      encodeTlv(0x31, concatBytes(r, s)),
      encodeTlv(0x30, concatBytes(r, encodeTlv(0x04, signature.subarray(32)))),
      concatBytes(encodeTlv(0x30, concatBytes(r, s)), hexToBytes('0500')),
      encodeTlv(0x30, concatBytes(r, s)).subarray(0, -1),
    ])
      expect(verifyEcdsa({ ...der, signature: bad })).toBe(false);
  });
});

describe('a digest', () => {
  it('stands for its message, and is cut to the bits of a shorter order', () => {
    const curve = curveNamed('P-192');
    const { secret, publicPoint } = curve.generatePair(createSeededRandom('cut'));
    const hashed = digest('SHA-512', text('long'));
    const signature = signEcdsa({ curve, secret, hash: 'SHA-512', digest: hashed, format: 'der' });
    expect(verifyEcdsa({ curve, publicPoint, digest: hashed, signature, format: 'der' })).toBe(
      true,
    );
    expect(
      verifyEcdsa({ curve, publicPoint, digest: hashed.subarray(0, 24), signature, format: 'der' }),
    ).toBe(true);
  });
});
