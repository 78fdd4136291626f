import { bytesToHex } from '@noble/hashes/utils.js';
import { digest, type HashName } from '../cryptography/digests.ts';
import { equalOctets } from '../cryptography/octet-strings.ts';
import { type Certificate, parseCertificate, serialNumberOf } from './certificate.ts';
import { definiteForm } from './definite-form.ts';
import { type DerObject, fieldsOf, insideOf, partsOf, readAllDer, readDer, TAG } from './der.ts';
import { objectIdentifierOf, timeOf } from './der-values.ts';
import { parseDistinguishedName } from './distinguished-name.ts';
import {
  parseHash,
  parseSignatureAlgorithm,
  type SignatureAlgorithm,
  verifySignature,
} from './signature-algorithm.ts';

/** CMS SignedData (RFC 5652, 5.1): what EF.SOD, EF.CardSecurity and master lists are. */
export interface SignedData {
  /** Dotted object identifier of what was signed. */
  readonly contentType: string;
  readonly content: Uint8Array;
  readonly certificates: readonly Certificate[];
  /** DER of revocation lists that came along. */
  readonly revocationLists: readonly Uint8Array[];
  readonly signers: readonly SignerInfo[];
}

export interface SignerInfo {
  /** Whether the certificate is the one this signer names. */
  readonly names: (certificate: Certificate) => boolean;
  readonly digestHash: HashName | undefined;
  readonly signatureAlgorithm: SignatureAlgorithm | undefined;
  readonly signature: Uint8Array;
  readonly signedAttributes: SignedAttributes | undefined;
}

export interface SignedAttributes {
  /** The DER SET the signature is over (5.4). */
  readonly signedPart: Uint8Array;
  readonly contentType: string | undefined;
  readonly messageDigest: Uint8Array | undefined;
  /** Milliseconds since 1970; what the signer says about the time, if anything. */
  readonly signingTime: number | undefined;
}

const OID_SIGNED_DATA = '1.2.840.113549.1.7.2';
const OID = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
} as const;
/** There is one in every security object: a second is still tried, thousands are not. */
const MAX_SIGNERS = 2;

/** Reads a ContentInfo in DER or BER. Takes any bytes; undefined where they are no signed data. */
export const parseSignedData = (bytes: Uint8Array): SignedData | undefined => {
  const read = parseDefinite(bytes);
  if (read !== undefined) return read;
  const definite = definiteForm(bytes);
  return definite && parseDefinite(definite);
};

const parseDefinite = (bytes: Uint8Array): SignedData | undefined => {
  const [type, explicit] = partsOf(readDer(bytes)) ?? [];
  if (objectIdentifierOf(type) !== OID_SIGNED_DATA || explicit?.tag !== TAG.context(0)) {
    return undefined;
  }
  const fields = fieldsOf(insideOf(explicit));
  if (fields?.take(TAG.integer) === undefined) return undefined;
  fields.take(TAG.set);
  const [contentType, content] = partsOf(fields.take(TAG.sequence)) ?? [];
  const certificates = fields.take(TAG.context(0));
  const revocationLists = fields.take(TAG.context(1));
  const signers = partsOf(fields.take(TAG.set), TAG.set);
  const oid = objectIdentifierOf(contentType);
  if (oid === undefined || signers === undefined) return undefined;
  const octets = content?.tag === TAG.context(0) ? insideOf(content) : undefined;
  if (octets !== undefined && octets.tag !== TAG.octetString) return undefined;
  return {
    contentType: oid,
    content: octets?.value ?? new Uint8Array(),
    certificates: membersOf(certificates).flatMap(part => parseCertificate(part.bytes) ?? []),
    revocationLists: membersOf(revocationLists).map(part => part.bytes),
    signers: signers.slice(0, MAX_SIGNERS).flatMap(part => parseSignerInfo(part) ?? []),
  };
};

const membersOf = (set: DerObject | undefined): readonly DerObject[] =>
  set === undefined ? [] : (readAllDer(set.value) ?? []);

