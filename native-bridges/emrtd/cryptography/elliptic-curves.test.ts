import { createECDH } from 'node:crypto';
import { hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../simulators/chip/seeded-random.ts';
import { CURVE_PARAMETERS, type CurveName } from './curve-parameters.ts';
import {
  curveByName,
  curveByOid,
  curveByPrime,
  curveByStandardParameter,
  curveNamed,
} from './elliptic-curves.ts';
import { integerToOctets, octetsToInteger } from './octet-strings.ts';

const NAMES = Object.keys(CURVE_PARAMETERS) as CurveName[];

const OPENSSL: Readonly<Partial<Record<CurveName, string>>> = {
  'P-192': 'prime192v1',
  'P-224': 'secp224r1',
  'P-256': 'prime256v1',
  'P-384': 'secp384r1',
  'P-521': 'secp521r1',
};

const fromHex = (hex: string): bigint => BigInt(`0x${hex.replaceAll(/\s/g, '')}`);
const pointFromHex = (hex: string) => hexToBytes(`04${hex.replaceAll(/\s/g, '')}`);

/** RFC 6932, A.1 (224 bits) and RFC 7027, A.1 to A.3: a pair of each party and what they share. */
const AGREEMENTS = [
  {
    name: 'brainpoolP224r1',
    secretA: '7C4B7A2C8A4BAD1FBB7D79CC0955DB7C6A4660CA64CC4778159B495E',
    publicA:
      'B104A67A6F6E85E14EC1825E1539E8ECDBBF584922367DD88C6BDCF2' +
      '46D782E7FDB5F60CD8404301AC5949C58EDB26BC68BA07695B750A94',
    secretB: '63976D4AAE6CD0F6DD18DEFEF55D96569D0507C03E74D6486FFA28FB',
    shared: '312DFD98783F9FB77B9704945A73BEB6DCCBE3B65D0F967DCAB574EB',
  },
  {
    name: 'brainpoolP256r1',
    secretA: '81DB1EE100150FF2EA338D708271BE38300CB54241D79950F77B063039804F1D',
    publicA:
      '44106E913F92BC02A1705D9953A8414DB95E1AAA49E81D9E85F929A8E3100BE5' +
      '8AB4846F11CACCB73CE49CBDD120F5A900A69FD32C272223F789EF10EB089BDC',
    secretB: '55E40BC41E37E3E2AD25C3C6654511FFA8474A91A0032087593852D3E7D76BD3',
    shared: '89AFC39D41D3B327814B80940B042590F96556EC91E6AE7939BCE31F3A18BF2B',
  },
  {
    name: 'brainpoolP384r1',
    secretA:
      '1E20F5E048A5886F1F157C74E91BDE2B98C8B52D58E5003D57053FC4B0BD65D6F15EB5D1EE1610DF870795143627D042',
    publicA:
      '68B665DD91C195800650CDD363C625F4E742E8134667B767B1B476793588F885AB698C852D4A6E77A252D6380FCAF068' +
      '55BC91A39C9EC01DEE36017B7D673A931236D2F1F5C83942D049E3FA20607493E0D038FF2FD30C2AB67D15C85F7FAA59',
    secretB:
      '032640BC6003C59260F7250C3DB58CE647F98E1260ACCE4ACDA3DD869F74E01F8BA5E0324309DB6A9831497ABAC96670',
    shared:
      '0BD9D3A7EA0B3D519D09D8E48D0785FB744A6B355E6304BC51C229FBBCE239BBADF6403715C35D4FB2A5444F575D4F42',
  },
  {
    name: 'brainpoolP512r1',
    secretA:
      '16302FF0DBBB5A8D733DAB7141C1B45ACBC8715939677F6A56850A38BD87BD59' +
      'B09E80279609FF333EB9D4C061231FB26F92EEB04982A5F1D1764CAD57665422',
    publicA:
      '0A420517E406AAC0ACDCE90FCD71487718D3B953EFD7FBEC5F7F27E28C614999' +
      '9397E91E029E06457DB2D3E640668B392C2A7E737A7F0BF04436D11640FD09FD' +
      '72E6882E8DB28AAD36237CD25D580DB23783961C8DC52DFA2EC138AD472A0FCE' +
      'F3887CF62B623B2A87DE5C588301EA3E5FC269B373B60724F5E82A6AD147FDE7',
    secretB:
      '230E18E1BCC88A362FA54E4EA3902009292F7F8033624FD471B5D8ACE49D12CF' +
      'ABBC19963DAB8E2F1EBA00BFFB29E4D72D13F2224562F405CB80503666B25429',
    shared:
      'A7927098655F1F9976FA50A9D566865DC530331846381C87256BAF3226244B76' +
      'D36403C024D7BBF0AA0803EAFF405D3D24F11A9B5C0BEF679FE1454B21C4CD1F',
  },
] as const;

describe('key agreement on elliptic curves', () => {
  it.each(AGREEMENTS)('$name of the published examples', agreement => {
    const curve = curveNamed(agreement.name);
    const [a, b] = [fromHex(agreement.secretA), fromHex(agreement.secretB)];
    expect(curve.publicPoint(a)).toEqual(pointFromHex(agreement.publicA));
    const ofA = curve.decodePoint(curve.publicPoint(a))!;
    const ofB = curve.decodePoint(curve.publicPoint(b))!;
    expect(curve.xOf(curve.multiply(ofB, a))).toBe(fromHex(agreement.shared));
    expect(curve.xOf(curve.multiply(ofA, b))).toBe(fromHex(agreement.shared));
  });

  it.each(NAMES)('%s: agrees with OpenSSL on public key and shared secret', name => {
    const curve = curveNamed(name);
    const random = createSeededRandom(name);
    for (let round = 0; round < 3; round += 1) {
      const ours = curve.generatePair(random);
      const secret = integerToOctets(curve.generatePair(random).secret, curve.orderBytes);
      const theirs = createECDH(OPENSSL[name] ?? name);
      theirs.setPrivateKey(secret);
      const theirPoint = curve.decodePoint(theirs.getPublicKey())!;
      expect(curve.encodePoint(theirPoint)).toEqual(curve.publicPoint(octetsToInteger(secret)));
      const shared = curve.xOf(curve.multiply(theirPoint, ours.secret));
      expect(integerToOctets(shared, curve.fieldBytes)).toEqual(
        Uint8Array.from(theirs.computeSecret(ours.publicPoint)),
      );
      const compressed = theirs.getPublicKey(undefined, 'compressed');
      expect(curve.decodePoint(compressed)?.equals(theirPoint)).toBe(true);
    }
  });

  /** ICAO 9303-11, appendix G.1: nonce × generator + shared point, then an agreement on it. */
  it('maps a nonce to a generator and agrees on a key with that', () => {
    const curve = curveNamed('brainpoolP256r1');
    const chipMapping = curve.decodePoint(
      pointFromHex(`824FBA91 C9CBE26B EF53A0EB E7342A3B F178CEA9 F45DE0B7 0AA60165 1FBA3F57
        30D8C879 AAA9C9F7 3991E61B 58F4D52E B87A0A0C 709A49DC 63719363 CCD13C54`),
    )!;
    const terminalMapping = fromHex(
      '7F4EF07B 9EA82FD7 8AD689B3 8D0BC78C F21F249D 953BC46F 4C6E1925 9C010F99',
    );
    const nonce = fromHex('3F00C4D3 9D153F2B 2A214A07 8D899B22');
    const shared = curve.multiply(chipMapping, terminalMapping);
    const mapped = curve.add(curve.multiply(curve.generator, nonce), shared);
    expect(curve.encodePoint(mapped)).toEqual(
      pointFromHex(`8CED63C9 1426D4F0 EB1435E7 CB1D74A4 6723A0AF 21C89634 F65A9AE8 7A9265E2
        8C879506 743F8611 AC33645C 5B985C80 B5F09A0B 83407C1B 6A4D857A E76FE522`),
    );
    const terminal = 'A73FB703 AC1436A1 8E0CFA5A BB3F7BEC 7A070E7A 6788486B EE230C4A 22762595';
    const pair = curve.generatePair(() => hexToBytes(terminal.replaceAll(' ', '')), mapped);
    expect(pair.secret).toBe(fromHex(terminal));
    expect(pair.publicPoint).toEqual(
      pointFromHex(`2DB7A64C 0355044E C9DF1905 14C625CB A2CEA487 54887122 F3A5EF0D 5EDD301C
        3556F3B3 B186DF10 B857B58F 6A7EB80F 20BA5DC7 BE1D43D9 BF850149 FBB36462`),
    );
    const chip = curve.decodePoint(
      pointFromHex(`9E880F84 2905B8B3 181F7AF7 CAA9F0EF B743847F 44A306D2 D28C1D9E C65DF6DB
        7764B222 77A2EDDC 3C265A9F 018F9CB8 52E111B7 68B32690 4B59A019 3776F094`),
    )!;
    expect(curve.xOf(curve.multiply(chip, pair.secret))).toBe(
      fromHex('28768D20 701247DA E81804C9 E780EDE5 82A9996D B4A31502 0B273319 7DB84925'),
    );
  });
});

describe('points', () => {
  it('are refused where they are not on the curve, whatever the bytes', () => {
    const curve = curveNamed('brainpoolP256r1');
    const good = curve.encodePoint(curve.generator);
    const bent = Uint8Array.from(good, (byte, at) => (at === 40 ? byte ^ 1 : byte));
    expect(curve.decodePoint(bent)).toBeUndefined();
    expect(curve.decodePoint(Uint8Array.of(0))).toBeUndefined();
    expect(curve.decodePoint(curveNamed('P-256').encodePoint(curveNamed('P-256').generator))).toBe(
      undefined,
    );
    expect(curve.pointOf(curve.xOf(curve.generator), 1n)).toBeUndefined();
    expect(curve.pointOf(0n, 0n)).toBeUndefined();
    expect(curve.pointOf(curve.prime + 1n, 5n)).toBeUndefined();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 140 }), bytes => {
        expect(curve.decodePoint(bytes)).toBeUndefined();
      }),
    );
  });

  it('come back from their coordinates', () => {
    const curve = curveNamed('P-521');
    const point = curve.multiply(curve.generator, 12_345n);
    expect(curve.encodePoint(point)).toHaveLength(1 + 2 * curve.fieldBytes);
    expect(curve.pointOf(curve.xOf(point), curve.yOf(point))?.equals(point)).toBe(true);
  });

  it.each(NAMES)('%s: the generator has the order, and the group is one', name => {
    const curve = curveNamed(name);
    const { generator, order } = curve;
    expect(curve.isInfinity(curve.add(curve.multiply(generator, order - 1n), generator))).toBe(
      true,
    );
    const five = curve.add(curve.multiply(generator, 2n), curve.multiply(generator, 3n));
    expect(five.equals(curve.multiply(generator, 5n))).toBe(true);
    expect(curve.addMultiples(2n, generator, 3n, generator).equals(five)).toBe(true);
    expect(() => curve.multiply(generator, 0n)).toThrow(RangeError);
    expect(() => curve.multiply(generator, order)).toThrow(RangeError);
  });
});

