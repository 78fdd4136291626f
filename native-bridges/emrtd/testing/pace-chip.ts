import { concatBytes } from '@noble/hashes/utils.js';
import { type Command, type Exchange, type Response, STATUS } from '../apdu.ts';
import { encodeTlv, findTlv, parseTlv } from '../ber-tlv.ts';
import { aesCbcEncrypt, aesEncryptBlock } from '../cryptography/aes.ts';
import { modInverse } from '../cryptography/modular-groups.ts';
import { equalOctets, integerToOctets } from '../cryptography/octet-strings.ts';
import { pad } from '../cryptography/padding.ts';
import { type RandomBytes } from '../cryptography/random.ts';
import { encryptBlocks, SESSION_CIPHERS } from '../cryptography/session-cipher.ts';
import {
  generateKeyPair,
  type KeyAgreementGroup,
  type KeyPair,
  sessionKeysFrom,
} from '../key-agreement.ts';
import { authenticationToken } from '../pace/authentication-token.ts';
import { mapGenerically } from '../pace/generic-mapping.ts';
import { chipNonceBytes, mapIntegrated } from '../pace/integrated-mapping.ts';
import { type SessionKeys } from '../secure-messaging/session-keys.ts';
import { type PaceProtocol } from '../security-protocols.ts';

export interface PaceChipSettings {
  readonly protocol: PaceProtocol;
  readonly group: KeyAgreementGroup;
  /** K_π as the chip has it. */
  readonly passwordKey: Uint8Array;
  readonly random: RandomBytes;
  /** Private key for chip authentication mapping. */
  readonly staticSecret?: bigint;
}

export interface PaceChip {
  readonly exchange: Exchange;
  readonly commands: readonly Command[];
  /** Undefined until the terminal has proven itself. */
  keys(): SessionKeys | undefined;
}

/** The chip's side of PACE (ICAO 9303-11, 4.4), one session, as small as it can be. */
export const createPaceChip = (settings: PaceChipSettings): PaceChip => {
  const { protocol, group, passwordKey, random } = settings;
  const { cipher } = protocol;
  const commands: Command[] = [];
  const nonce = random(chipNonceBytes(cipher));
  let mapping: KeyPair | undefined;
  let generator: Uint8Array | undefined;
  let ephemeral: KeyPair | undefined;
  let terminalKey: Uint8Array | undefined;
  let keys: SessionKeys | undefined;
  let open = false;

  const steps: Readonly<Record<number, (value: Uint8Array) => Response>> = {
    0x81: value => {
      if (protocol.mapping === 'IM') {
        generator = mapIntegrated(group, cipher, nonce, value);
        return answer(0x82, new Uint8Array());
      }
      mapping = generateKeyPair(group, random);
      if (mapping === undefined) return refusal;
      generator = mapGenerically(group, nonce, mapping.secret, value);
      return answer(0x82, mapping.publicKey);
    },
    0x83: value => {
      terminalKey = value;
      ephemeral = generator && generateKeyPair(group, random, generator);
      const agreed = ephemeral && group.power(value, ephemeral.secret);
      if (ephemeral === undefined || agreed === undefined) return refusal;
      keys = sessionKeysFrom(group.secretOf(agreed), cipher);
      return answer(0x84, ephemeral.publicKey);
    },
    0x85: value => {
      if (keys === undefined || ephemeral === undefined || terminalKey === undefined)
        return refusal;
      const expected = authenticationToken(protocol, keys.mac, ephemeral.publicKey);
      if (!equalOctets(expected, value)) return refusal;
      open = true;
      const token = encodeTlv(0x86, authenticationToken(protocol, keys.mac, terminalKey));
      return template(concatBytes(token, proofOf(settings, keys, mapping)));
    },
  };

  const exchange: Exchange = command => {
    commands.push(command);
    if (command.ins === 0x22) return Promise.resolve({ data: new Uint8Array(), status: STATUS.ok });
    const object = parseTlv(
      findTlv(command.data ?? new Uint8Array(), 0x7c)?.value ?? new Uint8Array(),
    ).objects[0];
    if (object !== undefined) return Promise.resolve(steps[object.tag]?.(object.value) ?? refusal);
    const iv = new Uint8Array(SESSION_CIPHERS[cipher].blockBytes);
    return Promise.resolve(answer(0x80, encryptBlocks(cipher, passwordKey, iv, nonce)));
  };

  return { exchange, commands, keys: () => (open ? keys : undefined) };
};

const refusal: Response = { data: new Uint8Array(), status: STATUS.verificationFailed };

const template = (content: Uint8Array): Response => ({
  data: encodeTlv(0x7c, content),
  status: STATUS.ok,
});

const answer = (tag: number, value: Uint8Array): Response => template(encodeTlv(tag, value));

/** A_IC = E(K_Enc, s_IC⁻¹ · s_Map,IC mod n), where the chip has a static key (4.4.3.5.1). */
const proofOf = (
  { staticSecret, group }: PaceChipSettings,
  keys: SessionKeys,
  mapping: KeyPair | undefined,
): Uint8Array => {
  const { order, curve } = group;
  if (staticSecret === undefined || mapping === undefined || order === undefined || !curve) {
    return new Uint8Array();
  }
  const data = ((modInverse(staticSecret, order) ?? 0n) * mapping.secret) % order;
  const iv = aesEncryptBlock(keys.encryption, new Uint8Array(16).fill(0xff));
  const padded = pad(integerToOctets(data, curve.orderBytes), 16);
  return encodeTlv(0x8a, aesCbcEncrypt(keys.encryption, iv, padded));
};
