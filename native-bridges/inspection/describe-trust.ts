import { readFile } from 'node:fs/promises';
import { bytesToHex } from '@noble/hashes/utils.js';
import { FaultError } from '../../core/contract/errors.ts';
import { type AuthenticityReason } from '../../core/contract/identity.ts';
import { digest } from '../emrtd/cryptography/digests.ts';
import { type Certificate } from '../emrtd/trust/certificate.ts';
import { summaryOf, type CertificateSummary } from '../emrtd/trust/certificate-summary.ts';
import { type RevocationList } from '../emrtd/trust/revocation-list.ts';
import { readTrustFile, type TrustFile, type TrustFileKind } from '../emrtd/trust/trust-file.ts';
import { openTrustFolder, type TrustFolderContent } from '../trust-store/trust-folder.ts';

export interface RevocationListSummary {
  readonly country: string;
  readonly name: string;
  /** ISO 8601, UTC; the next one is due then, where the list says so. */
  readonly thisUpdate: string;
  readonly nextUpdate?: string;
  readonly revoked: number;
}

export interface TrustedCertificateSummary extends CertificateSummary {
  /** Fingerprint, to compare with one that came another way: SHA-256 in hexadecimal. */
  readonly sha256: string;
}

/** What a trust file holds, for a person of IT. */
export interface TrustFileSummary {
  readonly name: string;
  readonly kind: TrustFileKind;
  readonly certificates: readonly TrustedCertificateSummary[];
  readonly revocationLists: readonly RevocationListSummary[];
  /** Parts that are nothing known, or damaged. */
  readonly damaged: number;
  /** What speaks against the signature of a master list. */
  readonly reasons: readonly AuthenticityReason[];
}

export const describeTrustFile = (name: string, file: TrustFile): TrustFileSummary => ({
  name,
  kind: file.kind,
  certificates: file.certificates.map(certificateSummary),
  revocationLists: file.revocationLists.map(listSummary),
  damaged: file.damaged,
  reasons: file.reasons,
});

const certificateSummary = (certificate: Certificate): TrustedCertificateSummary => ({
  ...summaryOf(certificate),
  sha256: bytesToHex(digest('SHA-256', certificate.bytes)),
});

const listSummary = (list: RevocationList): RevocationListSummary => ({
  country: list.issuer.country ?? '',
  name: list.issuer.commonName ?? '',
  thisUpdate: new Date(list.thisUpdate).toISOString(),
  ...(list.nextUpdate === undefined ? {} : { nextUpdate: new Date(list.nextUpdate).toISOString() }),
  revoked: list.revoked.size,
});

/**
 * One trust file, wherever it lies. `at` in milliseconds since 1970.
 * @throws FaultError `bad-request` where it cannot be read
 */
export const openTrustFile = async (path: string, at: number): Promise<TrustFile> => {
  try {
    return readTrustFile(await readFile(path), at);
  } catch (cause) {
    throw new FaultError('bad-request', `${path} cannot be read`, { cause });
  }
};

/** A whole trust folder as it is now. */
export const loadTrustFolder = (directory: string, at: number): Promise<TrustFolderContent> =>
  openTrustFolder({ directory, now: () => at }).load();
