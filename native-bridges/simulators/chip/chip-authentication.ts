import { type ChipAuthenticationProfile } from '../../contract/virtual-chip-profile.ts';
import { encodeTlv, parseTlv } from '../../emrtd/ber-tlv.ts';
import { equalOctets } from '../../emrtd/cryptography/octet-strings.ts';
import { deriveKey, SESSION_CIPHERS } from '../../emrtd/cryptography/session-cipher.ts';
import { type AgreementGroup } from './agreement-group.ts';
import { answer, SW, type Answer } from './answer.ts';
import { createChipSession, type ChipSession } from './chip-session.ts';
import { type CommandApdu } from './command-apdu.ts';
import { chipAuthenticationIdentifier, identifierOctets } from './protocol-identifiers.ts';

/** Data objects of ICAO 9303-11, 6.2.4. */
const DO = { mechanism: 0x80, keyId: 0x84, ephemeralKey: 0x91, dynamic: 0x7c, dynamicKey: 0x80 };

/** A static key of the chip and the protocol it is for. */
export interface ChipAuthenticationKey {
  readonly profile: ChipAuthenticationProfile;
  readonly group: AgreementGroup;
  readonly secret: bigint;
}

interface ChipAuthenticationStep {
  readonly answer: Answer;
  /** What takes over behind the answer. */
  readonly session?: ChipSession;
}

interface ChipAuthentication {
  /** MSE:Set KAT, which is all of it with triple DES. */
  setKeyAgreementTemplate(command: CommandApdu): ChipAuthenticationStep;
  /** MSE:Set AT, for the ciphers of AES. */
  setAuthenticationTemplate(command: CommandApdu): Answer;
  generalAuthenticate(command: CommandApdu): ChipAuthenticationStep;
  readonly running: () => boolean;
  reset(): void;
}

/** The chip's end of chip authentication (9303-11, 6.2). */
export const createChipAuthentication = (
  keys: readonly ChipAuthenticationKey[],
): ChipAuthentication => {
  let chosen: ChipAuthenticationKey | undefined;

  const agree = (
    key: ChipAuthenticationKey,
    peer: Uint8Array,
    answered: Answer,
  ): ChipAuthenticationStep => {
    const { cipher } = key.profile;
    const shared = key.group.agree(key.secret, peer);
    if (shared === undefined) return { answer: answer(SW.wrongData) };
    return {
      answer: answered,
      session: createChipSession(
        cipher,
        { encryption: deriveKey(shared, 1, cipher), mac: deriveKey(shared, 2, cipher) },
        new Uint8Array(SESSION_CIPHERS[cipher].blockBytes),
      ),
    };
  };

  const setKeyAgreementTemplate = ({ data }: CommandApdu): ChipAuthenticationStep => {
    const value = valuesOf(data);
    const peer = value(DO.ephemeralKey);
    if (peer === undefined) return { answer: answer(SW.wrongData) };
    const key = named(
      keys.filter(({ profile }) => profile.cipher === '3DES'),
      value(DO.keyId),
    );
    if (key === undefined) return { answer: answer(SW.referenceNotFound) };
    return agree(key, peer, answer(SW.ok));
  };

  const setAuthenticationTemplate = ({ data }: CommandApdu): Answer => {
    chosen = undefined;
    const value = valuesOf(data);
    const mechanism = value(DO.mechanism);
    if (mechanism === undefined) return answer(SW.wrongData);
    const able = keys.filter(({ profile }) =>
      equalOctets(identifierOctets(chipAuthenticationIdentifier(profile)), mechanism),
    );
    if (able.length === 0) return answer(SW.wrongData);
    chosen = named(able, value(DO.keyId));
    return answer(chosen === undefined ? SW.referenceNotFound : SW.ok);
  };

  const generalAuthenticate = ({ data }: CommandApdu): ChipAuthenticationStep => {
    const key = chosen;
    chosen = undefined;
    if (key === undefined) return { answer: answer(SW.conditionsNotSatisfied) };
    const template = valuesOf(data)(DO.dynamic);
    const peer = template && valuesOf(template)(DO.dynamicKey);
    if (peer === undefined) return { answer: answer(SW.wrongData) };
    return agree(key, peer, answer(SW.ok, encodeTlv(DO.dynamic, new Uint8Array())));
  };

  return {
    setKeyAgreementTemplate,
    setAuthenticationTemplate,
    generalAuthenticate,
    running: () => chosen !== undefined,
    reset: () => (chosen = undefined),
  };
};

const valuesOf = (data: Uint8Array): ((tag: number) => Uint8Array | undefined) => {
  const { objects } = parseTlv(data);
  return tag => objects.find(object => object.tag === tag)?.value;
};

/** The key of that identifier; without one there must be only one to choose from (6.2.4.1). */
const named = (
  keys: readonly ChipAuthenticationKey[],
  id: Uint8Array | undefined,
): ChipAuthenticationKey | undefined => {
  if (id === undefined) return keys.length === 1 ? keys[0] : undefined;
  return keys.find(
    ({ profile }) => profile.keyId !== undefined && equalOctets(Uint8Array.of(profile.keyId), id),
  );
};
