import { type AuthenticityReason } from '../../../core/contract/identity.ts';
import { ldifContents, pemContents } from './armoured-text.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import { readMasterList } from './master-list.ts';
import { parseRevocationList, type RevocationList } from './revocation-list.ts';
import { parseSignedData } from './signed-data.ts';

export type TrustFileKind =
  | 'certificate'
  | 'revocation-list'
  | 'master-list'
  | 'certificate-collection'
  | 'directory-export'
  | 'unreadable';

/** What one file gives: certificates of authorities and signers, revocation lists. */
export interface TrustFile {
  readonly kind: TrustFileKind;
  readonly certificates: readonly Certificate[];
  readonly revocationLists: readonly RevocationList[];
  /** Parts that are nothing known, or damaged. */
  readonly damaged: number;
  /** What speaks against the signature of a master list; one that is wrong gives nothing. */
  readonly reasons: readonly AuthenticityReason[];
}

const NOTHING: TrustFile = {
  kind: 'unreadable',
  certificates: [],
  revocationLists: [],
  damaged: 1,
  reasons: [],
};

/**
 * Reads a trust file by what is in it, never by its name: DER or PEM certificates, revocation lists
 * and collections (PKCS #7), ICAO and German master lists, LDIF of the public key directory. Takes
 * any bytes. `at` in milliseconds since 1970.
 */
export const readTrustFile = (bytes: Uint8Array, at: number): TrustFile => {
  if (bytes[0] === 0x30) return readBinary(bytes, at);
  const text = new TextDecoder().decode(bytes);
  const pem = pemContents(text);
  if (pem.length === 1 && pem[0] !== undefined) return readBinary(pem[0], at);
  if (pem.length > 1) return merge('certificate-collection', pem, at);
  const ldif = ldifContents(text);
  return ldif.length === 0 ? NOTHING : merge('directory-export', ldif, at);
};

const readBinary = (bytes: Uint8Array, at: number): TrustFile => {
  const certificate = parseCertificate(bytes);
  if (certificate !== undefined) {
    return { ...NOTHING, kind: 'certificate', certificates: [certificate], damaged: 0 };
  }
  const list = parseRevocationList(bytes);
  if (list !== undefined) {
    return { ...NOTHING, kind: 'revocation-list', revocationLists: [list], damaged: 0 };
  }
  const data = parseSignedData(bytes);
  if (data === undefined) return NOTHING;
  const masterList = readMasterList(data, at);
  if (masterList !== undefined) {
    const { damaged, reasons } = masterList;
    // A list whose signature is wrong is not the list that somebody signed.
    const broken = reasons.includes('signature-invalid');
    const certificates = broken ? [] : masterList.certificates;
    return { ...NOTHING, kind: 'master-list', certificates, damaged, reasons };
  }
  const revocationLists = data.revocationLists.flatMap(part => parseRevocationList(part) ?? []);
  const { certificates } = data;
  if (certificates.length + revocationLists.length === 0) return NOTHING;
  return { ...NOTHING, kind: 'certificate-collection', certificates, revocationLists, damaged: 0 };
};

const merge = (kind: TrustFileKind, parts: readonly Uint8Array[], at: number): TrustFile => {
  const files = parts.map(part => readBinary(part, at));
  return {
    kind,
    certificates: files.flatMap(file => file.certificates),
    revocationLists: files.flatMap(file => file.revocationLists),
    damaged: files.reduce((sum, file) => sum + file.damaged, 0),
    reasons: [...new Set(files.flatMap(file => file.reasons))],
  };
};
