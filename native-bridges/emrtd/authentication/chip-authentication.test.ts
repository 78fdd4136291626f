import { bytesToHex } from '@noble/hashes/utils.js';
import { createECDH, createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createChipAuthentication } from '../../simulators/chip/chip-authentication.ts';
import { type ChipSession } from '../../simulators/chip/chip-session.ts';
import { type CommandApdu } from '../../simulators/chip/command-apdu.ts';
import { groupOf } from '../../simulators/chip/pace.ts';
import { createSeededRandom } from '../../simulators/chip/seeded-random.ts';
import { type Command, type Exchange, type Response, STATUS } from '../apdu.ts';
import { type SessionCipher } from '../cryptography/session-cipher.ts';
import { type KeyAgreementGroup, standardisedGroup } from '../key-agreement.ts';
import { secureMessaging } from '../secure-messaging/secure-channel.ts';
import { type SecurityInfo } from '../security-infos.ts';
import { CHIP_AUTHENTICATION_PROTOCOLS, type KeyAgreement } from '../security-protocols.ts';
import { chooseChipAuthentication, performChipAuthentication } from './chip-authentication.ts';

const SECRET = 0x1234567890abcdef1234567890abcdefn;
const random = createSeededRandom('terminal');

const protocolOf = (agreement: KeyAgreement, cipher: SessionCipher) =>
  [...CHIP_AUTHENTICATION_PROTOCOLS.values()].find(
    protocol => protocol.agreement === agreement && protocol.cipher === cipher,
  )!;

const keyInfo = (group: KeyAgreementGroup, keyId?: number): SecurityInfo => ({
  kind: 'chip-authentication-key',
  agreement: group.agreement,
  group,
  publicKey: group.power(group.generator, SECRET)!,
  keyId,
});

const protocolInfo = (
  agreement: KeyAgreement,
  cipher: SessionCipher,
  keyId?: number,
): SecurityInfo => ({
  kind: 'chip-authentication',
  protocol: protocolOf(agreement, cipher),
  version: 1,
  keyId,
});

interface Chip {
  readonly exchange: Exchange;
  readonly commands: Command[];
  readonly isRekeyed: () => boolean;
}

/** The virtual chip's side; it knows only the commands that are not `refused` by their P1-P2. */
const chipWith = (
  parameter: number,
  cipher: SessionCipher,
  { keyId, refused = [] }: { readonly keyId?: number; readonly refused?: readonly number[] } = {},
): Chip => {
  const agreement = parameter <= 2 ? 'DH' : 'ECDH';
  const profile = { agreement, cipher, keyId, parameters: 'named' } as const;
  const part = createChipAuthentication([{ profile, group: groupOf(parameter)!, secret: SECRET }]);
  const commands: Command[] = [];
  let session: ChipSession | undefined;
  const exchange: Exchange = command => {
    const { data = new Uint8Array(), le = 0 } = command;
    const received = { ...command, data, expected: le, extended: false };
    if (session !== undefined) return Promise.resolve(underSession(session, received));
    commands.push(command);
    const use = command.p1 * 256 + command.p2;
    if (refused.includes(use)) {
      return Promise.resolve({ data: new Uint8Array(), status: STATUS.wrongData });
    }
    if (use === 0x41a4) return Promise.resolve(part.setAuthenticationTemplate(received));
    const step =
      use === 0x41a6 ? part.setKeyAgreementTemplate(received) : part.generalAuthenticate(received);
    session = step.session;
    return Promise.resolve(step.answer);
  };
  return { exchange, commands, isRekeyed: () => session !== undefined };
};

/** Says back what it was told, under the new keys. */
const underSession = (session: ChipSession, command: CommandApdu): Response => {
  const opened = session.open(command);
  if (typeof opened === 'string') return { data: new Uint8Array(), status: 0x6988 };
  const { data } = opened;
  return { data: session.seal(opened, { data, status: STATUS.ok }), status: STATUS.ok };
};

