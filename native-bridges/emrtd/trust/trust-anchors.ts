import { type Certificate, parseCertificate } from './certificate.ts';
import { parseRevocationList, type RevocationList } from './revocation-list.ts';

/**
 * Whom a reader believes (ICAO 9303-12, 4): a plain value, made once from the trust files of the
 * hospital. Self-signed certificates in it are the anchors; link certificates lead to them and
 * document signers serve security objects that carry no certificate, believed only through a path.
 */
export interface TrustAnchors {
  readonly certificates: readonly Certificate[];
  readonly revocationLists: readonly RevocationList[];
}

/** No anchor: nothing is ever `valid` against it. */
export const NO_TRUST_ANCHORS: TrustAnchors = { certificates: [], revocationLists: [] };

/** Anchors from DER bytes; what is no certificate or list is left out, the same bytes count once. */
export const trustAnchorsOf = (
  certificates: readonly Uint8Array[],
  revocationLists: readonly Uint8Array[] = [],
): TrustAnchors => ({
  certificates: certificates.map(parseCertificate).filter(isDefined),
  revocationLists: revocationLists.map(parseRevocationList).filter(isDefined),
});

const isDefined = <T>(value: T | undefined): value is T => value !== undefined;
