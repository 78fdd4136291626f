import { type IdentityClaim } from '../../core/contract/identity.ts';
import { type ElementaryFileName } from '../contract/chip-card.ts';
import { ELEMENTARY_FILES } from '../emrtd/elementary-files.ts';
import { claimFromFiles } from '../emrtd/files/chip-claim.ts';
import { verdictOf, type Verdict } from '../emrtd/reading/verdict.ts';
import { summaryOf, type CertificateSummary } from '../emrtd/trust/certificate-summary.ts';
import { passiveAuthentication } from '../emrtd/trust/passive-authentication.ts';
import {
  checkDigest,
  type DigestCheck,
  parseSecurityObjectFile,
  type SecurityObjectFile,
} from '../emrtd/trust/security-object.ts';
import { type TrustAnchors } from '../emrtd/trust/trust-anchors.ts';
import { pictureFacts, type PictureFacts } from './chip-pictures.ts';
import { type ChipFiles } from './dumped-files.ts';
import { groupFields, type GroupField } from './group-fields.ts';

export interface FileFacts {
  readonly name: ElementaryFileName;
  readonly bytes: number;
  /** How a data group compares with what was signed; absent for other files and without EF.SOD. */
  readonly digest?: DigestCheck;
}

/** What a person who looks into a chip wants to know; with personal data. */
export interface Inspection {
  readonly verdict: Verdict;
  /** Undefined where the files name nobody. */
  readonly claim: IdentityClaim | undefined;
  readonly files: readonly FileFacts[];
  /** Groups that were signed and are not among the files. */
  readonly notRead: readonly string[];
  readonly fields: readonly GroupField[];
  readonly pictures: readonly PictureFacts[];
  /** Certificates that EF.SOD carries: who says to have signed. */
  readonly signers: readonly CertificateSummary[];
}

/**
 * Judges files without their chip: whether the data are the issuer's, never whether the chip is.
 * `at` in milliseconds since 1970.
 */
export const judgeFiles = (files: ChipFiles, trust: TrustAnchors, at: number): Verdict =>
  verdictOf(passiveAuthentication({ sod: files.get('SOD'), files, trust, at }), 'none');

/** Everything the files say, next to the verdict about them. Takes any bytes. */
export const inspectFiles = (files: ChipFiles, verdict: Verdict): Inspection => {
  const sod = files.get('SOD');
  const signed = sod && parseSecurityObjectFile(sod);
  const claim = claimFromFiles(files, verdict.authenticity);
  return {
    verdict,
    claim: claim && { ...claim, authenticityReasons: [...verdict.reasons] },
    files: [...files].map(([name, content]) => factsOf(name, content, signed)),
    notRead: notRead(files, signed),
    fields: [...files].flatMap(([name, content]) => groupFields(name, content)),
    pictures: [...files].flatMap(([name, content]) => pictureFacts(name, content)),
    signers: signed?.signedData.certificates.map(summaryOf) ?? [],
  };
};

const factsOf = (
  name: ElementaryFileName,
  content: Uint8Array,
  signed: SecurityObjectFile | undefined,
): FileFacts => {
  const { dataGroup } = ELEMENTARY_FILES[name];
  const facts = { name, bytes: content.length };
  return dataGroup === undefined || signed === undefined
    ? facts
    : { ...facts, digest: checkDigest(signed.securityObject, dataGroup, content) };
};

const notRead = (files: ChipFiles, signed: SecurityObjectFile | undefined): readonly string[] => {
  const here = new Set([...files.keys()].map(name => ELEMENTARY_FILES[name].dataGroup));
  return [...(signed?.securityObject.digests.keys() ?? [])]
    .filter(group => !here.has(group))
    .sort((one, other) => one - other)
    .map(group => `DG${group}`);
};
