import { concatBytes } from '@noble/hashes/utils.js';
import { type PaceOffer } from '../../contract/virtual-chip-profile.ts';
import { encodeTlv, parseTlv } from '../../emrtd/ber-tlv.ts';
import { aesCbcEncrypt, aesEncryptBlock } from '../../emrtd/cryptography/aes.ts';
import { curveByStandardParameter } from '../../emrtd/cryptography/elliptic-curves.ts';
import {
  modInverse,
  modularGroupByStandardParameter,
} from '../../emrtd/cryptography/modular-groups.ts';
import {
  equalOctets,
  integerToOctets,
  octetsToInteger,
} from '../../emrtd/cryptography/octet-strings.ts';
import { pad } from '../../emrtd/cryptography/padding.ts';
import { type RandomBytes } from '../../emrtd/cryptography/random.ts';
import {
  authenticate,
  deriveKey,
  encryptBlocks,
  SESSION_CIPHERS,
} from '../../emrtd/cryptography/session-cipher.ts';
import { der } from '../issuer/der-encoding.ts';
import {
  curveAgreement,
  modularAgreement,
  type AgreementGroup,
  type AgreementKeyPair,
} from './agreement-group.ts';
import { answer, SW, type Answer } from './answer.ts';
import { createChipSession, type ChipSession } from './chip-session.ts';
import { type CommandApdu } from './command-apdu.ts';
import { nonceBytes, pseudoRandom } from './pace-pseudo-random.ts';
import { identifierOctets, paceIdentifier } from './protocol-identifiers.ts';

/** Data objects of MSE:Set AT and of dynamic authentication data (ICAO 9303-11, 4.4.4). */
const DO = {
  mechanism: 0x80,
  password: 0x83,
  domain: 0x84,
  dynamic: 0x7c,
  nonce: 0x80,
  terminalMapping: 0x81,
  chipMapping: 0x82,
  terminalKey: 0x83,
  chipKey: 0x84,
  terminalToken: 0x85,
  chipToken: 0x86,
  chipAuthentication: 0x8a,
};
/** Password references of MSE:Set AT. */
const PASSWORD = { mrz: 1, can: 2 };

interface PaceKeys {
  readonly offers: readonly PaceOffer[];
  /** SHA-1 of the machine readable zone's information (9.7.3). */
  readonly mrz: Uint8Array;
  /** The digits of the card access number, as characters. */
  readonly can?: Uint8Array | undefined;
  /** The static secret of chip authentication mapping, by standardised domain parameters. */
  readonly mappingSecret: (parameter: number) => bigint | undefined;
}

interface PaceStep {
  readonly answer: Answer;
  readonly session?: ChipSession;
  /** The terminal did not know the password. */
  readonly refused?: true;
}

interface Pace {
  setAuthenticationTemplate(command: CommandApdu): Answer;
  /** Whether GENERAL AUTHENTICATE now belongs to PACE. */
  readonly running: () => boolean;
  generalAuthenticate(command: CommandApdu): PaceStep;
  reset(): void;
}

type Step = (objects: DynamicData) => PaceStep;
type DynamicData = (tag: number) => Uint8Array | undefined;

