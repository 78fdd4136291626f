import { createDiffieHellman } from 'node:crypto';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../simulators/chip/seeded-random.ts';
import { modInverse, modPow } from './modular-arithmetic.ts';
import { MODULAR_GROUP_PARAMETERS } from './modular-group-parameters.ts';
import { modularGroup, modularGroupByStandardParameter } from './modular-groups.ts';
import { integerToOctets } from './octet-strings.ts';
import { isProbablyPrime } from './prime-numbers.ts';

const fromHex = (hex: string): bigint => BigInt(`0x${hex.replaceAll(/\s/g, '')}`);
const octets = (hex: string) => hexToBytes(hex.replaceAll(/\s/g, ''));

/** RFC 5114, A.1 to A.3: a pair of each party and what they share. */
const AGREEMENTS = [
  {
    id: 0,
    secretA: 'b9a3b3ae8fefc1a2930496507086f8455d48943e',
    publicA: `
      2a853b3d92197501b9015b2deb3ed84f5e021dcc3e52f109d3273d2b7521281cbabe0e76ff5727fa8acce269
      56ba9a1fca26f20228d8693feb10841d84a7360054ece5a7f5b7a61ad3dfb3c60d2e43106d8727da37df9cce
      95b478755d06bcea8f9d45965f75a5f3d1df3701165fc9e50c4279ceb07f989540ae96d5d88ed776`,
    secretB: '9392c9f9eb6a7a6a9022f7d83e7223c6835bbdda',
    shared: `
      5c804f454d30d9c4df85271f93528c91df6b48ab5f80b3b59caac1b28f8acba9cd3e39f3cb614525d9521d2e
      644c53b807b810f340062f257d7d6fbfe8d5e8f072e9b6e9afda9413eafb2e8b0699b1fb5a0caceddeaead7e
      9cfbb36ae2b420835bd83a19fb0b5e96bf8fa4d09e345525167ecd9155416f46f408ed31b63c6e6d`,
  },
  {
    id: 1,
    secretA: '22e62601dbffd06708a680f747f361f76d8f4f721a0548e483294b0c',
    publicA: `
      1b3a63451bd886e699e67b494e288bd7f8e0d370badda7a0efd2fde7d8f66145cc9f280419975eb808877c8a
      4c0c8e0bd48d4a5401eb1e8776bfeee134c03831ac273cd9d635ab0ce006a42a887e3f52fb8766b650f38078
      bc8ee8580cefe243968cfc4f8dc3db084554171d41bf2e861b7bb4d69dd0e01ea387cbaa5ca672afcbe8bdb9
      d62d4ce15f17dd36f91ed1eedd65ca4a06455cb94cd40a52ec360e84b3c926e22c4380a3bf309d56849768b7
      f52cfdf655fd053a7ef706979e7e5806b17dfae53ad2a5bc568ebb529a7a61d68d256f8fc97c074a861d827e
      2ebc8c6134553115b70e7103920aa16d85e52bcbab8d786a68178fa8ff7c2f5c71648d6f`,
    secretB: '4ff3bc96c7fc6a6d71d3b363800a7cdfef6fc41b4417ea15353b7590',
    shared: `
      34d9bddc1b42176c313fea034c21034d074a6313bb4ecdb3703fff424567a46bdf75530ede0a9da5229de7d7
      6732286cbc0f91da4c3c852fc099c679531d94c78ab03d9decb0a4e4ca8b2bb4591c4021cf8ce3a20a541d33
      994017d0200ae2c9516e2ff5145779269e862b0fb474a2d56dc31ed569a7700b4c4ab16b22a45513531ef523
      d71212077b5a169bdeffad7ad9608284c7795b6d5a5183b87066de17d8d671c9ebd8ec89544d45ec061593d4
      42c62ab9ce3b1cb9943a1d23a5ea3bcf21a01471e67e003e7f8a69c728be490b2fc88cfeb92db6a215e5d03c
      17c464c9ac1a46e203e13f952995fb03c69d3cc47fcb510b6998ffd3aa6de73cf9f63869`,
  },
  {
    id: 2,
    secretA: '0881382cdb87660c6dc13e614938d5b9c8b2f248581cc5e31b35454397fce50e',
    publicA: `
      2e9380c8323af97545bc4941deb0ec3742c62fe0ece824a6abdbe66c59bee0242911bfb967235ceba35ae13e
      4ec752be630b92dc4bde2847a9c62cb8152745421fb7eb60a63c0fe9159fcce726ce7cd8523d7450667ef840
      e4919121eb5f01c8c9b0d3d648a93bfb75689e8244ac134af544711ce79a02dcc34226684780dddcb4985941
      06c37f5bc79856487af5ab022a2e5e42f09897c1a85a11ea0212af04d9b4cebc937c3c1a3e15a8a0342e3376
      15c84e7fe3b8b9b87fb1e73a15af12a30d746e06dfc34f290d797ce51aa13aa785bf6658aff5e4b093003cbe
      af665b3c2e113a3a4e905269341dc0711426685f4ef37e868a8126ff3f2279b57ca67e29`,
    secretB: '7d62a7e3ef36de617b13d1afb82c780d83a23bd4ee6705645121f371f546a53d',
    shared: `
      86c70bf8d0bb81bb01078a17219cb7d27203db2a19c877f1d1f19fd7d77ef22546a68f005ad52dc84553b78f
      c60330be51ea7c0672cac1515e4b35c047b9a551b88f39dc26da14a09ef74774d47c762dd177f9ed5bc2f11e
      52c879bd95098504cd9eecd8a8f9b3efbd1f008ac5853097d9d1837f2b18f77cd7be01af80a7c7b5ea3ca54c
      c02d0c116fee3f95bb87399385875d7e86747e676e728938acbff7098e05be4dcfb24052b83aeffb14783f02
      9adbde7f53fae92084224090e007cee94d4bf2bace9ffd4b57d2af7c724d0caa19bf0501f6f17b4aa10f425e
      3ea76080b4b9d6b3cefea115b2ceb8789bb8a3b0ea87febe63b6c8f846ec6db0c26c5d7c`,
  },
];

