import { bytesToHex } from '@noble/hashes/utils.js';
import { digest } from '../cryptography/digests.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import { parseRevocationList, type RevocationList } from './revocation-list.ts';

/**
 * Whom a reader believes (ICAO 9303-12, 4): a plain value, made once from the trust files of the
 * hospital. Self-signed certificates in it are the anchors; link certificates lead to them, and
 * document signers serve security objects that carry no certificate: both only through a path.
 */
export interface TrustAnchors {
  readonly certificates: readonly Certificate[];
  readonly revocationLists: readonly RevocationList[];
}

/** No anchor: nothing is ever `valid` against it. */
export const NO_TRUST_ANCHORS: TrustAnchors = { certificates: [], revocationLists: [] };

/** Anchors from DER bytes; what is no certificate or revocation list is left out. */
export const trustAnchorsOf = (
  certificates: readonly Uint8Array[],
  revocationLists: readonly Uint8Array[] = [],
): TrustAnchors =>
  mergeTrust([
    {
      certificates: certificates.flatMap(bytes => parseCertificate(bytes) ?? []),
      revocationLists: revocationLists.flatMap(bytes => parseRevocationList(bytes) ?? []),
    },
  ]);

/** All of them together; the same bytes count once. */
export const mergeTrust = (parts: readonly TrustAnchors[]): TrustAnchors => ({
  certificates: distinct(parts.flatMap(part => part.certificates)),
  revocationLists: distinct(parts.flatMap(part => part.revocationLists)),
});

const distinct = <T extends { readonly bytes: Uint8Array }>(items: readonly T[]): T[] => [
  ...new Map(items.map(item => [bytesToHex(digest('SHA-256', item.bytes)), item])).values(),
];
