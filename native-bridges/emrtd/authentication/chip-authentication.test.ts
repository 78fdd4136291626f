import { bytesToHex } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { createSeededRandom } from '../../simulators/chip/seeded-random.ts';
import { type Command, type Exchange, STATUS } from '../apdu.ts';
import { findTlv } from '../ber-tlv.ts';
import { type SessionCipher } from '../cryptography/session-cipher.ts';
import { type KeyAgreementGroup, sessionKeysFrom, standardisedGroup } from '../key-agreement.ts';
import { type SessionKeys } from '../secure-messaging/session-keys.ts';
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
  keys: SessionKeys | undefined;
}

/** The chip's side of 6.2.4; `refused` are P1-P2 of MSE it does not know. */
const chipWith = (
  group: KeyAgreementGroup,
  cipher: SessionCipher,
  refused: readonly number[] = [],
): Chip => {
  const chip: Chip = { commands: [], keys: undefined, exchange: command => answer(command) };
  const answer = (command: Command): ReturnType<Exchange> => {
    chip.commands.push(command);
    const use = command.p1 * 256 + command.p2;
    if (refused.includes(use)) {
      return Promise.resolve({ data: new Uint8Array(), status: STATUS.wrongData });
    }
    const data = command.data ?? new Uint8Array();
    const key = findTlv(data, 0x91) ?? findTlv(data, 0x7c, 0x80);
    if (key !== undefined) {
      chip.keys = sessionKeysFrom(group.secretOf(group.power(key.value, SECRET)!), cipher);
    }
    return Promise.resolve({ data: Uint8Array.of(0x7c, 0x00), status: STATUS.ok });
  };
  return chip;
};

describe('chip authentication', () => {
  it.each([
    ...[0, 1, 2].map(id => ['DH', 'AES-256', id] as const),
    ...[8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18].map(id => ['ECDH', 'AES-128', id] as const),
    ['ECDH', 'AES-192', 12] as const,
    ['ECDH', '3DES', 12] as const,
    ['DH', '3DES', 0] as const,
  ])('agrees on new keys: %s, %s, parameters %i', async (agreement, cipher, id) => {
    const group = standardisedGroup(id)!;
    const chip = chipWith(group, cipher);
    const infos = [protocolInfo(agreement, cipher), keyInfo(group)];
    const keys = await performChipAuthentication(chip.exchange, infos, random);
    expect(keys).toEqual(chip.keys);
    expect(keys?.cipher).toBe(cipher);
    expect(keys?.sendSequenceCounter.every(byte => byte === 0)).toBe(true);
  });

  it('sends the key at once for 3DES (ICAO 9303-11, 6.2.4.1)', async () => {
    const group = standardisedGroup(12)!;
    const chip = chipWith(group, '3DES');
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
    const chip = chipWith(group, 'AES-128');
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
    const group = standardisedGroup(1)!;
    const chip = chipWith(group, 'AES-128');
    const infos = [protocolInfo('DH', 'AES-128'), keyInfo(group)];
    await performChipAuthentication(chip.exchange, infos, random);
    expect(chip.commands[1]?.data).toHaveLength(264);
    expect(chip.commands[1]?.le).toBe(65_536);
  });

  it('tries the other commands where a chip with 3DES does not know MSE:Set KAT (8.5)', async () => {
    const group = standardisedGroup(12)!;
    const chip = chipWith(group, '3DES', [0x41a6]);
    const infos = [protocolInfo('ECDH', '3DES'), keyInfo(group)];
    const keys = await performChipAuthentication(chip.exchange, infos, random);
    expect(chip.commands.map(({ ins, p2 }) => [ins, p2])).toEqual([
      [0x22, 0xa6],
      [0x22, 0xa4],
      [0x86, 0x00],
    ]);
    expect(keys).toEqual(chip.keys);
  });

  it('leaves the session as it is where the chip refuses', async () => {
    const group = standardisedGroup(12)!;
    const chip = chipWith(group, 'AES-128', [0x41a4]);
    const infos = [protocolInfo('ECDH', 'AES-128'), keyInfo(group)];
    expect(await performChipAuthentication(chip.exchange, infos, random)).toBeUndefined();
    expect(chip.commands).toHaveLength(1);
  });

  it('sends nothing where the chip offers none', async () => {
    const chip = chipWith(standardisedGroup(12)!, 'AES-128');
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