describe('key pairs', () => {
  it('have a secret below the order, drawn again where it is not', () => {
    const curve = curveNamed('brainpoolP256r1');
    const draws = [
      new Uint8Array(32).fill(0xff),
      new Uint8Array(32),
      integerToOctets(curve.order, 32),
      integerToOctets(curve.order - 1n, 32),
    ];
    expect(curve.generatePair(() => draws.shift()!).secret).toBe(curve.order - 1n);
    expect(draws).toEqual([]);
  });

  it('are not made of a broken source of randomness', () => {
    expect(() => curveNamed('P-256').generatePair(length => new Uint8Array(length))).toThrow(
      'no randomness',
    );
  });
});

describe('a curve is found', () => {
  it('by name, object identifier, prime and standardized parameter', () => {
    for (const name of NAMES) {
      const { oid, p, standardId } = CURVE_PARAMETERS[name];
      const curve = curveByName(name);
      expect(curve?.name).toBe(name);
      expect(curveByOid(oid)).toBe(curve);
      expect(curveByPrime(p)).toBe(curve);
      expect(curveByStandardParameter(standardId)).toBe(curve);
    }
  });

  /** ICAO 9303-11, table of standardized domain parameters. */
  it('for each identifier of the table, and for no other', () => {
    const names = Array.from({ length: 24 }, (_, id) => curveByStandardParameter(id)?.name);
    expect(names.slice(8, 19)).toEqual([
      'P-192',
      'brainpoolP192r1',
      'P-224',
      'brainpoolP224r1',
      'P-256',
      'brainpoolP256r1',
      'brainpoolP320r1',
      'P-384',
      'brainpoolP384r1',
      'brainpoolP512r1',
      'P-521',
    ]);
    expect([...names.slice(0, 8), ...names.slice(19)].filter(name => name !== undefined)).toEqual(
      [],
    );
  });

  it('not where nobody here knows it', () => {
    expect(curveByName('secp256k1')).toBeUndefined();
    expect(curveByName('toString')).toBeUndefined();
    expect(curveByOid('1.3.132.0.10')).toBeUndefined();
    expect(curveByPrime(2n ** 255n - 19n)).toBeUndefined();
  });
});
