import { parseTlv, type Tlv } from './ber-tlv.ts';
import { groupOfAlgorithm, publicKeyOf } from './domain-parameters.ts';
import { type KeyAgreementGroup } from './key-agreement.ts';
import { decodeObjectIdentifier } from './object-identifiers.ts';
import {
  ACTIVE_AUTHENTICATION,
  CHIP_AUTHENTICATION_KEYS,
  CHIP_AUTHENTICATION_PROTOCOLS,
  PACE_DOMAIN_PARAMETERS,
  PACE_PROTOCOLS,
  TERMINAL_AUTHENTICATION,
  type ChipAuthenticationProtocol,
  type KeyAgreement,
  type PaceProtocol,
} from './security-protocols.ts';

/** One SecurityInfo (ICAO 9303-11, 9.2) this reader has a use for. */
export type SecurityInfo =
  | {
      readonly kind: 'pace';
      readonly protocol: PaceProtocol;
      readonly version: number;
      /** Standardised domain parameters (9.5.1), or what names a set of explicit ones. */
      readonly parameterId: number | undefined;
    }
  | {
      readonly kind: 'pace-domain-parameters';
      readonly agreement: KeyAgreement;
      readonly group: KeyAgreementGroup;
      readonly parameterId: number | undefined;
    }
  | {
      readonly kind: 'chip-authentication';
      readonly protocol: ChipAuthenticationProtocol;
      readonly version: number;
      readonly keyId: number | undefined;
    }
  | {
      readonly kind: 'chip-authentication-key';
      readonly agreement: KeyAgreement;
      readonly group: KeyAgreementGroup;
      /** An element of `group`. */
      readonly publicKey: Uint8Array;
      readonly keyId: number | undefined;
    }
  | {
      readonly kind: 'active-authentication';
      readonly version: number;
      /** Dotted identifier of the signature algorithm. */
      readonly signatureAlgorithm: string;
    }
  | { readonly kind: 'terminal-authentication'; readonly version: number };

const SET = 0x31;
const SEQUENCE = 0x30;
const OBJECT_IDENTIFIER = 0x06;
const INTEGER = 0x02;
/** Far above what a chip lists, far below what would take time. */
const MAX_INFOS = 64;

/**
 * The SecurityInfos of EF.CardAccess, EF.DG14 or of the content of EF.CardSecurity. Takes any
 * bytes: entries that are unknown, damaged or of domain parameters nobody here knows are left out.
 */
export const parseSecurityInfos = (file: Uint8Array): readonly SecurityInfo[] => {
  const outer = parseTlv(file).objects[0];
  const set = outer?.tag === DG14 ? parseTlv(outer.value).objects[0] : outer;
  if (set?.tag !== SET) return [];
  return parseTlv(set.value)
    .objects.slice(0, MAX_INFOS)
    .flatMap(info => (info.tag === SEQUENCE ? (parseSecurityInfo(info.value) ?? []) : []));
};

const DG14 = 0x6e;

const parseSecurityInfo = (bytes: Uint8Array): SecurityInfo | undefined => {
  const [protocol, required, optional] = parseTlv(bytes).objects;
  if (protocol?.tag !== OBJECT_IDENTIFIER || required === undefined) return undefined;
  const oid = decodeObjectIdentifier(protocol.value);
  if (oid === undefined) return undefined;
  return (
    parseVersioned(oid, required, optional) ??
    parseDomainParameters(oid, required, optional) ??
    parseChipKey(oid, required, optional)
  );
};

const parseVersioned = (
  oid: string,
  required: Tlv,
  optional: Tlv | undefined,
): SecurityInfo | undefined => {
  const version = smallInteger(required);
  if (version === undefined) return undefined;
  const pace = PACE_PROTOCOLS.get(oid);
  if (pace !== undefined) {
    return { kind: 'pace', protocol: pace, version, parameterId: smallInteger(optional) };
  }
  const chip = CHIP_AUTHENTICATION_PROTOCOLS.get(oid);
  if (chip !== undefined) {
    return { kind: 'chip-authentication', protocol: chip, version, keyId: smallInteger(optional) };
  }
  if (oid === TERMINAL_AUTHENTICATION) return { kind: 'terminal-authentication', version };
  if (oid !== ACTIVE_AUTHENTICATION || optional?.tag !== OBJECT_IDENTIFIER) return undefined;
  const signatureAlgorithm = decodeObjectIdentifier(optional.value);
  return signatureAlgorithm === undefined
    ? undefined
    : { kind: 'active-authentication', version, signatureAlgorithm };
};

const parseDomainParameters = (
  oid: string,
  required: Tlv,
  optional: Tlv | undefined,
): SecurityInfo | undefined => {
  const agreement = PACE_DOMAIN_PARAMETERS.get(oid);
  const group = agreement === undefined ? undefined : groupOfAlgorithm(required);
  if (agreement === undefined || group?.agreement !== agreement) return undefined;
  return { kind: 'pace-domain-parameters', agreement, group, parameterId: smallInteger(optional) };
};

const parseChipKey = (
  oid: string,
  required: Tlv,
  optional: Tlv | undefined,
): SecurityInfo | undefined => {
  const agreement = CHIP_AUTHENTICATION_KEYS.get(oid);
  const key = agreement === undefined ? undefined : publicKeyOf(required);
  if (agreement === undefined || key?.group.agreement !== agreement) return undefined;
  return { kind: 'chip-authentication-key', agreement, ...key, keyId: smallInteger(optional) };
};

/** A non-negative INTEGER below 2^31; undefined for anything else. */
const smallInteger = (object: Tlv | undefined): number | undefined => {
  if (object?.tag !== INTEGER || object.value.length === 0 || object.value.length > 4) {
    return undefined;
  }
  const number = object.value.reduce((value, byte) => value * 256 + byte, 0);
  return number < 0x80000000 ? number : undefined;
};