describe('chip authentication', () => {
  it.each([
    ...[0, 1, 2].map(id => ['DH', 'AES-256', id] as const),
    ...[8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18].map(id => ['ECDH', 'AES-128', id] as const),
    ['ECDH', 'AES-192', 12] as const,
    ['ECDH', '3DES', 12] as const,
    ['DH', '3DES', 0] as const,
  ])('agrees on new keys: %s, %s, parameters %i', async (agreement, cipher, id) => {
    const chip = chipWith(id, cipher);
    const infos = [protocolInfo(agreement, cipher), keyInfo(standardisedGroup(id)!)];
    const keys = await performChipAuthentication(chip.exchange, infos, random);
    expect(keys?.cipher).toBe(cipher);
    const data = Uint8Array.of(1, 2, 3);
    const secured = secureMessaging(chip.exchange, keys!);
    const said = await secured({ cla: 0, ins: 0x88, p1: 0, p2: 0, data, le: 256 });
    expect(said).toEqual({ data, status: STATUS.ok });
  });

  it.each([
    ['brainpoolP256r1', 13, 'AES-128', 'sha1', 16],
    ['brainpoolP384r1', 16, 'AES-192', 'sha256', 24],
    ['prime256v1', 12, 'AES-256', 'sha256', 32],
  ] as const)(
    'agrees on the keys that OpenSSL derives for %s (ICAO 9303-11, 9.7.1)',
    async (name, id, cipher, hash, keyBytes) => {
      const chip = createECDH(name);
      chip.generateKeys();
      const sent: Command[] = [];
      const exchange: Exchange = command => {
        sent.push(command);
        return Promise.resolve({ data: new Uint8Array(), status: STATUS.ok });
      };
      const publicKey = Uint8Array.from(chip.getPublicKey());
      const infos = [
        protocolInfo('ECDH', cipher),
        { ...keyInfo(standardisedGroup(id)!), publicKey } as SecurityInfo,
      ];
      const keys = await performChipAuthentication(exchange, infos, random);
      // 7C len 80 len 04 …: dynamic authentication data around the terminal's point.
      const terminal = sent[1]!.data!.slice(-publicKey.length);
      const secret = chip.computeSecret(terminal);
      const derived = (counter: number): string =>
        createHash(hash)
          .update(secret)
          .update(Uint8Array.of(0, 0, 0, counter))
          .digest('hex')
          .slice(0, 2 * keyBytes);
      expect(bytesToHex(keys!.encryption)).toBe(derived(1));
      expect(bytesToHex(keys!.mac)).toBe(derived(2));
      expect(keys!.sendSequenceCounter.every(byte => byte === 0)).toBe(true);
    },
  );

  it('leaves a chip without the key behind with other keys', async () => {
    const group = standardisedGroup(12)!;
    const chip = chipWith(12, 'AES-128');
    const infos = [
      protocolInfo('ECDH', 'AES-128'),
      { ...keyInfo(group), publicKey: group.power(group.generator, SECRET + 1n)! } as SecurityInfo,
    ];
    const keys = await performChipAuthentication(chip.exchange, infos, random);
    const secured = secureMessaging(chip.exchange, keys!);
    const { status } = await secured({ cla: 0, ins: 0x88, p1: 0, p2: 0, le: 256 });
    expect(status).toBe(STATUS.secureMessagingWrong);
  });

  it('sends the key at once for 3DES (ICAO 9303-11, 6.2.4.1)', async () => {
    const group = standardisedGroup(12)!;
    const chip = chipWith(12, '3DES', { keyId: 1 });
    await performChipAuthentication(
      chip.exchange,
      [protocolInfo('ECDH', '3DES', 1), keyInfo(group, 1)],
      random,
    );
    const [command] = chip.commands;
    expect(chip.commands).toHaveLength(1);
    expect(command).toMatchObject({ cla: 0x00, ins: 0x22, p1: 0x41, p2: 0xa6 });
    expect(bytesToHex(command!.data!)).toMatch(/^914104[0-9a-f]{128}840101$/);
  });

  it('selects protocol and key, then sends the key, for AES (6.2.4.2)', async () => {
    const group = standardisedGroup(12)!;
    const chip = chipWith(12, 'AES-128', { keyId: 195 });
    await performChipAuthentication(
      chip.exchange,
      [protocolInfo('ECDH', 'AES-128', 195), keyInfo(group, 195)],
      random,
    );
    const [select, authenticate] = chip.commands;
    expect(select).toMatchObject({ cla: 0x00, ins: 0x22, p1: 0x41, p2: 0xa4 });
    expect(bytesToHex(select!.data!)).toBe('800a04007f000702020302028401c3');
    expect(authenticate).toMatchObject({ cla: 0x00, ins: 0x86, p1: 0, p2: 0, le: 256 });
    expect(bytesToHex(authenticate!.data!)).toMatch(/^7c43804104[0-9a-f]{128}$/);
  });

  it('uses an extended command for a key of 2048 bits', async () => {
    const chip = chipWith(1, 'AES-128');
    const infos = [protocolInfo('DH', 'AES-128'), keyInfo(standardisedGroup(1)!)];
    await performChipAuthentication(chip.exchange, infos, random);
    expect(chip.commands[1]?.data).toHaveLength(264);
    expect(chip.commands[1]?.le).toBe(65_536);
  });

  it('tries the other commands where a chip with 3DES does not know MSE:Set KAT (8.5)', async () => {
    const group = standardisedGroup(12)!;
    const chip = chipWith(12, '3DES', { refused: [0x41a6] });
    const infos = [protocolInfo('ECDH', '3DES'), keyInfo(group)];
    const keys = await performChipAuthentication(chip.exchange, infos, random);
    expect(chip.commands.map(({ ins, p2 }) => [ins, p2])).toEqual([
      [0x22, 0xa6],
      [0x22, 0xa4],
      [0x86, 0x00],
    ]);
    expect(keys).toBeDefined();
    expect(chip.isRekeyed()).toBe(true);
  });

  it('leaves the session as it is where the chip refuses', async () => {
    const group = standardisedGroup(12)!;
    const chip = chipWith(12, 'AES-128', { refused: [0x41a4] });
    const infos = [protocolInfo('ECDH', 'AES-128'), keyInfo(group)];
    expect(await performChipAuthentication(chip.exchange, infos, random)).toBeUndefined();
    expect(chip.commands).toHaveLength(1);
  });

  it('sends nothing where the chip offers none', async () => {
    const chip = chipWith(12, 'AES-128');
    const infos = [protocolInfo('ECDH', 'AES-128')];
    expect(await performChipAuthentication(chip.exchange, infos, random)).toBeUndefined();
    expect(chip.commands).toEqual([]);
  });
});

