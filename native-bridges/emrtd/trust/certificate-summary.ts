import { type Certificate, isAuthority, isSelfIssued } from './certificate.ts';
import { type PublicKey } from './public-key.ts';

/** What IT wants to see of a certificate in a list; names of authorities, never of people. */
export interface CertificateSummary {
  /** Only anchors are believed by themselves. */
  readonly role: 'anchor' | 'link' | 'signer';
  /** ISO 3166-1 alpha-2; empty where the certificate names none. */
  readonly country: string;
  readonly name: string;
  /** Hexadecimal. */
  readonly serialNumber: string;
  /** ISO 8601, UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** `EC brainpoolP384r1`, `RSA 4096` or `unsupported`. */
  readonly key: string;
  /** `ECDSA SHA-256`, `RSA-PSS SHA-256`, `RSA SHA-256` or `unsupported`. */
  readonly signature: string;
}

export const summaryOf = (certificate: Certificate): CertificateSummary => ({
  role: isAuthority(certificate) ? (isSelfIssued(certificate) ? 'anchor' : 'link') : 'signer',
  country: certificate.subject.country ?? '',
  name: certificate.subject.commonName ?? '',
  serialNumber: certificate.serialNumber,
  notBefore: isoTime(certificate.notBefore),
  notAfter: isoTime(certificate.notAfter),
  key: keyText(certificate.publicKey),
  signature: signatureText(certificate),
});

const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString();

const keyText = (key: PublicKey | undefined): string => {
  if (key === undefined) return 'unsupported';
  return key.kind === 'ec' ? `EC ${key.curve.name}` : `RSA ${key.key.modulus.toString(2).length}`;
};

const SCHEMES = { ecdsa: 'ECDSA', 'rsa-pkcs1': 'RSA', 'rsa-pss': 'RSA-PSS' } as const;

const signatureText = ({ signatureAlgorithm: algorithm }: Certificate): string =>
  algorithm === undefined ? 'unsupported' : `${SCHEMES[algorithm.scheme]} ${algorithm.hash}`;
