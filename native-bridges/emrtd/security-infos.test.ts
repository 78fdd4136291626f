import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeTlv } from './ber-tlv.ts';
import { modularGroupByStandardParameter } from './cryptography/modular-groups.ts';
import { encodeObjectIdentifier } from './object-identifiers.ts';
import { parseSecurityInfos } from './security-infos.ts';
import { CHIP_MAPPING_EXAMPLE, PACE_WORKED_EXAMPLES } from './testing/pace-worked-examples.ts';

const hex = (text: string): Uint8Array => hexToBytes(text.replaceAll(/\s/g, ''));

const sequence = (...parts: Uint8Array[]): Uint8Array => encodeTlv(0x30, concatBytes(...parts));
const setOf = (...infos: Uint8Array[]): Uint8Array => encodeTlv(0x31, concatBytes(...infos));
const oid = (dotted: string): Uint8Array => encodeTlv(0x06, encodeObjectIdentifier(dotted));
const integer = (value: bigint): Uint8Array => {
  const digits = value.toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return encodeTlv(0x02, hexToBytes(/^[89a-f]/.test(even) ? `00${even}` : even));
};
const bits = (bytes: Uint8Array): Uint8Array =>
  encodeTlv(0x03, concatBytes(Uint8Array.of(0), bytes));

/** ICAO 9303-11, appendix I.1: id-ecPublicKey with brainpoolP256r1 spelled out. */
const EXPLICIT_BRAINPOOL_P256R1 = hex(`
  3081EC 06072A8648CE3D0201 3081E0 020101
  302C06072A8648CE3D0101 022100A9FB57DBA1EEA9BC3E660A909D838D726E3BF623D52620282013481D1F6E5377
  3044 04207D5A0975FC2C3057EEF67530417AFFE7FB8055C126DC5C6CE94A4B44F330B5D9
  042026DC5C6CE94A4B44F330B5D9BBD77CBF958416295CF7E1CE6BCCDC18FF8C07B6
  0441048BD2AEB9CB7E57CB2C4B482FFC81B7AFB9DE27E1E3BD23C23A4453BD9ACE3262
  547EF835C3DAC4FD97F8461A14611DC9C27745132DED8E545C1D54C72F046997
  022100A9FB57DBA1EEA9BC3E660A909D838D718C397AA3B561A6F7901E0E82974856A7 020101`);

const CURVE_KEY = hex(`041872709494399E7470A6431BE25E83EEE24FEA568C2ED28DB48E05DB3A610DC8
  84D256A40E35EFCB59BF6753D3A489D28C7A4D973C2DA138A6E7A4A08F68E16F`);

const chipKey = (algorithm: Uint8Array, key: Uint8Array, keyId?: bigint): Uint8Array =>
  sequence(
    oid('0.4.0.127.0.7.2.2.1.2'),
    sequence(algorithm, bits(key)),
    keyId === undefined ? new Uint8Array() : integer(keyId),
  );

describe('SecurityInfos', () => {
  it('say how PACE is run (ICAO 9303-11, appendix G.1)', () => {
    const [{ cardAccess }] = PACE_WORKED_EXAMPLES as [(typeof PACE_WORKED_EXAMPLES)[number]];
    expect(parseSecurityInfos(hexToBytes(cardAccess))).toEqual([
      {
        kind: 'pace',
        protocol: {
          oid: '0.4.0.127.0.7.2.2.4.2.2',
          agreement: 'ECDH',
          mapping: 'GM',
          cipher: 'AES-128',
        },
        version: 2,
        parameterId: 13,
      },
    ]);
  });

  it('hold the static key of the chip (appendix I.1)', () => {
    const [info] = parseSecurityInfos(hexToBytes(CHIP_MAPPING_EXAMPLE.cardSecurityInfos));
    expect(info).toMatchObject({ kind: 'chip-authentication-key', agreement: 'ECDH', keyId: 13 });
    expect(info?.kind === 'chip-authentication-key' && info.publicKey).toEqual(CURVE_KEY);
    expect(info?.kind === 'chip-authentication-key' && info.group.curve?.name).toBe(
      'brainpoolP256r1',
    );
  });

  it('are the same in EF.DG14, inside its tag', () => {
    const set = setOf(sequence(oid('0.4.0.127.0.7.2.2.3.2.2'), integer(1n), integer(195n)));
    const expected = [
      {
        kind: 'chip-authentication',
        protocol: { oid: '0.4.0.127.0.7.2.2.3.2.2', agreement: 'ECDH', cipher: 'AES-128' },
        version: 1,
        keyId: 195,
      },
    ];
    expect(parseSecurityInfos(set)).toEqual(expected);
    expect(parseSecurityInfos(encodeTlv(0x6e, set))).toEqual(expected);
  });

  it('say how active authentication signs, and that there is terminal authentication', () => {
    const set = setOf(
      sequence(oid('2.23.136.1.1.5'), integer(1n), oid('0.4.0.127.0.7.1.1.4.1.3')),
      sequence(oid('0.4.0.127.0.7.2.2.2'), integer(1n)),
    );
    expect(parseSecurityInfos(set)).toEqual([
      {
        kind: 'active-authentication',
        version: 1,
        signatureAlgorithm: '0.4.0.127.0.7.1.1.4.1.3',
      },
      { kind: 'terminal-authentication', version: 1 },
    ]);
  });

  it('may spell out a curve, which is found by its numbers', () => {
    const infos = parseSecurityInfos(setOf(chipKey(EXPLICIT_BRAINPOOL_P256R1, CURVE_KEY)));
    expect(infos).toHaveLength(1);
    expect(infos[0]).toMatchObject({ kind: 'chip-authentication-key', keyId: undefined });
  });

  it('may name a curve', () => {
    const named = sequence(oid('1.2.840.10045.2.1'), oid('1.3.36.3.3.2.8.1.1.7'));
    expect(parseSecurityInfos(setOf(chipKey(named, CURVE_KEY)))).toHaveLength(1);
  });

  it.each([
    ['a coefficient', '26DC5C6CE94A4B44F330B5D9BBD77CBF'],
    ['the generator', '8BD2AEB9CB7E57CB2C4B482FFC81B7AF'],
    ['the order', '8C397AA3B561A6F7901E0E82974856A7'],
    ['the prime', '6E3BF623D52620282013481D1F6E5377'],
  ])('are left out where %s of the curve is bent', (_, digits) => {
    const text = bytesToHex(EXPLICIT_BRAINPOOL_P256R1);
    const at = text.indexOf(digits.toLowerCase()) + digits.length - 1;
    const bent = `${text.slice(0, at)}${text[at] === '0' ? '1' : '0'}${text.slice(at + 1)}`;
    expect(parseSecurityInfos(setOf(chipKey(hexToBytes(bent), CURVE_KEY)))).toEqual([]);
  });

  it('are left out where the key is no point of its curve', () => {
    const off = CURVE_KEY.map((byte, at) => (at === 64 ? byte ^ 1 : byte));
    expect(parseSecurityInfos(setOf(chipKey(EXPLICIT_BRAINPOOL_P256R1, off)))).toEqual([]);
  });

  it('leave out what is unknown and keep the rest', () => {
    const known = sequence(oid('0.4.0.127.0.7.2.2.2'), integer(1n));
    const unknown = sequence(oid('0.4.0.127.0.7.2.2.6'), encodeTlv(0x16, new Uint8Array(3)));
    expect(parseSecurityInfos(setOf(unknown, known, hex('3000'), hex('0500')))).toHaveLength(1);
  });
});

