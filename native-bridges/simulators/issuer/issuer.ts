import { bytesToHex } from '@noble/hashes/utils.js';
import { type HashName } from '../../emrtd/cryptography/digests.ts';
import { octetsToInteger } from '../../emrtd/cryptography/octet-strings.ts';
import { type RandomBytes } from '../../emrtd/cryptography/random.ts';
import {
  buildCertificate,
  buildRevocationList,
  type CertificateContent,
  type Certifier,
  type Name,
  type Validity,
} from './certificate-builder.ts';
import { der } from './der-encoding.ts';
import {
  buildLdsSecurityObject,
  buildSignedData,
  securityObjectFile,
} from './signed-data-builder.ts';
import { generateSigningKey, type KeyType, type SigningKey } from './signing-key.ts';

export interface IssuerOptions {
  /** The same random bytes make the same authority. */
  readonly random: RandomBytes;
  readonly keyType: KeyType;
  /** The authority's first day, milliseconds since 1970 UTC. */
  readonly from: number;
  /** ISO 3166-1 alpha-2; VN where absent. */
  readonly country?: string;
  readonly commonName?: string;
  /** Of the CSCA certificate; 15 years from the first day where absent. */
  readonly validity?: Validity;
}

export interface DocumentSignerOptions {
  /** That of the authority where absent. */
  readonly keyType?: KeyType;
  /** Ten years from the authority's first day where absent. */
  readonly validity?: Validity;
  /** Of the signer's own name; that of the authority where absent. */
  readonly country?: string;
  /** What its certificate is for; a document signer where absent. */
  readonly role?: SignerRole;
}

export type SignerRole = 'document-signer' | 'master-list-signer';

export interface SecurityObjectOptions {
  /** Hash the digests were made with; SHA-256 where absent. */
  readonly digestHash?: HashName;
  /** Signed attribute signingTime, milliseconds since 1970; left out where absent. */
  readonly signingTime?: number;
  /** False leaves the signer's certificate out. */
  readonly certificateIncluded?: boolean;
}

/** The key that signs what the chips carry. */
export interface DocumentSigner {
  /** X.509, DER. */
  readonly certificate: Uint8Array;
  readonly serialNumber: bigint;
  /** EF.SOD (tag 77) over digests by number of the data group. */
  signSecurityObject(
    digests: ReadonlyMap<number, Uint8Array>,
    options?: SecurityObjectOptions,
  ): Uint8Array;
  /** CMS over any content, as EF.CardSecurity holds one (BSI TR-03110-3, A.1.2.5), DER. */
  signContent(contentType: string, content: Uint8Array): Uint8Array;
}

/** A country signing authority with all that chips and readers need of it; of nobody real. */
export interface Issuer {
  /** The self-signed CSCA certificate, DER. */
  readonly csca: Uint8Array;
  readonly name: Name;
  readonly publicKey: Pick<SigningKey, 'publicKeyInfo' | 'publicKeyBytes'>;
  readonly validity: Validity;
  issueDocumentSigner(options?: DocumentSignerOptions): DocumentSigner;
  /** A revocation list naming the given signers, valid for 90 days, DER. */
  crl(revoked?: readonly Pick<DocumentSigner, 'serialNumber'>[], issued?: number): Uint8Array;
  /** A master list (ICAO 9303-12, 9) of the own CSCA and the given certificates, DER. */
  masterList(certificates?: readonly Uint8Array[], signingTime?: number): Uint8Array;
  /** The successor's key certified under this authority's (ICAO 9303-12, 7.1.2), DER. */
  linkCertificate(successor: Pick<Issuer, 'name' | 'publicKey' | 'validity'>): Uint8Array;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const YEAR_MS = 365.25 * DAY_MS;
const OID_LDS_SECURITY_OBJECT = '2.23.136.1.1.1';
const OID_MASTER_LIST = '2.23.136.1.1.2';

/** An authority with a new key. */
export const createIssuer = (options: IssuerOptions): Issuer => {
  const { random, keyType, from, country = 'VN', commonName = 'CSCA for tests' } = options;
  const validity = options.validity ?? { notBefore: from, notAfter: from + 15 * YEAR_MS };
  const signerValidity = { notBefore: from, notAfter: from + 10 * YEAR_MS };
  const name: Name = { country, commonName };
  const certifier: Certifier = { name, key: generateSigningKey(keyType, random) };
  let lists = 0;

  /** Positive and unpredictable in 63 bits (9303-12, 7.1.1 allows 20 bytes). */
  const newSerialNumber = (): bigint => (octetsToInteger(random(8)) >> 1n) | 1n;

  const certify = (content: Omit<CertificateContent, 'serialNumber'>) => {
    const serialNumber = newSerialNumber();
    return { serialNumber, certificate: buildCertificate({ ...content, serialNumber }, certifier) };
  };

  const csca = certify({
    subject: name,
    subjectKey: certifier.key,
    validity,
    role: 'authority',
  }).certificate;

  /** A key of its own, certified for one role, that makes CMS. */
  const issueSigner = (signer: DocumentSignerOptions) => {
    const role = signer.role ?? 'document-signer';
    const key = generateSigningKey(signer.keyType ?? keyType, random);
    const number = bytesToHex(random(3));
    const { certificate, serialNumber } = certify({
      subject: { country: signer.country ?? country, commonName: `${role} ${number}` },
      subjectKey: key,
      validity: signer.validity ?? signerValidity,
      role,
    });
    const sign = (
      contentType: string,
      content: Uint8Array,
      certificates: readonly Uint8Array[],
      signingTime?: number,
    ): Uint8Array =>
      buildSignedData(
        { contentType, content, certificates, signingTime },
        { key, issuer: name, serialNumber },
      );
    return { certificate, serialNumber, sign };
  };

  const issueDocumentSigner = (signerOptions: DocumentSignerOptions = {}): DocumentSigner => {
    const { certificate, serialNumber, sign } = issueSigner(signerOptions);
    return {
      certificate,
      serialNumber,
      signSecurityObject: (digests, { digestHash, signingTime, certificateIncluded } = {}) =>
        securityObjectFile(
          sign(
            OID_LDS_SECURITY_OBJECT,
            buildLdsSecurityObject(digests, digestHash ?? 'SHA-256'),
            certificateIncluded === false ? [] : [certificate],
            signingTime,
          ),
        ),
      signContent: (contentType, content) => sign(contentType, content, [certificate]),
    };
  };

  return {
    csca,
    name,
    publicKey: certifier.key,
    validity,
    issueDocumentSigner,
    crl: (revoked = [], issued = from) => {
      lists += 1;
      const serialNumbers = revoked.map(({ serialNumber }) => serialNumber);
      const period = { notBefore: issued, notAfter: issued + 90 * DAY_MS };
      return buildRevocationList(serialNumbers, lists, period, certifier);
    },
    masterList: (certificates = [], signingTime) => {
      const { certificate, sign } = issueSigner({ role: 'master-list-signer' });
      const list = der.sequence(der.integer(0), der.set(csca, ...certificates));
      return sign(OID_MASTER_LIST, list, [certificate, csca], signingTime);
    },
    linkCertificate: successor =>
      certify({
        subject: successor.name,
        subjectKey: successor.publicKey,
        validity: successor.validity,
        role: 'authority',
      }).certificate,
  };
};