const parseSignerInfo = (object: DerObject): SignerInfo | undefined => {
  const fields = fieldsOf(object);
  fields?.take(TAG.integer);
  const identifier = fields?.take(TAG.sequence, TAG.contextPrimitive(0));
  const digestHash = parseHash(fields?.take(TAG.sequence));
  const attributes = fields?.take(TAG.context(0));
  const algorithm = fields?.take(TAG.sequence);
  const signature = fields?.take(TAG.octetString)?.value;
  const names = identifier && signerNamed(identifier);
  if (names === undefined || signature === undefined) return undefined;
  const signedAttributes = attributes && parseSignedAttributes(attributes);
  if (attributes !== undefined && signedAttributes === undefined) return undefined;
  return {
    names,
    digestHash,
    signatureAlgorithm: parseSignatureAlgorithm(algorithm, digestHash),
    signature,
    signedAttributes,
  };
};

/** SignerIdentifier (5.3): issuer and serial number, or the subject key identifier. */
const signerNamed = (identifier: DerObject): SignerInfo['names'] | undefined => {
  if (identifier.tag === TAG.contextPrimitive(0)) {
    const key = bytesToHex(identifier.value);
    return certificate => certificate.extensions.subjectKey === key;
  }
  const [issuerObject, serialObject] = partsOf(identifier) ?? [];
  const issuer = parseDistinguishedName(issuerObject)?.canonical;
  const serialNumber = serialNumberOf(serialObject?.value);
  if (issuer === undefined || serialNumber === undefined) return undefined;
  return certificate =>
    certificate.issuer.canonical === issuer && certificate.serialNumber === serialNumber;
};

const parseSignedAttributes = (object: DerObject): SignedAttributes | undefined => {
  const attributes = readAllDer(object.value);
  if (attributes === undefined) return undefined;
  const values = new Map<string, DerObject>();
  for (const attribute of attributes) {
    const [type, set] = partsOf(attribute) ?? [];
    const oid = objectIdentifierOf(type);
    const [value, second] = partsOf(set, TAG.set) ?? [];
    // The attributes used here have one value and stand once (11.1, 11.2).
    if (oid === undefined || value === undefined || values.has(oid)) return undefined;
    if (second === undefined) values.set(oid, value);
  }
  const messageDigest = values.get(OID.messageDigest);
  // The signature is over a SET OF, not over the [0] that stands in its place (5.4).
  const signedPart = Uint8Array.from(object.bytes);
  signedPart[0] = TAG.set;
  return {
    signedPart,
    contentType: objectIdentifierOf(values.get(OID.contentType)),
    messageDigest: messageDigest?.tag === TAG.octetString ? messageDigest.value : undefined,
    signingTime: timeOf(values.get(OID.signingTime)),
  };
};

/** What the signature of one signer is worth under the key of a certificate. */
export type SignerCheck = 'right' | 'wrong' | 'unsupported';

/** Verifies content, signed attributes and signature together (RFC 5652, 5.6). */
export const checkSigner = (
  data: SignedData,
  signer: SignerInfo,
  certificate: Certificate,
): SignerCheck => {
  const { digestHash, signatureAlgorithm, signedAttributes, signature } = signer;
  const { publicKey } = certificate;
  if (publicKey === undefined || signatureAlgorithm === undefined) return 'unsupported';
  // Without attributes the signature is over the content itself.
  const message = signedAttributes?.signedPart ?? data.content;
  if (signedAttributes !== undefined) {
    if (digestHash === undefined) return 'unsupported';
    const { contentType, messageDigest } = signedAttributes;
    if (contentType !== data.contentType || messageDigest === undefined) return 'wrong';
    if (!equalOctets(messageDigest, digest(digestHash, data.content))) return 'wrong';
  }
  return verifySignature(publicKey, signatureAlgorithm, message, signature) ? 'right' : 'wrong';
};
