import { type VirtualChipProfile } from '../../../contract/virtual-chip-profile.ts';
import { encodeTlv } from '../../../emrtd/ber-tlv.ts';
import { der } from '../../issuer/der-encoding.ts';
import { type ChipKeys } from './chip-keys.ts';
import { LDS_FILES } from './lds-files.ts';
import {
  activeAuthenticationInfo,
  chipAuthenticationInfo,
  chipAuthenticationPublicKeyInfo,
  paceInfo,
} from './security-infos-encoder.ts';

/** SecurityInfos of EF.DG14 (ICAO 9303-11, 9.2.11): those of EF.CardAccess and the chip's keys. */
export const securityInfosOf = (
  { access, activeAuthentication }: VirtualChipProfile,
  keys: ChipKeys,
): readonly Uint8Array[] => [
  ...access.pace.map(paceInfo),
  ...keys.chipAuthentication.flatMap(({ key: { profile }, publicKeyInfo }) => [
    chipAuthenticationInfo(profile),
    chipAuthenticationPublicKeyInfo(profile.agreement, publicKeyInfo, profile.keyId),
  ]),
  ...(activeAuthentication?.algorithm === 'ECDSA'
    ? [activeAuthenticationInfo(activeAuthentication)]
    : []),
];

/** SecurityInfos of EF.CardSecurity: with the keys of chip authentication mapping. */
export const cardSecurityInfos = (
  { access }: VirtualChipProfile,
  keys: ChipKeys,
): readonly Uint8Array[] => [
  ...access.pace.map(paceInfo),
  ...[...keys.mapping].map(([parameter, { publicKeyInfo }]) =>
    chipAuthenticationPublicKeyInfo('ECDH', publicKeyInfo, parameter),
  ),
];

export const encodeSecurityInfos = (infos: readonly Uint8Array[]): Uint8Array => der.set(...infos);

export const encodeDg14 = (infos: readonly Uint8Array[]): Uint8Array =>
  encodeTlv(LDS_FILES.DG14.tag, encodeSecurityInfos(infos));

export const encodeDg15 = (publicKeyInfo: Uint8Array = new Uint8Array()): Uint8Array =>
  encodeTlv(LDS_FILES.DG15.tag, publicKeyInfo);
