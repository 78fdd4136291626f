import { bytesToHex } from '@noble/hashes/utils.js';
import { type CertificateExtensions, parseExtensions } from './certificate-extensions.ts';
import { fieldsOf, insideOf, partsOf, readDer, TAG } from './der.ts';
import { timeOf, wholeBytesOf } from './der-values.ts';
import { type DistinguishedName, parseDistinguishedName } from './distinguished-name.ts';
import { parsePublicKey, type PublicKey } from './public-key.ts';
import {
  parseSignatureAlgorithm,
  type SignatureAlgorithm,
  verifySignature,
} from './signature-algorithm.ts';

/** An X.509 certificate (RFC 5280, 4.1), as far as the trust in a document needs it. */
export interface Certificate {
  readonly bytes: Uint8Array;
  /** What the signature is over: tbsCertificate. */
  readonly signedPart: Uint8Array;
  /** Hexadecimal, without leading zero bytes. */
  readonly serialNumber: string;
  readonly issuer: DistinguishedName;
  readonly subject: DistinguishedName;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Undefined where its kind is not supported. */
  readonly publicKey: PublicKey | undefined;
  readonly signatureAlgorithm: SignatureAlgorithm | undefined;
  readonly signature: Uint8Array;
  readonly extensions: CertificateExtensions;
}

/** Takes any bytes; undefined where they do not begin with a certificate. */
export const parseCertificate = (bytes: Uint8Array): Certificate | undefined => {
  const whole = readDer(bytes);
  const [signedPart, algorithm, signatureBits] = partsOf(whole) ?? [];
  const signature = wholeBytesOf(signatureBits);
  const fields = fieldsOf(signedPart);
  if (whole === undefined || signedPart === undefined || fields === undefined) return undefined;
  fields.take(TAG.context(0));
  const serialNumber = serialNumberOf(fields.take(TAG.integer)?.value);
  const innerAlgorithm = fields.take(TAG.sequence);
  const issuer = parseDistinguishedName(fields.take(TAG.sequence));
  const validity = fields.take(TAG.sequence);
  const subject = parseDistinguishedName(fields.take(TAG.sequence));
  const publicKeyInfo = fields.take(TAG.sequence);
  fields.take(TAG.contextPrimitive(1));
  fields.take(TAG.contextPrimitive(2));
  const extensions = parseExtensions(insideOf(fields.take(TAG.context(3))));
  const [notBefore, notAfter] = (partsOf(validity) ?? []).map(timeOf);
  if (
    signature === undefined ||
    serialNumber === undefined ||
    issuer === undefined ||
    subject === undefined ||
    notBefore === undefined ||
    notAfter === undefined ||
    extensions === undefined ||
    publicKeyInfo === undefined ||
    !fields.atEnd()
  ) {
    return undefined;
  }
  // Both name the algorithm and must agree (RFC 5280, 4.1.1.2): only the inner one is signed.
  if (algorithm === undefined || !sameBytes(algorithm.bytes, innerAlgorithm?.bytes)) {
    return undefined;
  }
  return {
    bytes: whole.bytes,
    signedPart: signedPart.bytes,
    serialNumber,
    issuer,
    subject,
    notBefore,
    notAfter,
    publicKey: parsePublicKey(publicKeyInfo),
    signatureAlgorithm: parseSignatureAlgorithm(innerAlgorithm),
    signature,
    extensions,
  };
};

/** A serial number as it is compared: hexadecimal without leading zero bytes. */
export const serialNumberOf = (value: Uint8Array | undefined): string | undefined =>
  value === undefined || value.length === 0 || value.length > 64
    ? undefined
    : bytesToHex(value).replace(/^(00)+(?=..)/, '');

/** Whether `issuer`'s key signed the certificate; undefined where the algorithm is unsupported. */
export const isSignedBy = (certificate: Certificate, issuer: Certificate): boolean | undefined => {
  const { signatureAlgorithm, signedPart, signature } = certificate;
  if (signatureAlgorithm === undefined || issuer.publicKey === undefined) return undefined;
  return verifySignature(issuer.publicKey, signatureAlgorithm, signedPart, signature);
};

/** A root: issued to and by the same name with the same key, as far as it says. */
export const isSelfIssued = ({ issuer, subject, extensions }: Certificate): boolean =>
  issuer.canonical === subject.canonical &&
  (extensions.authorityKey === undefined ||
    extensions.subjectKey === undefined ||
    extensions.authorityKey === extensions.subjectKey);

/** Whether the certificate is an authority's; those of version 1 do not say and must be roots. */
export const isAuthority = (certificate: Certificate): boolean => {
  const { basicConstraints, keyUsage } = certificate.extensions;
  if (keyUsage !== undefined && !keyUsage.includes('keyCertSign')) return false;
  return basicConstraints?.authority ?? isSelfIssued(certificate);
};

const sameBytes = (one: Uint8Array, other: Uint8Array | undefined): boolean =>
  other?.length === one.length && one.every((byte, at) => byte === other[at]);
