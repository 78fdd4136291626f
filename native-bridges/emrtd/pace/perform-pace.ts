import { FaultError } from '../../../core/contract/errors.ts';
import { type CardAccessKey } from '../../../core/contract/device.ts';
import { type Exchange, type Response, STATUS } from '../apdu.ts';
import { equalOctets } from '../cryptography/octet-strings.ts';
import { type RandomBytes } from '../cryptography/random.ts';
import { decryptBlocks, SESSION_CIPHERS } from '../cryptography/session-cipher.ts';
import {
  authenticationObject,
  type DataObject,
  generalAuthenticate,
  identifierObject,
  setSecurityEnvironment,
} from '../dynamic-authentication.ts';
import { generateKeyPair, sessionKeysFrom } from '../key-agreement.ts';
import { encodeObjectIdentifier } from '../object-identifiers.ts';
import { type SessionKeys } from '../secure-messaging/session-keys.ts';
import { type SecurityInfo } from '../security-infos.ts';
import { type PaceMapping, type PaceProtocol } from '../security-protocols.ts';
import { authenticationToken } from './authentication-token.ts';
import { type ChipMappingProof, decryptAuthenticationData } from './chip-authentication-mapping.ts';
import { choosePace, type PaceOffer } from './choose-protocol.ts';
import { mapGenerically } from './generic-mapping.ts';
import { mapIntegrated, terminalNonceBytes } from './integrated-mapping.ts';
import { passwordKey, passwordReference } from './password.ts';

/** A session PACE has opened. */
export interface PaceSession {
  readonly protocol: PaceProtocol;
  readonly keys: SessionKeys;
  /** Only with chip authentication mapping. */
  readonly chipProof: ChipMappingProof | undefined;
}

/**
 * Password authenticated connection establishment (ICAO 9303-11, 4.4) in the best way the chip
 * offers; see `choosePace` for `mappings` and `agreePace` for faults.
 */
export const performPace = (
  exchange: Exchange,
  infos: readonly SecurityInfo[],
  key: CardAccessKey,
  random: RandomBytes,
  mappings?: readonly PaceMapping[],
): Promise<PaceSession> => {
  const offer = choosePace(infos, mappings);
  if (offer === undefined) {
    return Promise.reject(new FaultError('card-unreadable', 'PACE: nothing known is offered'));
  }
  const password = {
    reference: passwordReference(key),
    key: passwordKey(key, offer.protocol.cipher),
  };
  return agreePace(exchange, offer, password, random);
};

export interface PacePassword {
  /** 1 for the MRZ, 2 for the CAN. */
  readonly reference: number;
  /** K_π. */
  readonly key: Uint8Array;
}

/**
 * The four steps of PACE.
 * @throws FaultError `card-key-refused` where the password is not the chip's, `card-blocked` where
 * the chip takes none any more, `card-unreadable` for anything else a chip should not say.
 */
export const agreePace = async (
  exchange: Exchange,
  offer: PaceOffer,
  password: PacePassword,
  random: RandomBytes,
): Promise<PaceSession> => {
  await selectProtocol(exchange, offer, password.reference);
  const nonce = await fetchNonce(exchange, offer.protocol, password.key);
  const { generator, mappingKey } = await mapNonce(exchange, offer, nonce, random);
  const { group, protocol } = offer;

  const own = generateKeyPair(group, random, generator);
  if (own === undefined) throw unexpected('generator');
  const other = await send(exchange, { tag: 0x83, value: own.publicKey }, 0x84);
  if (equalOctets(own.publicKey, other)) throw unexpected('own key sent back');
  const agreed = group.power(other, own.secret);
  if (agreed === undefined) throw unexpected('public key');
  const keys = sessionKeysFrom(group.secretOf(agreed), protocol.cipher);

  const token = authenticationToken(protocol, keys.mac, other);
  const response = await exchange(generalAuthenticate({ tag: 0x85, value: token }, 'last'));
  refuseKeyUnlessGood(response);
  const expected = authenticationToken(protocol, keys.mac, own.publicKey);
  if (!equalOctets(authenticationObject(response, 0x86) ?? new Uint8Array(), expected)) {
    throw unexpected('authentication token');
  }
  return { protocol, keys, chipProof: chipProofOf(offer, keys, mappingKey, response) };
};

