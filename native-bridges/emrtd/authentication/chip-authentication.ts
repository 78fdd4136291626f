import { type Exchange, STATUS } from '../apdu.ts';
import { type RandomBytes } from '../cryptography/random.ts';
import {
  generalAuthenticate,
  identifierObject,
  setSecurityEnvironment,
} from '../dynamic-authentication.ts';
import { generateKeyPair, type KeyAgreementGroup, sessionKeysFrom } from '../key-agreement.ts';
import { encodeObjectIdentifier } from '../object-identifiers.ts';
import { type SessionKeys } from '../secure-messaging/session-keys.ts';
import { type SecurityInfo } from '../security-infos.ts';
import {
  CHIP_AUTHENTICATION_PROTOCOLS,
  type ChipAuthenticationProtocol,
} from '../security-protocols.ts';

/** One static key of the chip and a protocol for it. */
export interface ChipAuthenticationOffer {
  readonly protocol: ChipAuthenticationProtocol;
  readonly group: KeyAgreementGroup;
  /** PK_IC. */
  readonly publicKey: Uint8Array;
  readonly keyId: number | undefined;
}

type ChipKey = Extract<SecurityInfo, { kind: 'chip-authentication-key' }>;

const CIPHERS = ['AES-256', 'AES-192', 'AES-128', '3DES'] as const;

/**
 * The best chip authentication of EF.DG14: AES before 3DES (ICAO 9303-11, 8.5), curves before
 * numbers. A key without a ChipAuthenticationInfo, as early documents have it, means 3DES.
 * Undefined where the chip offers none.
 */
export const chooseChipAuthentication = (
  infos: readonly SecurityInfo[],
): ChipAuthenticationOffer | undefined => {
  const keys = infos.filter(info => info.kind === 'chip-authentication-key');
  const protocols = infos.filter(info => info.kind === 'chip-authentication');
  return keys
    .flatMap(key => {
      const named = protocols
        .filter(info => info.protocol.agreement === key.agreement)
        .filter(info => info.keyId === key.keyId || keys.length === 1);
      const known = named.length > 0 ? named.map(info => info.protocol) : [impliedProtocol(key)];
      return known.flatMap(protocol => (protocol === undefined ? [] : [offerOf(protocol, key)]));
    })
    .sort((left, right) => rank(left) - rank(right))[0];
};

const offerOf = (
  protocol: ChipAuthenticationProtocol,
  { group, publicKey, keyId }: ChipKey,
): ChipAuthenticationOffer => ({ protocol, group, publicKey, keyId });

const impliedProtocol = ({ agreement }: ChipKey): ChipAuthenticationProtocol | undefined =>
  [...CHIP_AUTHENTICATION_PROTOCOLS.values()].find(
    protocol => protocol.agreement === agreement && protocol.cipher === '3DES',
  );

const rank = ({ protocol }: ChipAuthenticationOffer): number =>
  CIPHERS.indexOf(protocol.cipher) * 10 + (protocol.agreement === 'ECDH' ? 0 : 1);

/**
 * Chip authentication (ICAO 9303-11, 6.2) over the session there is. The keys of the new session,
 * or undefined where EF.DG14 offers none or the chip refuses: then the old session goes on.
 *
 * The chip is proven only by the first response that is right under the new keys, and only where
 * passive authentication has shown that EF.DG14 is the issuer's.
 */
export const performChipAuthentication = async (
  exchange: Exchange,
  infos: readonly SecurityInfo[],
  random: RandomBytes,
): Promise<SessionKeys | undefined> => {
  const offer = chooseChipAuthentication(infos);
  if (offer === undefined) return undefined;
  const { group, publicKey, protocol } = offer;
  const own = generateKeyPair(group, random);
  const agreed = own === undefined ? undefined : group.power(publicKey, own.secret);
  if (own === undefined || agreed === undefined) return undefined;
  const accepted =
    (protocol.cipher === '3DES' && (await offerKeyAtOnce(exchange, offer, own.publicKey))) ||
    (await offerKeyInSteps(exchange, offer, own.publicKey));
  return accepted ? sessionKeysFrom(group.secretOf(agreed), protocol.cipher) : undefined;
};

/** MSE:Set KAT (6.2.4.1); some chips know 3DES only with the other commands (8.5, note 1). */
const offerKeyAtOnce = async (
  exchange: Exchange,
  offer: ChipAuthenticationOffer,
  publicKey: Uint8Array,
): Promise<boolean> => {
  const objects = [{ tag: 0x91, value: publicKey }, ...identifierObject(offer.keyId)];
  const { status } = await exchange(setSecurityEnvironment({ p1: 0x41, p2: 0xa6 }, objects));
  return status === STATUS.ok;
};

/** MSE:Set AT and GENERAL AUTHENTICATE (6.2.4.2). */
const offerKeyInSteps = async (
  exchange: Exchange,
  offer: ChipAuthenticationOffer,
  publicKey: Uint8Array,
): Promise<boolean> => {
  const objects = [
    { tag: 0x80, value: encodeObjectIdentifier(offer.protocol.oid) },
    ...identifierObject(offer.keyId),
  ];
  const selected = await exchange(setSecurityEnvironment({ p1: 0x41, p2: 0xa4 }, objects));
  if (selected.status !== STATUS.ok) return false;
  const answer = await exchange(generalAuthenticate({ tag: 0x80, value: publicKey }, 'last'));
  return answer.status === STATUS.ok;
};
