import { type CurveName } from '../../emrtd/cryptography/elliptic-curves.ts';
import { type HashName } from '../../emrtd/cryptography/digests.ts';
import { type RandomBytes } from '../../emrtd/cryptography/random.ts';

/** A key and the signature made with it. */
export type KeyType =
  | {
      readonly scheme: 'ecdsa';
      readonly curve: CurveName;
      readonly hash: HashName;
      /** How the certificate states the curve; `named` where absent. */
      readonly parameters?: 'named' | 'explicit';
    }
  | { readonly scheme: 'rsa-pkcs1' | 'rsa-pss'; readonly bits: number; readonly hash: HashName };

export interface Validity {
  /** Milliseconds since 1970 UTC. */
  readonly notBefore: number;
  readonly notAfter: number;
}

export interface IssuerOptions {
  readonly random: RandomBytes;
  readonly keyType: KeyType;
  /** The day the authority begins, milliseconds since 1970 UTC. */
  readonly from: number;
  /** ISO 3166-1 alpha-2; VN where absent. */
  readonly country?: string;
  readonly commonName?: string;
  /** Validity of the CSCA certificate; 15 years where absent. */
  readonly validity?: Validity;
}

export interface DocumentSignerOptions {
  /** That of the authority where absent. */
  readonly keyType?: KeyType;
  /** Ten years from the authority's first day where absent. */
  readonly validity?: Validity;
  readonly country?: string;
}

export interface SecurityObjectOptions {
  /** Hash of the data group digests; SHA-256 where absent. */
  readonly digestHash?: HashName;
  /** Signed attribute signingTime (RFC 5652, 11.3); left out where absent. */
  readonly signingTime?: number;
  /** False leaves the signer's certificate out of the security object. */
  readonly certificateIncluded?: boolean;
}

/** A document signer: the key that signs what the chips carry. */
export interface DocumentSigner {
  /** X.509, DER. */
  readonly certificate: Uint8Array;
  /** Hexadecimal, as a revocation list names it. */
  readonly serialNumber: string;
  /** EF.SOD (tag 77) over the digests by number of the data group. */
  signSecurityObject(
    digests: ReadonlyMap<number, Uint8Array>,
    options?: SecurityObjectOptions,
  ): Uint8Array;
}

/** A country signing authority that issues what a chip and a reader need; for nobody real. */
export interface Issuer {
  /** The self-signed CSCA certificate, DER. */
  readonly csca: Uint8Array;
  issueDocumentSigner(options?: DocumentSignerOptions): DocumentSigner;
  /** A revocation list naming the given signers, DER. */
  crl(revoked?: readonly DocumentSigner[], issued?: number): Uint8Array;
  /** A master list (ICAO 9303-12, 9) of its own CSCA and the given certificates, DER. */
  masterList(certificates?: readonly Uint8Array[]): Uint8Array;
  /** The new authority's key certified under this one's (ICAO 9303-12, 7.1.2), DER. */
  linkCertificate(successor: Issuer): Uint8Array;
}

export type CreateIssuer = (options: IssuerOptions) => Issuer;
