import { type AuthenticityReason } from '../../../core/contract/identity.ts';
import { type Certificate, isAuthority, isSelfIssued, isSignedBy } from './certificate.ts';
import { isRevoked } from './revocation.ts';
import { type TrustAnchors } from './trust-anchors.ts';

/** A signer, the link certificates above it where there are any, and the anchor last. */
export type CertificationPath = readonly Certificate[];

/** Without a path the reasons say why there is none; with one, what speaks against it, if anything. */
export interface PathResult {
  readonly path: CertificationPath | undefined;
  readonly reasons: readonly AuthenticityReason[];
}

/** Longer chains of link certificates than any authority has had keys. */
const MAX_PATH = 8;
/** Signatures verified in one search, so that no choice of names keeps a reader busy. */
const MAX_VERIFICATIONS = 48;

/**
 * Looks for a path from `signer` to a self-signed anchor, over link certificates where needed (ICAO
 * 9303-12, 7.1; RFC 5280, 6). `at` is the moment at which every certificate must be valid. Where
 * there are several paths the one with least against it counts.
 */
export const certificationPath = (
  signer: Certificate,
  trust: TrustAnchors,
  at: number,
): PathResult => {
  const search = startSearch(trust);
  let best: PathResult | undefined;
  for (const path of search.from([signer])) {
    const reasons = objectionsTo(path, trust, at);
    if (reasons.length === 0) return { path, reasons };
    if (best === undefined || reasons.length < best.reasons.length) best = { path, reasons };
  }
  return best ?? { path: undefined, reasons: [search.failure()] };
};

interface Search {
  from(below: CertificationPath): Generator<CertificationPath>;
  failure(): AuthenticityReason;
}

const startSearch = (trust: TrustAnchors): Search => {
  let failure: AuthenticityReason = 'signer-unknown';
  let verifications = 0;

  /** Whether the key of `candidate` signed `lowest`: which key fits only a signature tells. */
  const fits = (lowest: Certificate, { certificate: candidate, relation }: Candidate): boolean => {
    verifications += 1;
    if (verifications > MAX_VERIFICATIONS) return false;
    const signed = isSignedBy(lowest, candidate);
    if (signed === undefined) failure = 'algorithm-unsupported';
    // It names the very key that is trusted, and that key did not sign it.
    if (signed === false && relation === 'key') failure = 'signature-invalid';
    return signed === true;
  };

  function* from(below: CertificationPath): Generator<CertificationPath> {
    const lowest = below.at(-1);
    if (lowest === undefined || below.length > MAX_PATH) return;
    for (const candidate of candidatesFor(lowest, trust)) {
      const { certificate } = candidate;
      if (below.includes(certificate) || !fits(lowest, candidate)) continue;
      const path = [...below, certificate];
      if (isSelfIssued(certificate)) yield path;
      else yield* from(path);
    }
  }

  return { from, failure: () => failure };
};

interface Candidate {
  readonly certificate: Certificate;
  readonly relation: 'key' | 'name';
}

/** The authorities that may be the issuer: the named key before others, anchors before links. */
const candidatesFor = (lowest: Certificate, trust: TrustAnchors): readonly Candidate[] => {
  const rank = ({ certificate, relation }: Candidate): number =>
    (relation === 'key' ? 0 : 2) + (isSelfIssued(certificate) ? 0 : 1);
  return trust.certificates
    .flatMap(certificate => {
      const relation = relationOf(lowest, certificate);
      return relation === undefined || !isAuthority(certificate) ? [] : [{ certificate, relation }];
    })
    .sort((a, b) => rank(a) - rank(b));
};

/**
 * Whether `authority` may be the issuer: by key identifier, else by name. Some authorities renamed
 * themselves without a new key, others kept the name with a new key.
 */
const relationOf = (
  certificate: Certificate,
  authority: Certificate,
): Candidate['relation'] | undefined => {
  const { authorityKey } = certificate.extensions;
  const sameCountry = certificate.issuer.country === authority.subject.country;
  if (
    sameCountry &&
    authorityKey !== undefined &&
    authorityKey === authority.extensions.subjectKey
  ) {
    return 'key';
  }
  return certificate.issuer.canonical === authority.subject.canonical ? 'name' : undefined;
};

/**
 * What speaks against a path whose signatures fit. Path lengths are not counted: link certificates
 * of renamed authorities exceed them by design (9303-12, 7.1.2).
 */
const objectionsTo = (
  path: CertificationPath,
  trust: TrustAnchors,
  at: number,
): AuthenticityReason[] => {
  const country = path[0]?.subject.country;
  const outdated = path.some(({ notBefore, notAfter }) => at < notBefore || at > notAfter);
  const misused = path.some(
    ({ subject, extensions }) => extensions.unknownCritical || subject.country !== country,
  );
  return [
    ...(outdated ? (['signer-not-valid-then'] as const) : []),
    ...(misused ? (['signer-not-for-documents'] as const) : []),
    ...(path.some(certificate => isRevoked(certificate, trust))
      ? (['signer-revoked'] as const)
      : []),
  ];
};
