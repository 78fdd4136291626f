import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import { createSign, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../simulators/chip/seeded-random.ts';
import { type Command, type Exchange, STATUS } from '../apdu.ts';
import { encodeTlv } from '../ber-tlv.ts';
import { type HashName } from '../cryptography/digests.ts';
import { signEcdsa } from '../cryptography/ecdsa.ts';
import { curveNamed, type CurveName } from '../cryptography/elliptic-curves.ts';
import { recoverableBytes, signWithRecovery } from '../cryptography/iso9796-2.ts';
import { generateRsaKey, type RsaPrivateKey, rsaPublic } from '../cryptography/rsa.ts';
import { encodeObjectIdentifier } from '../object-identifiers.ts';
import { type SecurityInfo } from '../security-infos.ts';
import { parseDataGroup15 } from './active-authentication-key.ts';
import {
  performActiveAuthentication,
  verifyActiveAuthentication,
} from './active-authentication.ts';

const hex = (text: string): Uint8Array => hexToBytes(text.replaceAll(/\s/g, ''));
const sequence = (...parts: Uint8Array[]): Uint8Array => encodeTlv(0x30, concatBytes(...parts));
const oid = (dotted: string): Uint8Array => encodeTlv(0x06, encodeObjectIdentifier(dotted));
const bits = (bytes: Uint8Array): Uint8Array =>
  encodeTlv(0x03, concatBytes(Uint8Array.of(0), bytes));
const integer = (value: bigint): Uint8Array => {
  const digits = value.toString(16);
  return encodeTlv(0x02, hexToBytes(`00${digits.length % 2 === 0 ? '' : '0'}${digits}`));
};

const rsaFile = ({ modulus, exponent }: Pick<RsaPrivateKey, 'modulus' | 'exponent'>): Uint8Array =>
  encodeTlv(
    0x6f,
    sequence(
      sequence(oid('1.2.840.113549.1.1.1'), Uint8Array.of(0x05, 0x00)),
      bits(sequence(integer(modulus), integer(exponent))),
    ),
  );

const curveFile = (name: CurveName, secret: bigint): Uint8Array => {
  const curve = curveNamed(name);
  const algorithm = sequence(oid('1.2.840.10045.2.1'), oid(curve.oid));
  return encodeTlv(0x6f, sequence(algorithm, bits(curve.publicPoint(secret))));
};

const signing = (hashOid: string): SecurityInfo[] => [
  { kind: 'active-authentication', version: 1, signatureAlgorithm: hashOid },
];

const random = createSeededRandom('challenges');

/** A chip that answers INTERNAL AUTHENTICATE with what `sign` makes of the challenge. */
const chip = (sign: (challenge: Uint8Array, command: Command) => Uint8Array | number) => {
  const commands: Command[] = [];
  const exchange: Exchange = command => {
    commands.push(command);
    const made = sign(command.data ?? new Uint8Array(), command);
    return Promise.resolve(
      typeof made === 'number'
        ? { data: new Uint8Array(), status: made }
        : { data: made, status: STATUS.ok },
    );
  };
  return { exchange, commands };
};

const rsaKey = generateRsaKey({ bits: 1024, random: createSeededRandom('active authentication') });

/** ICAO 9303-11 (8th edition), appendix F: RSA of 1024 bits with SHA-1; the key is not published. */
const EXAMPLE = {
  challenge: hex('F173589974BF40C6'),
  m1: hex(`9D2784A67F8E7C659973EA1AEA25D95B6C8F91E5002F369F0FBDCE8A3CEC1991B543F1696546C5524CF23A53
    03CD6C98599F40B79F377B5F3A1406B3B4D8F96784D23AA88DB7E1032A405E69325FA91A6E86F5C71AEA978264C4
    A207446DAD4E7292E2DCDA3024B47DA8`),
  representative:
    hex(`6A9D2784A67F8E7C659973EA1AEA25D95B6C8F91E5002F369F0FBDCE8A3CEC1991B543F1696546
    C5524CF23A5303CD6C98599F40B79F377B5F3A1406B3B4D8F96784D23AA88DB7E1032A405E69325FA91A6E86F5C71A
    EA978264C4A207446DAD4E7292E2DCDA3024B47DA8C063AA1E6D22FBD976AB0FE73D94D2D9C6D88127BC`),
};

describe('active authentication as in ICAO 9303-11, appendix F', () => {
  const signature = signWithRecovery({
    key: rsaKey,
    hash: 'SHA-1',
    trailer: 'BC',
    m1: EXAMPLE.m1,
    m2: EXAMPLE.challenge,
  });

  it('signs the published message representative', () => {
    expect(bytesToHex(rsaPublic(rsaKey, signature)!)).toBe(bytesToHex(EXAMPLE.representative));
  });

  it('proves the chip that signed it, for this challenge only', () => {
    const key = parseDataGroup15(rsaFile(rsaKey))!;
    expect(verifyActiveAuthentication(key, [], EXAMPLE.challenge, signature)).toBe(true);
    const other = EXAMPLE.challenge.map(byte => byte ^ 1);
    expect(verifyActiveAuthentication(key, [], other, signature)).toBe(false);
  });
});

const signRsa = (key: RsaPrivateKey, hash: HashName, challenge: Uint8Array): Uint8Array => {
  const trailer = hash === 'SHA-1' ? 'BC' : 'CC';
  const m1 = createSeededRandom('chip')(recoverableBytes(key, hash, trailer));
  return signWithRecovery({ key, hash, trailer, m1, m2: challenge });
};

describe('active authentication with RSA', () => {
  it.each(['SHA-1', 'SHA-224', 'SHA-256', 'SHA-384', 'SHA-512'] as const)(
    'proves a chip that signs with %s',
    async hash => {
      const { exchange, commands } = chip(challenge => signRsa(rsaKey, hash, challenge));
      expect(await performActiveAuthentication(exchange, rsaFile(rsaKey), [], random)).toBe(
        'proven',
      );
      expect(commands).toHaveLength(1);
      expect(commands[0]).toMatchObject({ cla: 0, ins: 0x88, p1: 0, p2: 0, le: 256 });
      expect(commands[0]?.data).toHaveLength(8);
    },
  );

  it('finds out a clone that signs with a key of its own', async () => {
    const own = generateRsaKey({ bits: 1024, random: createSeededRandom('clone') });
    const { exchange } = chip(challenge => signRsa(own, 'SHA-256', challenge));
    expect(await performActiveAuthentication(exchange, rsaFile(rsaKey), [], random)).toBe('wrong');
  });

  it('finds out a clone that replays what the chip signed before', async () => {
    const replayed = signRsa(rsaKey, 'SHA-256', new Uint8Array(8));
    const { exchange } = chip(() => replayed);
    expect(await performActiveAuthentication(exchange, rsaFile(rsaKey), [], random)).toBe('wrong');
  });

  it('asks for an extended response where a long signature does not fit a short one', async () => {
    const file = rsaFile({ modulus: (1n << 2047n) + 1n, exponent: 65_537n });
    const { exchange, commands } = chip((_, { le }) => (le === 256 ? 0x6700 : new Uint8Array(256)));
    expect(await performActiveAuthentication(exchange, file, [], random)).toBe('wrong');
    expect(commands.map(({ le }) => le)).toEqual([256, 65_536]);
  });

  it('does not blame a chip whose signature does not come through', async () => {
    const file = rsaFile({ modulus: (1n << 2047n) + 1n, exponent: 65_537n });
    const { exchange } = chip(() => 0x6700);
    expect(await performActiveAuthentication(exchange, file, [], random)).toBe('unsupported');
  });
});

describe('active authentication with ECDSA', () => {
  const SECRET = 0x1234567890abcdef1234567890abcdefn;
  const signed = (name: CurveName, hash: HashName, format: 'plain' | 'der') =>
    chip(message => signEcdsa({ curve: curveNamed(name), secret: SECRET, hash, format, message }));

  it.each([
    ['P-256', 'SHA-256', '0.4.0.127.0.7.1.1.4.1.3'],
    ['P-384', 'SHA-384', '0.4.0.127.0.7.1.1.4.1.4'],
    ['P-521', 'SHA-512', '0.4.0.127.0.7.1.1.4.1.5'],
    ['brainpoolP224r1', 'SHA-224', '0.4.0.127.0.7.1.1.4.1.2'],
    ['brainpoolP320r1', 'SHA-256', '0.4.0.127.0.7.1.1.4.1.3'],
    ['brainpoolP512r1', 'SHA-512', '0.4.0.127.0.7.1.1.4.1.5'],
  ] as const)('proves a chip with %s and %s, plain and DER', async (name, hash, algorithm) => {
    for (const format of ['plain', 'der'] as const) {
      const { exchange } = signed(name, hash, format);
      const file = curveFile(name, SECRET);
      expect(await performActiveAuthentication(exchange, file, signing(algorithm), random)).toBe(
        'proven',
      );
    }
  });

  it('proves a chip that does not say with which digest it signs, or says another', async () => {
    const { exchange } = signed('P-256', 'SHA-1', 'plain');
    const file = curveFile('P-256', SECRET);
    expect(await performActiveAuthentication(exchange, file, [], random)).toBe('proven');
    const infos = signing('0.4.0.127.0.7.1.1.4.1.3');
    expect(await performActiveAuthentication(exchange, file, infos, random)).toBe('proven');
  });

  it('accepts what another implementation signs', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1' });
    const info = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }));
    const key = parseDataGroup15(encodeTlv(0x6f, info))!;
    const challenge = random(8);
    for (const dsaEncoding of ['ieee-p1363', 'der'] as const) {
      const signature = createSign('sha256')
        .update(challenge)
        .sign({ key: privateKey, dsaEncoding });
      expect(verifyActiveAuthentication(key, [], challenge, new Uint8Array(signature))).toBe(true);
    }
  });

  it('finds out another key', async () => {
    const { exchange } = signed('P-256', 'SHA-256', 'plain');
    const file = curveFile('P-256', SECRET + 1n);
    expect(await performActiveAuthentication(exchange, file, [], random)).toBe('wrong');
  });
});

