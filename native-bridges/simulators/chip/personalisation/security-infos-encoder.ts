import {
  type ActiveAuthenticationProfile,
  type ChipAuthenticationProfile,
  type PaceOffer,
} from '../../../contract/virtual-chip-profile.ts';
import { type HashName } from '../../../emrtd/cryptography/digests.ts';
import {
  chipAuthenticationIdentifier,
  paceIdentifier,
  publicKeyIdentifier,
} from '../protocol-identifiers.ts';
import { der } from '../../issuer/der-encoding.ts';

/** id-icao-mrtd-security-aaProtocolObject (ICAO 9303-11, 9.2.4). */
const ID_ACTIVE_AUTHENTICATION = '2.23.136.1.1.5';
/** ecdsa-plain-SHA… (BSI TR-03111, 5.2.1.1), the last arc by hash. */
const ECDSA_PLAIN = '0.4.0.127.0.7.1.1.4.1';
const ECDSA_PLAIN_ARC: Readonly<Record<HashName, number>> = {
  'SHA-1': 1,
  'SHA-224': 2,
  'SHA-256': 3,
  'SHA-384': 4,
  'SHA-512': 5,
};

/** PACEInfo (9.2.1), version 2. */
export const paceInfo = (offer: PaceOffer): Uint8Array =>
  der.sequence(der.oid(paceIdentifier(offer)), der.integer(2), der.integer(offer.parameter));

/** ChipAuthenticationInfo (9.2.5), version 1. */
export const chipAuthenticationInfo = (profile: ChipAuthenticationProfile): Uint8Array =>
  der.sequence(
    der.oid(chipAuthenticationIdentifier(profile)),
    der.integer(1),
    ...keyId(profile.keyId),
  );

/** ChipAuthenticationPublicKeyInfo (9.2.6). */
export const chipAuthenticationPublicKeyInfo = (
  agreement: 'DH' | 'ECDH',
  publicKeyInfo: Uint8Array,
  id: number | undefined,
): Uint8Array => der.sequence(der.oid(publicKeyIdentifier(agreement)), publicKeyInfo, ...keyId(id));

/** ActiveAuthenticationInfo (9.2.4); only ECDSA needs one. */
export const activeAuthenticationInfo = (
  profile: Extract<ActiveAuthenticationProfile, { algorithm: 'ECDSA' }>,
): Uint8Array =>
  der.sequence(
    der.oid(ID_ACTIVE_AUTHENTICATION),
    der.integer(1),
    der.oid(`${ECDSA_PLAIN}.${ECDSA_PLAIN_ARC[profile.hash]}`),
  );

const keyId = (id: number | undefined): Uint8Array[] => (id === undefined ? [] : [der.integer(id)]);