describe('key agreement modulo a prime', () => {
  it.each(AGREEMENTS)('group $id of the published examples', agreement => {
    const group = modularGroupByStandardParameter(agreement.id)!;
    const [a, b] = [fromHex(agreement.secretA), fromHex(agreement.secretB)];
    expect(bytesToHex(group.publicValue(a))).toBe(bytesToHex(octets(agreement.publicA)));
    const ofB = group.decodeValue(group.publicValue(b))!;
    expect(group.power(ofB, a)).toBe(fromHex(agreement.shared));
    expect(group.power(fromHex(agreement.publicA), b)).toBe(fromHex(agreement.shared));
  });

  it.each([0, 1, 2])('group %i: agrees with OpenSSL', id => {
    const group = modularGroupByStandardParameter(id)!;
    const random = createSeededRandom(`group ${id}`);
    const ours = group.generatePair(random);
    const theirs = createDiffieHellman(
      group.encodeValue(group.prime),
      group.encodeValue(group.generator),
    );
    theirs.setPrivateKey(integerToOctets(group.generatePair(random).secret, group.bytes));
    const theirValue = group.decodeValue(theirs.generateKeys())!;
    expect(group.encodeValue(group.power(theirValue, ours.secret))).toEqual(
      Uint8Array.from(theirs.computeSecret(ours.publicValue)),
    );
  });

  /** ICAO 9303-11, appendix G.2: generator ^ nonce × shared value. */
  it('maps a nonce to a generator and agrees on a key with that', () => {
    const group = modularGroupByStandardParameter(0)!;
    const chipMapping = group.decodeValue(
      octets(`78879F57 225AA808 0D52ED0F C890A4B2 5336F699 AA89A2D3 A189654A F70729E6
        23EA5738 B26381E4 DA19E004 706FACE7 B235C2DB F2F38748 312F3C98 C2DD4882
        A41947B3 24AA1259 AC22579D B93F7085 655AF308 89DBB845 D9E6783F E42C9F24
        49400306 254C8AE8 EE9DD812 A804C0B6 6E8CAFC1 4F84D825 8950A91B 44126EE6`),
    )!;
    const shared = group.power(chipMapping, fromHex('5265030F751F4AD18B08AC565FC7AC952E41618D'));
    const nonce = fromHex('FA5B7E3E49753A0DB9178B7B9BD898C8');
    const mapped = group.multiply(group.power(group.generator, nonce), shared);
    expect(mapped).toBe(
      fromHex(`7C9CBFE9 8F9FBDDA 8D143506 FA7D9306 F4CB17E3 C71707AF F5E1C1A1 23702496
        84D64EE3 7AF44B8D BD9D45BF 6023919C BAA027AB 97ACC771 666C8E98 FF483301
        BFA4872D EDE9034E DFACB708 14166B7F 36067682 9B826BEA 57291B5A D69FBC84
        EF1E7790 32A30580 3F743417 93E86974 2D401325 B37EE856 5FFCDEE6 18342DC5`),
    );
    const terminal = group.generatePair(
      () => hexToBytes('89CCD99B0E8D3B1F11E1296DCA68EC53411CF2CA'),
      mapped,
    );
    expect(terminal.publicValue).toEqual(
      octets(`907D89E2 D425A178 AA81AF4A 7774EC8E 388C115C AE67031E 85EECE52 0BD91155
        1B9AE4D0 4369F29A 02626C86 FBC6747C C7BC3526 45B6161A 2A42D44E DA80A08F
        A8D61B76 D3A154AD 8A5A5178 6B0BC071 47057871 A922212C 5F67F431 73172236
        B7747D16 71E6D692 A3C7D40A 0C3C5CE3 97545D01 5C175EB5 130551ED BC2EE5D4`),
    );
  });
});

