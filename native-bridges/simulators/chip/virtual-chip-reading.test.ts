import { describe, expect, it } from 'vitest';
import { type CardAccessKey } from '../../../core/contract/device.ts';
import { EXAMPLE_CARD } from '../../conformance/example-cards.ts';
import { type ElementaryFileName } from '../../contract/chip-card.ts';
import {
  virtualChipProfileSchema,
  type VirtualChipProfileInput,
} from '../../contract/virtual-chip-profile.ts';
import { trustAnchorsOf } from '../../emrtd/trust/trust-anchors.ts';
import { readDocument } from '../../emrtd/reading/read-document.ts';
import { type ReaderTraits } from '../../contract/chip-card.ts';
import { createSeededRandom } from './seeded-random.ts';
import { createVirtualChip } from './virtual-chip.ts';

const { id, ...holder } = EXAMPLE_CARD;
const FILES: readonly ElementaryFileName[] = ['DG1', 'DG2', 'DG13', 'DG14', 'DG15', 'SOD'];
const READER: ReaderTraits = { model: 'test', extendedLength: true, maxShortResponse: 256 };
const TODAY = Date.UTC(2026, 5, 1);

const DYNAMIC = 0x7c;
/** Tags of the ephemeral public keys of the terminal and of the chip. */
const PUBLIC_KEYS = new Set<number | undefined>([0x83, 0x84]);

type Profile = Partial<VirtualChipProfileInput>;

/** Reads the chip of a profile with the terminal side, trusting the test authority. */
const read = async (
  profile: Profile,
  options: {
    keys?: readonly CardAccessKey[];
    reader?: ReaderTraits;
    files?: readonly ElementaryFileName[];
  } = {},
) => {
  const chip = createVirtualChip(virtualChipProfileSchema.parse({ id, holder, ...profile }), {
    pause: () => Promise.resolve(),
  });
  const { documentNumber, birthDate, expiryDate } = chip.personalised.mrz;
  const { authority, files } = chip.personalised;
  const reading = await readDocument({
    card: {
      transmit: command => chip.transmit(command),
      atr: chip.atr,
      reader: options.reader ?? READER,
    },
    keys: options.keys ?? [{ kind: 'mrz', documentNumber, birthDate, expiryDate }],
    files: options.files ?? FILES,
    random: createSeededRandom('terminal'),
    trust: trustAnchorsOf([authority.csca], [authority.crl(TODAY)]),
    today: TODAY,
    readSizes: new Map(),
  });
  return {
    ...reading,
    same: [...reading.files].every(
      ([name, bytes]) => Buffer.compare(bytes, files.get(name as 'DG1') ?? bytes) === 0,
    ),
    names: [...reading.files.keys()].sort(),
  };
};

