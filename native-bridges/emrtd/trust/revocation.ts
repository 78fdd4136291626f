import { type Certificate, isAuthority } from './certificate.ts';
import { isListSignedBy, type RevocationList } from './revocation-list.ts';
import { type TrustAnchors } from './trust-anchors.ts';

/**
 * Whether a trusted list names the certificate (ICAO 9303-12, 7.1.4). A list counts for the name
 * that signed it and for those link certificates tie to it: an authority revokes with its newest
 * key what it issued with older ones. An outdated list still revokes what it revoked.
 */
export const isRevoked = (certificate: Certificate, trust: TrustAnchors): boolean => {
  const lists = trust.revocationLists.filter(list => list.revoked.has(certificate.serialNumber));
  if (lists.length === 0) return false;
  const names = namesTiedTo(certificate.issuer.canonical, trust);
  return lists.some(list => names.has(list.issuer.canonical) && isBelieved(list, trust));
};

const isBelieved = (list: RevocationList, trust: TrustAnchors): boolean =>
  trust.certificates.some(
    authority =>
      authority.subject.canonical === list.issuer.canonical &&
      isAuthority(authority) &&
      isListSignedBy(list, authority),
  );

/** The name and those the same authority has had or got since, as link certificates tell. */
const namesTiedTo = (name: string, trust: TrustAnchors): ReadonlySet<string> => {
  const authorities = trust.certificates.filter(isAuthority);
  const names = new Set([name]);
  for (let size = 0; size !== names.size; ) {
    size = names.size;
    for (const { issuer, subject } of authorities) {
      if (names.has(issuer.canonical) || names.has(subject.canonical)) {
        names.add(issuer.canonical).add(subject.canonical);
      }
    }
  }
  return names;
};
