import { type AuthenticityReason } from '../../../core/contract/identity.ts';
import { type ElementaryFileName } from '../../contract/chip-card.ts';
import { countriesOfDg1 } from './issuing-states.ts';
import { checkDigest, type LdsSecurityObject, parseSecurityObjectFile } from './security-object.ts';
import { authenticateSigner, type SignerVerdict } from './signer-authentication.ts';
import { type TrustAnchors } from './trust-anchors.ts';

/** Outcome of passive authentication (ICAO 9303-11, 5.1) with everything that spoke against it. */
export interface PassiveVerdict {
  readonly outcome: 'valid' | 'invalid' | 'no-trust-anchor';
  /** Empty only where the outcome is `valid`. */
  readonly reasons: readonly AuthenticityReason[];
}

export interface PassiveAuthenticationInput {
  /** EF.SOD as read; undefined where the chip has none. */
  readonly sod: Uint8Array | undefined;
  /** The files read; data groups among them are compared with the signed digests. */
  readonly files: ReadonlyMap<ElementaryFileName, Uint8Array>;
  readonly trust: TrustAnchors;
  /** The moment of the check, milliseconds since 1970 UTC. */
  readonly at: number;
}

/** What leaves a document unproven without speaking against it: we know too little. */
const NOT_PROVEN: ReadonlySet<AuthenticityReason> = new Set([
  'signer-unknown',
  'algorithm-unsupported',
]);

/**
 * Whether the files are those an authority signed: digests, signature and the path to a trust
 * anchor. Takes any bytes. All checks are made, whatever the first one says, so that staff see
 * everything. EF.SOD is mandatory (9303-10, table 38): a chip without it is no authority's.
 */
export const passiveAuthentication = (input: PassiveAuthenticationInput): PassiveVerdict => {
  const { sod, files, trust, at } = input;
  if (sod === undefined) return verdictOf(['security-object-missing']);
  const file = parseSecurityObjectFile(sod);
  if (file === undefined) return verdictOf(['security-object-damaged']);
  const signer = authenticateSigner(file.signedData, trust, at, 'documents');
  return verdictOf([
    ...digestReasons(file.securityObject, files),
    ...signer.reasons,
    ...(isForAnotherState(signer, files.get('DG1')) ? (['signer-not-for-documents'] as const) : []),
  ]);
};

/** Whether the document says it is of one state and the signer is of another. */
const isForAnotherState = ({ signer }: SignerVerdict, dg1: Uint8Array | undefined): boolean => {
  const countries = dg1 && countriesOfDg1(dg1);
  const country = signer?.subject.country;
  return countries !== undefined && country !== undefined && !countries.includes(country);
};

const verdictOf = (found: readonly AuthenticityReason[]): PassiveVerdict => {
  const reasons = [...new Set(found)];
  if (reasons.length === 0) return { outcome: 'valid', reasons };
  const unproven = reasons.every(reason => NOT_PROVEN.has(reason));
  return { outcome: unproven ? 'no-trust-anchor' : 'invalid', reasons };
};

const DIGEST_REASONS = {
  matches: undefined,
  differs: 'digest-mismatch',
  missing: 'digest-missing',
  undecided: 'algorithm-unsupported',
} as const;

const digestReasons = (
  securityObject: LdsSecurityObject,
  files: PassiveAuthenticationInput['files'],
): AuthenticityReason[] =>
  [...files].flatMap(([name, file]) => {
    const dataGroup = /^DG(\d+)$/.exec(name)?.[1];
    // Files that are no data group have no digest in EF.SOD.
    if (dataGroup === undefined) return [];
    return DIGEST_REASONS[checkDigest(securityObject, Number(dataGroup), file)] ?? [];
  });