describe('a virtual chip read by the terminal side', () => {
  it.each<[string, Profile, string]>([
    ['stands open', { access: { open: true, bac: false } }, 'none'],
    ['opens by BAC', {}, 'BAC'],
    ...(['3DES', 'AES-128', 'AES-192', 'AES-256'] as const).flatMap(cipher =>
      (
        [
          ['GM', 'ECDH', 13],
          ['GM', 'DH', 0],
          ['IM', 'ECDH', 12],
          ['IM', 'DH', 0],
          ['CAM', 'ECDH', 13],
        ] as const
      )
        .filter(([mapping]) => mapping !== 'CAM' || cipher !== '3DES')
        .map(
          ([mapping, agreement, parameter]) =>
            [
              `opens by PACE ${agreement}-${mapping} ${cipher}`,
              { access: { pace: [{ mapping, agreement, cipher, parameter }] } },
              `PACE-${mapping}`,
            ] as [string, Profile, string],
        ),
    ),
  ])('%s', async (_name, profile, access) => {
    const reading = await read(profile);
    expect(reading.access).toBe(access);
    expect(reading.same).toBe(true);
    expect(reading.names).toContain('DG13');
  });

  it('takes the card access number for the machine readable zone', async () => {
    const pace = [{ mapping: 'GM', cipher: 'AES-128', parameter: 13 }] as const;
    const profile = { access: { can: '482913', pace: [...pace] } };
    const reading = await read(profile, { keys: [{ kind: 'can', number: '482913' }] });
    expect(reading.access).toBe('PACE-GM');
    await expect(
      read(profile, { keys: [{ kind: 'can', number: '482914' }] }),
    ).rejects.toMatchObject({ code: 'card-key-refused' });
  });

  it('agrees by PACE where a public value begins with a zero byte', async () => {
    // Of these two seeds; one session in 88 or so is like this.
    const profile = virtualChipProfileSchema.parse({
      id,
      holder,
      access: {
        can: '123456',
        pace: [{ mapping: 'GM', agreement: 'DH', cipher: 'AES-128', parameter: 0 }],
      },
    });
    const chip = createVirtualChip(profile, { random: createSeededRandom('c257') });
    const begins: (number | undefined)[] = [];
    const reading = await readDocument({
      card: {
        transmit: async command => {
          const response = await chip.transmit(command);
          for (const data of [command.subarray(5), response]) {
            // Dynamic authentication data with a public value of 128 bytes.
            if (data[0] === DYNAMIC && PUBLIC_KEYS.has(data[3])) begins.push(data[6]);
          }
          return response;
        },
        atr: chip.atr,
        reader: READER,
      },
      keys: [{ kind: 'can', number: '123456' }],
      files: ['DG1'],
      random: createSeededRandom('t257'),
      trust: trustAnchorsOf([]),
      today: TODAY,
      readSizes: new Map(),
    });
    expect(begins).toHaveLength(2);
    expect(begins).toContain(0);
    expect(reading.access).toBe('PACE-GM');
  });

  it.each<[string, NonNullable<Profile['chipAuthentication']>]>([
    ['ECDH 3DES', [{ cipher: '3DES', curve: 'brainpoolP224r1' }]],
    [
      'ECDH AES-128, curve spelled out',
      [{ cipher: 'AES-128', curve: 'P-256', parameters: 'explicit' }],
    ],
    ['ECDH AES-192', [{ cipher: 'AES-192', curve: 'brainpoolP384r1' }]],
    ['ECDH AES-256', [{ cipher: 'AES-256', curve: 'P-521' }]],
    ['DH 3DES', [{ agreement: 'DH', cipher: '3DES', group: 0 }]],
    ['DH AES-128', [{ agreement: 'DH', cipher: 'AES-128', group: 0 }]],
    [
      'two keys by number',
      [
        { cipher: '3DES', curve: 'P-192', keyId: 1 },
        { cipher: 'AES-128', curve: 'brainpoolP256r1', keyId: 2 },
      ],
    ],
  ])('proves itself by chip authentication with %s, and a clone does not', async (_name, keys) => {
    const genuine = await read({ chipAuthentication: keys });
    expect(genuine.verdict).toEqual({ authenticity: 'valid', reasons: [], chip: 'proven' });
    const cloned = await read({ chipAuthentication: keys, faults: { cloned: true } });
    expect(cloned.verdict.authenticity).toBe('invalid');
    expect(cloned.verdict.reasons).toEqual(['chip-answer-wrong']);
  });

  it.each<[string, NonNullable<Profile['activeAuthentication']>]>([
    ['RSA 1024 with SHA-1', { algorithm: 'RSA', bits: 1024 }],
    ['RSA 1280 with SHA-256', { algorithm: 'RSA', bits: 1280, hash: 'SHA-256' }],
    ['ECDSA P-256', { algorithm: 'ECDSA', curve: 'P-256' }],
    [
      'ECDSA brainpoolP384r1 in DER',
      {
        algorithm: 'ECDSA',
        curve: 'brainpoolP384r1',
        hash: 'SHA-384',
        format: 'der',
        parameters: 'explicit',
      },
    ],
  ])('proves itself by active authentication with %s, and a clone does not', async (_name, key) => {
    const genuine = await read({ activeAuthentication: key });
    expect(genuine.verdict).toEqual({ authenticity: 'valid', reasons: [], chip: 'proven' });
    const cloned = await read({ activeAuthentication: key, faults: { cloned: true } });
    expect(cloned.verdict.authenticity).toBe('invalid');
    expect(cloned.verdict.reasons).toEqual(['chip-answer-wrong']);
  });

  it.each<[string, NonNullable<Profile['issuer']>]>([
    [
      'ECDSA brainpoolP512r1',
      { curve: 'brainpoolP512r1', hash: 'SHA-512', parameters: 'explicit' },
    ],
    ['ECDSA P-224', { curve: 'P-224', hash: 'SHA-224' }],
    ['RSA with PKCS #1', { signature: 'RSA-PKCS1', bits: 1024 }],
    ['RSA with PSS', { signature: 'RSA-PSS', bits: 1024, hash: 'SHA-256' }],
  ])('is signed by the authority with %s', async (_name, issuer) => {
    const { verdict } = await read({ issuer, chipAuthentication: [{ cipher: 'AES-128' }] });
    expect(verdict).toEqual({ authenticity: 'valid', reasons: [], chip: 'proven' });
  });

  it.each<[NonNullable<NonNullable<Profile['issuer']>['condition']>, string, string]>([
    ['expired', 'invalid', 'signer-not-valid-then'],
    ['revoked', 'invalid', 'signer-revoked'],
    ['unknown', 'no-trust-anchor', 'signer-unknown'],
    ['impostor', 'no-trust-anchor', 'signer-unknown'],
    ['damaged', 'invalid', 'signature-invalid'],
    ['unsigned', 'invalid', 'signature-invalid'],
    ['missing', 'invalid', 'security-object-missing'],
  ])('is found out where its signature is %s', async (condition, authenticity, reason) => {
    const { verdict } = await read({ issuer: { condition } });
    expect([verdict.authenticity, verdict.reasons[0]]).toEqual([authenticity, reason]);
  });

  it.each<[string, NonNullable<Profile['link']>]>([
    ['extended length', { extendedLength: true, maxResponse: 4_096 }],
    ['no short file identifiers', { shortFileIdentifiers: false }],
    ['no EF.ATR/INFO', { extendedLength: true, atrInfo: false }],
  ])('is read with %s', async (_name, link) => {
    const reading = await read({ link });
    expect([reading.access, reading.same]).toEqual(['BAC', true]);
    expect(reading.names).toEqual(['DG1', 'DG13', 'DG2', 'SOD']);
  });
});