describe('the values a chip sends', () => {
  const group = modularGroupByStandardParameter(0)!;

  it('are refused where they are trivial or out of range', () => {
    for (const value of [0n, 1n, group.prime - 1n, group.prime])
      expect(group.decodeValue(integerToOctets(value, group.bytes + 1))).toBeUndefined();
    expect(group.decodeValue(new Uint8Array())).toBeUndefined();
  });

  it('are refused outside the subgroup, which would give away the secret', () => {
    expect(group.decodeValue(group.encodeValue(2n))).toBeUndefined();
    expect(group.decodeValue(group.encodeValue(group.generator))).toBe(group.generator);
  });

  it('are taken from any group whose order is not told', () => {
    const untold = modularGroup({ prime: group.prime, generator: group.generator })!;
    expect(untold.decodeValue(untold.encodeValue(2n))).toBe(2n);
    expect(untold.order).toBeUndefined();
  });
});

describe('the parameters of a group', () => {
  it.each([0, 1, 2])('group %i: primes, and a generator of that order', id => {
    const { prime, generator, order } = MODULAR_GROUP_PARAMETERS[id]!;
    const random = createSeededRandom('bases');
    expect(isProbablyPrime(prime, random)).toBe(true);
    expect(isProbablyPrime(order, random)).toBe(true);
    expect((prime - 1n) % order).toBe(0n);
    expect(modPow(generator, order, prime)).toBe(1n);
  });

  it('are refused where they cannot be, or would keep the kiosk busy', () => {
    const { prime, generator, order } = MODULAR_GROUP_PARAMETERS[0]!;
    expect(modularGroup({ prime: prime + 1n, generator })).toBeUndefined();
    expect(modularGroup({ prime: 3n, generator: 2n })).toBeUndefined();
    expect(modularGroup({ prime, generator: 1n })).toBeUndefined();
    expect(modularGroup({ prime, generator: prime - 1n })).toBeUndefined();
    expect(modularGroup({ prime, generator, order: prime })).toBeUndefined();
    expect(modularGroup({ prime: 2n ** 5000n + 1n, generator, order })).toBeUndefined();
    expect(modularGroupByStandardParameter(3)).toBeUndefined();
    expect(modularGroupByStandardParameter(-1)).toBeUndefined();
  });
});

describe('arithmetic modulo a number', () => {
  it('raises to a power as repeated multiplication does', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -1000n, max: 1000n }),
        fc.nat(60),
        fc.bigInt({ min: 2n, max: 10_000n }),
        (base, exponent, modulus) => {
          const plain = base ** BigInt(exponent) % modulus;
          expect(modPow(base, BigInt(exponent), modulus)).toBe((plain + modulus) % modulus);
        },
      ),
    );
  });

  it('keeps the laws of powers for long exponents', () => {
    const number = fc.bigInt({ min: 0n, max: 2n ** 300n });
    fc.assert(
      fc.property(number, number, number, number, (base, a, b, modulus) => {
        const m = modulus + 2n;
        expect(modPow(base, a + b, m)).toBe((modPow(base, a, m) * modPow(base, b, m)) % m);
      }),
    );
  });

  it('refuses exponents below zero and moduli below two', () => {
    expect(() => modPow(2n, -1n, 7n)).toThrow(RangeError);
    expect(() => modPow(2n, 1n, 1n)).toThrow(RangeError);
  });

  it('inverts what has no common divisor with the modulus', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }),
        fc.bigInt({ min: 2n, max: 2n ** 200n }),
        (value, modulus) => {
          const inverse = modInverse(value, modulus);
          if (inverse === undefined) return;
          expect((((value * inverse) % modulus) + modulus) % modulus).toBe(1n);
        },
      ),
    );
    expect(modInverse(6n, 9n)).toBeUndefined();
    expect(modInverse(0n, 9n)).toBeUndefined();
    expect(modInverse(3n, 7n)).toBe(5n);
  });
});