const selectProtocol = async (
  exchange: Exchange,
  { protocol, parameterId, ambiguous }: PaceOffer,
  reference: number,
): Promise<void> => {
  const objects: readonly DataObject[] = [
    { tag: 0x80, value: encodeObjectIdentifier(protocol.oid) },
    { tag: 0x83, value: Uint8Array.of(reference) },
  ];
  const named = [...objects, ...identifierObject(parameterId)];
  const select = async (selection: readonly DataObject[]): Promise<number> =>
    (await exchange(setSecurityEnvironment({ p1: 0xc1, p2: 0xa4 }, selection))).status;
  // The parameters are named only where they are ambiguous (4.4.4.1): some chips refuse what they
  // did not ask for. Others want the name all the same.
  let status = await select(ambiguous ? named : objects);
  const wantsMore = status === STATUS.wrongData || status === STATUS.keyNotFound;
  if (wantsMore && !ambiguous && parameterId !== undefined) status = await select(named);
  if (isBlocked(status)) throw new FaultError('card-blocked', `PACE: ${hex(status)}`);
  // A chip without that password: no CAN is printed on the card, or it takes only the CAN.
  if (status === STATUS.keyNotFound) throw keyRefused(status);
  // 63Cx tells how many attempts are left and is no refusal (ISO/IEC 7816-4, table 6).
  if (status !== STATUS.ok && status >> 4 !== 0x63c) throw unexpected(`selection ${hex(status)}`);
};

const fetchNonce = async (
  exchange: Exchange,
  { cipher }: PaceProtocol,
  key: Uint8Array,
): Promise<Uint8Array> => {
  const encrypted = await send(exchange, undefined, 0x80);
  const { blockBytes } = SESSION_CIPHERS[cipher];
  const wholeBlocks = encrypted.length > 0 && encrypted.length % blockBytes === 0;
  if (!wholeBlocks || encrypted.length > MOST_NONCE_BYTES) throw unexpected('nonce');
  return decryptBlocks(cipher, key, new Uint8Array(blockBytes), encrypted);
};

const MOST_NONCE_BYTES = 64;

interface MappedNonce {
  readonly generator: Uint8Array;
  /** The chip's public key of the mapping, where there is one. */
  readonly mappingKey: Uint8Array | undefined;
}

const mapNonce = async (
  exchange: Exchange,
  { protocol, group }: PaceOffer,
  nonce: Uint8Array,
  random: RandomBytes,
): Promise<MappedNonce> => {
  if (protocol.mapping === 'IM') {
    const value = random(terminalNonceBytes(protocol.cipher));
    await step(exchange, { tag: 0x81, value });
    const generator = mapIntegrated(group, protocol.cipher, nonce, value);
    if (generator === undefined) throw unexpected('nonce');
    return { generator, mappingKey: undefined };
  }
  const own = generateKeyPair(group, random);
  if (own === undefined) throw unexpected('generator');
  const mappingKey = await send(exchange, { tag: 0x81, value: own.publicKey }, 0x82);
  const generator = mapGenerically(group, nonce, own.secret, mappingKey);
  if (generator === undefined) throw unexpected('mapping key');
  return { generator, mappingKey };
};

/** One chained step; the chip's answer must hold the object of that tag. */
const send = async (
  exchange: Exchange,
  object: DataObject | undefined,
  answer: number,
): Promise<Uint8Array> => {
  const value = authenticationObject(await step(exchange, object), answer);
  if (value === undefined) throw unexpected(`answer without ${hex(answer)}`);
  return value;
};

const step = async (exchange: Exchange, object: DataObject | undefined): Promise<Response> => {
  const response = await exchange(generalAuthenticate(object, 'chained'));
  if (response.status === STATUS.ok) return response;
  if (isBlocked(response.status))
    throw new FaultError('card-blocked', `PACE: ${hex(response.status)}`);
  // With a wrong password chips may already fail here, where the mapped generators differ.
  if (response.status === STATUS.verificationFailed) throw keyRefused(response.status);
  throw unexpected(`step ${hex(object?.tag ?? 0)}: ${hex(response.status)}`);
};

/** Only the password decides whether the chip takes our token: whatever it says, the key is wrong. */
const refuseKeyUnlessGood = ({ status }: Response): void => {
  if (status === STATUS.ok) return;
  if (isBlocked(status)) throw new FaultError('card-blocked', `PACE: ${hex(status)}`);
  throw keyRefused(status);
};

const isBlocked = (status: number): boolean =>
  status === STATUS.authenticationBlocked ||
  status === STATUS.referenceDataUnusable ||
  status === 0x63c0;

const chipProofOf = (
  { protocol, group, parameterId }: PaceOffer,
  keys: SessionKeys,
  mappingKey: Uint8Array | undefined,
  response: Response,
): ChipMappingProof | undefined => {
  if (protocol.mapping !== 'CAM' || mappingKey === undefined) return undefined;
  const encrypted = authenticationObject(response, 0x8a) ?? new Uint8Array();
  const authenticationData = decryptAuthenticationData(keys.encryption, encrypted);
  return { group, mappingKey, authenticationData, keyId: parameterId };
};

const hex = (value: number): string => value.toString(16);

const keyRefused = (status: number): FaultError =>
  new FaultError('card-key-refused', `PACE: ${hex(status)}`);

const unexpected = (what: string): FaultError =>
  new FaultError('card-unreadable', `PACE: unexpected ${what}`);
