import { type AuthenticityReason } from '../../../core/contract/identity.ts';
import { type Certificate, isAuthority } from './certificate.ts';
import { certificationPath } from './certification-path.ts';
import { checkSigner, type SignedData, type SignerInfo } from './signed-data.ts';
import { type TrustAnchors } from './trust-anchors.ts';

/** What a signer must be for: documents, or lists of other authorities (ICAO 9303-12, 7.1.1). */
export type SignerRole = 'documents' | 'master-lists';

export interface SignerVerdict {
  /** Whose signature it is, where it is right. */
  readonly signer: Certificate | undefined;
  /** Empty where signature, path and role are all right. */
  readonly reasons: readonly AuthenticityReason[];
}

const OID_ANY_USE = '2.5.29.37.0';
const OID_MASTER_LIST_SIGNER = '2.23.136.1.1.3';
/** Certificates tried for one signer. */
const MAX_CANDIDATES = 2;
/** Clocks of issuers and kiosks may differ by this much. */
const CLOCK_DIFFERENCE_MS = 24 * 60 * 60 * 1000;

/**
 * Verifies who signed. The certificates on the way must be valid when it was signed, where the
 * signer says when that was, else at `at` (milliseconds since 1970): cards of the elderly never
 * expire, and outlive the certificate of their signer.
 */
export const authenticateSigner = (
  data: SignedData,
  trust: TrustAnchors,
  at: number,
  role: SignerRole,
): SignerVerdict => {
  const verdicts = data.signers.flatMap(signer =>
    candidatesFor(data, signer, trust).map(certificate =>
      judge(data, signer, certificate, trust, at, role),
    ),
  );
  const [best] = verdicts.sort((a, b) => weight(a) - weight(b));
  if (best !== undefined) return best;
  const reason = data.signers.length === 0 ? 'signature-invalid' : 'signer-unknown';
  return { signer: undefined, reasons: [reason] };
};

/** A verdict with a signer goes before any without; then the one with less against it. */
const weight = ({ signer, reasons }: SignerVerdict): number =>
  reasons.length + (signer === undefined ? 100 : 0);

/**
 * The certificates that may be the signer's: the one it names, carried along or from the trust
 * files; where it names none there is, those carried along. Some signers spell their issuer's name
 * differently from their certificate. The signature decides.
 */
const candidatesFor = (
  { certificates }: SignedData,
  { names }: SignerInfo,
  trust: TrustAnchors,
): readonly Certificate[] => {
  const carried = certificates.filter(certificate => !isAuthority(certificate));
  return (
    [certificates.filter(names), trust.certificates.filter(names), carried]
      .map(found => found.slice(0, MAX_CANDIDATES))
      .find(found => found.length > 0) ?? []
  );
};

const judge = (
  data: SignedData,
  signer: SignerInfo,
  certificate: Certificate,
  trust: TrustAnchors,
  at: number,
  role: SignerRole,
): SignerVerdict => {
  const check = checkSigner(data, signer, certificate);
  if (check === 'unsupported') return { signer: undefined, reasons: ['algorithm-unsupported'] };
  if (check === 'wrong') return { signer: undefined, reasons: ['signature-invalid'] };
  const signedAt = signer.signedAttributes?.signingTime ?? at;
  const reasons = new Set(certificationPath(certificate, trust, signedAt).reasons);
  if (signedAt > at + CLOCK_DIFFERENCE_MS) reasons.add('signer-not-valid-then');
  if (!isFor(role, certificate)) reasons.add('signer-not-for-documents');
  return { signer: certificate, reasons: [...reasons] };
};

/**
 * Whether key usage and extended key usage admit the role. Document signers should carry no
 * extended key usage at all; one that is there and is for something else is not overlooked.
 */
const isFor = (role: SignerRole, { extensions }: Certificate): boolean => {
  const { keyUsage, extendedKeyUsage, basicConstraints } = extensions;
  if (keyUsage !== undefined && !keyUsage.includes('digitalSignature')) return false;
  if (basicConstraints?.authority === true) return false;
  if (role === 'master-lists') return extendedKeyUsage?.includes(OID_MASTER_LIST_SIGNER) === true;
  return extendedKeyUsage === undefined || extendedKeyUsage.includes(OID_ANY_USE);
};