describe('the choice of chip authentication', () => {
  const p256 = standardisedGroup(12)!;
  const p384 = standardisedGroup(15)!;

  it('takes AES before 3DES (8.5)', () => {
    const infos = [
      protocolInfo('ECDH', '3DES', 1),
      protocolInfo('ECDH', 'AES-128', 1),
      keyInfo(p256, 1),
    ];
    expect(chooseChipAuthentication(infos)?.protocol.cipher).toBe('AES-128');
  });

  it('keeps protocol and key of one identifier together', () => {
    const infos = [
      keyInfo(p256, 1),
      keyInfo(p384, 2),
      protocolInfo('ECDH', 'AES-256', 2),
      protocolInfo('ECDH', 'AES-128', 1),
    ];
    expect(chooseChipAuthentication(infos)).toMatchObject({ group: p384, keyId: 2 });
  });

  it('takes 3DES for a key nothing more is said about', () => {
    expect(chooseChipAuthentication([keyInfo(p256)])?.protocol.cipher).toBe('3DES');
  });

  it('takes the one key there is even where only one side names it', () => {
    expect(chooseChipAuthentication([protocolInfo('ECDH', 'AES-128', 7), keyInfo(p256)])).toEqual(
      expect.objectContaining({ group: p256, keyId: undefined }),
    );
  });
});
