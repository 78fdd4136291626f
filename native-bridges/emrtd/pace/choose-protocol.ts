import { MODULAR_GROUP_PARAMETERS } from '../cryptography/modular-group-parameters.ts';
import { type KeyAgreementGroup, standardisedGroup } from '../key-agreement.ts';
import { type SecurityInfo } from '../security-infos.ts';
import { type PaceMapping, type PaceProtocol } from '../security-protocols.ts';
import { supportsIntegratedMapping } from './integrated-mapping.ts';

/** One way to run PACE with a chip. */
export interface PaceOffer {
  readonly protocol: PaceProtocol;
  readonly group: KeyAgreementGroup;
  /** What names the domain parameters, and the static key of chip authentication mapping. */
  readonly parameterId: number | undefined;
  /** True where the chip has several sets of domain parameters and must be told which. */
  readonly ambiguous: boolean;
}

type PaceInfo = Extract<SecurityInfo, { kind: 'pace' }>;

/** Version 1 has other authentication tokens and never was in ICAO 9303. */
const VERSION = 2;
const CIPHERS = ['AES-256', 'AES-192', 'AES-128', '3DES'] as const;

/**
 * The best way the chip offers: the first of `mappings` it knows (by default chip authentication
 * mapping, which also proves the chip; ICAO 9303-11, appendix J.1), curves before numbers, the
 * longest keys. Undefined where it offers no PACE, or none that is safe to use.
 */
export const choosePace = (
  infos: readonly SecurityInfo[],
  mappings: readonly PaceMapping[] = ['CAM', 'GM', 'IM'],
): PaceOffer | undefined => {
  const paceInfos = infos.filter(info => info.kind === 'pace');
  const ambiguous = new Set(paceInfos.map(info => info.parameterId)).size > 1;
  return paceInfos
    .filter(({ protocol, version }) => version === VERSION && mappings.includes(protocol.mapping))
    .flatMap(info => {
      const group = groupOf(info, infos);
      const usable = group !== undefined && isUsable(info.protocol, group);
      return usable ? [{ ...info, group, ambiguous }] : [];
    })
    .map(({ protocol, group, parameterId }) => ({ protocol, group, parameterId, ambiguous }))
    .sort((left, right) => rank(left, mappings) - rank(right, mappings))[0];
};

const rank = ({ protocol }: PaceOffer, mappings: readonly PaceMapping[]): number =>
  mappings.indexOf(protocol.mapping) * 100 +
  (protocol.agreement === 'ECDH' ? 0 : 10) +
  CIPHERS.indexOf(protocol.cipher);

/** Standardised parameters, or the chip's own set of that name (9.5). */
const groupOf = (
  { parameterId, protocol }: PaceInfo,
  infos: readonly SecurityInfo[],
): KeyAgreementGroup | undefined => {
  const standardised = parameterId === undefined ? undefined : standardisedGroup(parameterId);
  if (standardised !== undefined) return standardised;
  const explicit = infos.find(
    info =>
      info.kind === 'pace-domain-parameters' &&
      info.agreement === protocol.agreement &&
      info.parameterId === parameterId,
  );
  return explicit?.kind === 'pace-domain-parameters' ? explicit.group : undefined;
};

/** Parameters nobody vouches for would give the password away (9.2.2, note). */
const isUsable = (protocol: PaceProtocol, group: KeyAgreementGroup): boolean =>
  group.agreement === protocol.agreement &&
  (group.curve !== undefined || isWellKnown(group)) &&
  (protocol.mapping !== 'IM' || supportsIntegratedMapping(group));

const isWellKnown = (group: KeyAgreementGroup): boolean =>
  MODULAR_GROUP_PARAMETERS.some(
    ({ prime, order }) => prime === group.prime && order === group.order,
  );
