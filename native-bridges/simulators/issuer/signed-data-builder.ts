import { encodeTlv } from '../../emrtd/ber-tlv.ts';
import { digest, type HashName, OID_OF_HASH } from '../../emrtd/cryptography/digests.ts';
import { encodeName, type Name } from './certificate-builder.ts';
import { der } from './der-encoding.ts';
import { type SigningKey } from './signing-key.ts';

export interface SignedDataContent {
  /** Dotted object identifier of the content. */
  readonly contentType: string;
  readonly content: Uint8Array;
  /** Certificates that go along, DER. */
  readonly certificates: readonly Uint8Array[];
  /** Signed attribute signingTime (RFC 5652, 11.3), milliseconds since 1970; none where absent. */
  readonly signingTime?: number | undefined;
}

export interface CmsSigner {
  readonly key: SigningKey;
  /** Issuer and serial number of the signer's certificate. */
  readonly issuer: Name;
  readonly serialNumber: bigint;
}

const OID_SIGNED_DATA = '1.2.840.113549.1.7.2';

/** CMS SignedData of one signer in a ContentInfo (RFC 5652, 5.1), DER. */
export const buildSignedData = (data: SignedDataContent, signer: CmsSigner): Uint8Array => {
  const { contentType, content, certificates } = data;
  const { hash } = signer.key;
  const signedData = der.sequence(
    der.integer(3),
    der.set(digestAlgorithm(hash)),
    der.sequence(der.oid(contentType), der.context(0, der.octets(content))),
    ...(certificates.length === 0 ? [] : [der.context(0, ...certificates)]),
    der.set(signerInfo(data, signer)),
  );
  return der.sequence(der.oid(OID_SIGNED_DATA), der.context(0, signedData));
};

const signerInfo = (
  { contentType, content, signingTime }: SignedDataContent,
  { key, issuer, serialNumber }: CmsSigner,
): Uint8Array => {
  const attributes = der.set(
    attribute('1.2.840.113549.1.9.3', der.oid(contentType)),
    attribute('1.2.840.113549.1.9.4', der.octets(digest(key.hash, content))),
    ...(signingTime === undefined
      ? []
      : [attribute('1.2.840.113549.1.9.5', der.time(signingTime))]),
  );
  // Signed as a SET, stored under an implicit tag (RFC 5652, 5.4).
  const stored = Uint8Array.from(attributes);
  stored[0] = 0xa0;
  return der.sequence(
    der.integer(1),
    der.sequence(encodeName(issuer), der.integer(serialNumber)),
    digestAlgorithm(key.hash),
    stored,
    key.algorithm,
    der.octets(key.sign(attributes)),
  );
};

const digestAlgorithm = (hash: HashName): Uint8Array => der.sequence(der.oid(OID_OF_HASH[hash]));

const attribute = (oid: string, value: Uint8Array): Uint8Array =>
  der.sequence(der.oid(oid), der.set(value));

/** LDSSecurityObject of version 0 (ICAO 9303-10, 4.6.2.3), DER. */
export const buildLdsSecurityObject = (
  digests: ReadonlyMap<number, Uint8Array>,
  hash: HashName,
): Uint8Array =>
  der.sequence(
    der.integer(0),
    digestAlgorithm(hash),
    der.sequence(
      ...[...digests]
        .sort(([a], [b]) => a - b)
        .map(([number, value]) => der.sequence(der.integer(number), der.octets(value))),
    ),
  );

/** EF.SOD around a ContentInfo. */
export const securityObjectFile = (contentInfo: Uint8Array): Uint8Array =>
  encodeTlv(0x77, contentInfo);