/** The chip's end of PACE (ICAO 9303-11, 4.4). */
export const createPace = (keys: PaceKeys, random: RandomBytes): Pace => {
  let next: Step | undefined;
  const running = (): boolean => next !== undefined;

  const setAuthenticationTemplate = ({ data }: CommandApdu): Answer => {
    next = undefined;
    const { objects, damaged } = parseTlv(data);
    const value = (tag: number): Uint8Array | undefined =>
      objects.find(object => object.tag === tag)?.value;
    const mechanism = value(DO.mechanism);
    const reference = value(DO.password);
    if (damaged || mechanism === undefined || reference?.length !== 1) return answer(SW.wrongData);
    const domain = value(DO.domain);
    const candidates = keys.offers.filter(offer =>
      equalOctets(identifierOctets(paceIdentifier(offer)), mechanism),
    );
    const offer =
      domain === undefined && candidates.length === 1
        ? candidates[0]
        : candidates.find(({ parameter }) => equalOctets(Uint8Array.of(parameter), domain ?? NONE));
    if (candidates.length === 0) return answer(SW.wrongData);
    const password = passwordOf(reference[0] ?? 0);
    if (offer === undefined || password === undefined) return answer(SW.referenceNotFound);
    next = nonceStep(offer, password);
    return answer(SW.ok);
  };

  const passwordOf = (reference: number): Uint8Array | undefined =>
    reference === PASSWORD.mrz ? keys.mrz : reference === PASSWORD.can ? keys.can : undefined;

  const nonceStep =
    (offer: PaceOffer, password: Uint8Array): Step =>
    () => {
      const { cipher } = offer;
      const nonce = random(nonceBytes(cipher));
      const iv = new Uint8Array(SESSION_CIPHERS[cipher].blockBytes);
      next = mappingStep(offer, nonce);
      return proceed(DO.nonce, encryptBlocks(cipher, deriveKey(password, 3, cipher), iv, nonce));
    };

  const mappingStep =
    (offer: PaceOffer, nonce: Uint8Array): Step =>
    data => {
      const received = data(DO.terminalMapping);
      const group = groupOf(offer.parameter);
      if (received === undefined || group === undefined) return refuse(SW.wrongData);
      if (offer.mapping === 'IM') {
        if (received.length !== SESSION_CIPHERS[offer.cipher].keyBytes) return refuse(SW.wrongData);
        const mapped = group.mappedTo(pseudoRandom(offer.cipher, nonce, received, group.prime));
        if (mapped === undefined) return refuse(SW.wrongData);
        next = keyStep(offer, mapped);
        return proceed(DO.chipMapping, NONE);
      }
      const own = group.generatePair(random);
      const mapped = group.mappedGenerically(octetsToInteger(nonce), own.secret, received);
      if (mapped === undefined) return refuse(SW.wrongData);
      next = keyStep(offer, mapped, own);
      return proceed(DO.chipMapping, own.publicKey);
    };

  const keyStep =
    (offer: PaceOffer, group: AgreementGroup, mapping?: AgreementKeyPair): Step =>
    data => {
      const peer = data(DO.terminalKey);
      if (peer === undefined) return refuse(SW.wrongData);
      const own = group.generatePair(random);
      const shared = group.agree(own.secret, peer);
      // 4.4.1, step 3 d: the two public keys must differ.
      if (shared === undefined || equalOctets(own.publicKey, peer)) return refuse(SW.wrongData);
      next = tokenStep(offer, group, { shared, own, peer, mapping });
      return proceed(DO.chipKey, own.publicKey);
    };

  const tokenStep =
    (offer: PaceOffer, group: AgreementGroup, agreed: Agreed): Step =>
    data => {
      const { cipher } = offer;
      const encryption = deriveKey(agreed.shared, 1, cipher);
      const mac = deriveKey(agreed.shared, 2, cipher);
      const token = (publicKey: Uint8Array): Uint8Array =>
        authenticationToken(offer, group, mac, publicKey);
      const received = data(DO.terminalToken);
      if (received === undefined) return refuse(SW.wrongData);
      if (!equalOctets(received, token(agreed.own.publicKey))) {
        return { answer: answer(SW.notAuthenticated), refused: true };
      }
      const proof = offer.mapping === 'CAM' ? mappingProof(offer, group, agreed, encryption) : NONE;
      if (proof === undefined) return refuse(SW.conditionsNotSatisfied);
      const objects = concatBytes(encodeTlv(DO.chipToken, token(agreed.peer)), proof);
      return {
        answer: answer(SW.ok, encodeTlv(DO.dynamic, objects)),
        session: createChipSession(
          cipher,
          { encryption, mac },
          new Uint8Array(SESSION_CIPHERS[cipher].blockBytes),
        ),
      };
    };

  /** 4.4.3.5.1: the static secret proven through the key the nonce was mapped with. */
  const mappingProof = (
    { parameter }: PaceOffer,
    group: AgreementGroup,
    { mapping }: Agreed,
    encryption: Uint8Array,
  ): Uint8Array | undefined => {
    const inverse = modInverse(keys.mappingSecret(parameter) ?? 0n, group.order);
    if (inverse === undefined || mapping === undefined) return undefined;
    const data = integerToOctets((inverse * mapping.secret) % group.order, group.orderBytes);
    // 4.4.3.5.2: the initialisation vector is -1, encrypted.
    const iv = aesEncryptBlock(encryption, new Uint8Array(16).fill(0xff));
    return encodeTlv(DO.chipAuthentication, aesCbcEncrypt(encryption, iv, pad(data, 16)));
  };

  const generalAuthenticate = ({ cla, data }: CommandApdu): PaceStep => {
    const step = next;
    next = undefined;
    if (step === undefined) return refuse(SW.conditionsNotSatisfied);
    const [template] = parseTlv(data).objects;
    if (template?.tag !== DO.dynamic) return refuse(SW.wrongData);
    const { objects } = parseTlv(template.value);
    const done = step(tag => objects.find(object => object.tag === tag)?.value);
    // 4.4.4.2: all commands but the last are chained.
    const chained = (cla & CHAINING) !== 0;
    if (done.answer.status !== SW.ok || chained === running()) return done;
    next = undefined;
    return refuse(SW.wrongChaining);
  };

  return {
    setAuthenticationTemplate,
    generalAuthenticate,
    running,
    reset: () => (next = undefined),
  };
};

const NONE = new Uint8Array();
const CHAINING = 0x10;

interface Agreed {
  readonly shared: Uint8Array;
  readonly own: AgreementKeyPair;
  readonly peer: Uint8Array;
  /** The key the nonce was mapped with; none with integrated mapping. */
  readonly mapping?: AgreementKeyPair | undefined;
}

const proceed = (tag: number, value: Uint8Array): PaceStep => ({
  answer: answer(SW.ok, encodeTlv(DO.dynamic, encodeTlv(tag, value))),
});

const refuse = (status: number): PaceStep => ({ answer: answer(status) });

/** Standardised domain parameters (9.5.1). */
export const groupOf = (parameter: number): AgreementGroup | undefined => {
  const curve = curveByStandardParameter(parameter);
  if (curve !== undefined) return curveAgreement(curve);
  const group = modularGroupByStandardParameter(parameter);
  return group?.order === undefined
    ? undefined
    : modularAgreement({ ...group, order: group.order });
};

/**
 * Checksum over the other side's public key (4.4.3.4): protocol and key without the domain
 * parameters. An integer has no leading zeros there (BSI TR-03110-3, D.2.1.1).
 */
const authenticationToken = (
  offer: PaceOffer,
  group: AgreementGroup,
  mac: Uint8Array,
  publicKey: Uint8Array,
): Uint8Array => {
  const first = group.publicKeyTag === 0x84 ? publicKey.findIndex(byte => byte !== 0) : 0;
  const template = encodeTlv(
    0x7f49,
    concatBytes(
      der.oid(paceIdentifier(offer)),
      encodeTlv(group.publicKeyTag, publicKey.subarray(Math.max(0, first))),
    ),
  );
  return authenticate(offer.cipher, mac, offer.cipher === '3DES' ? pad(template, 8) : template);
};