describe('a DH key', () => {
  const group = modularGroupByStandardParameter(1)!;
  const publicValue = group.publicValue(0x1234567890abcdefn);
  const value = BigInt(`0x${bytesToHex(publicValue)}`);
  const keyOf = (algorithm: Uint8Array, y = value): Uint8Array =>
    setOf(sequence(oid('0.4.0.127.0.7.2.2.1.1'), sequence(algorithm, bits(integer(y)))));
  const parse = (file: Uint8Array) => {
    const [info] = parseSecurityInfos(file);
    return info?.kind === 'chip-authentication-key' ? info : undefined;
  };
  const pkcs3 = (p: bigint, g: bigint): Uint8Array =>
    sequence(oid('1.2.840.113549.1.3.1'), sequence(integer(p), integer(g)));
  const x942 = (p: bigint, g: bigint, q: bigint): Uint8Array =>
    sequence(oid('1.2.840.10046.2.1'), sequence(integer(p), integer(g), integer(q)));

  it('is read from PKCS#3, with the order of a group that is known', () => {
    const info = parse(keyOf(pkcs3(group.prime, group.generator)));
    expect(info?.publicKey).toEqual(publicValue);
    expect(info?.group.order).toBe(group.order);
  });

  it('is read from PKCS#3 of a group nobody has published', () => {
    const info = parse(keyOf(pkcs3(group.prime, 2n)));
    expect(info?.group.order).toBeUndefined();
    expect(info?.group.prime).toBe(group.prime);
  });

  it('is read from X9.42 (ICAO 9303-11, 8.5, note 2)', () => {
    expect(parse(keyOf(x942(group.prime, group.generator, group.order!)))?.group.order).toBe(
      group.order,
    );
  });

  it.each([
    ['outside the subgroup', pkcs3(group.prime, group.generator), value + 1n],
    ['one', pkcs3(group.prime, group.generator), 1n],
    ['minus one', pkcs3(group.prime, group.generator), group.prime - 1n],
    ['modulo a short prime', pkcs3(23n, 5n), 8n],
    ['modulo an endless prime', pkcs3((1n << 4200n) + 1n, 5n), 8n],
    ['without generator', pkcs3(group.prime, 1n), value],
  ])('is left out where it is %s', (_, algorithm, y) => {
    expect(parseSecurityInfos(keyOf(algorithm, y))).toEqual([]);
  });
});

describe('any bytes', () => {
  it('give a list of SecurityInfos in bounded time', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), bytes => {
        expect(Array.isArray(parseSecurityInfos(bytes))).toBe(true);
      }),
    );
  });

  it('do so when a real file is damaged', () => {
    const file = encodeTlv(0x6e, setOf(chipKey(EXPLICIT_BRAINPOOL_P256R1, CURVE_KEY, 13n)));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(file.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        changes => {
          const damaged = Uint8Array.from(file);
          for (const [at, byte] of changes) damaged[at] = byte;
          expect(parseSecurityInfos(damaged).length).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