describe('a chip that does not sign', () => {
  const file = curveFile('P-256', 5n);

  it.each([0x6a80, 0x6982, 0x6985, 0x6d00])('is wrong where it refuses with %i', async status => {
    const { exchange } = chip(() => status);
    expect(await performActiveAuthentication(exchange, file, [], random)).toBe('wrong');
  });

  it.each([0x6400, 0x6581, 0x6f00])('is not blamed where it fails with %i', async status => {
    const { exchange } = chip(() => status);
    expect(await performActiveAuthentication(exchange, file, [], random)).toBe('unsupported');
  });

  it.each([0, 1, 64, 72, 300])('is wrong with %i bytes that are no signature', async length => {
    const { exchange } = chip(() => new Uint8Array(length).fill(0x30));
    expect(await performActiveAuthentication(exchange, file, [], random)).toBe('wrong');
  });

  it('is not asked where EF.DG15 holds no key', async () => {
    const { exchange, commands } = chip(() => new Uint8Array());
    expect(await performActiveAuthentication(exchange, hex('6F00'), [], random)).toBe(
      'unsupported',
    );
    expect(commands).toEqual([]);
  });
});

describe('EF.DG15', () => {
  it('is a key or nothing for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        const key = parseDataGroup15(bytes);
        expect([undefined, 'RSA', 'ECDSA']).toContain(key?.kind);
      }),
    );
  });

  it('is a key or nothing, and no signature of that key, when it is damaged', () => {
    const file = rsaFile(rsaKey);
    const signature = new Uint8Array(128).fill(1);
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.nat(255), (at, byte) => {
        const damaged = Uint8Array.from(file);
        damaged[at] = byte;
        const key = parseDataGroup15(damaged);
        const proven = key && verifyActiveAuthentication(key, [], new Uint8Array(8), signature);
        expect(proven ?? false).toBe(false);
      }),
    );
  });
});
