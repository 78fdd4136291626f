import { fieldsOf, partsOf, readDer, TAG } from './der.ts';
import { timeOf, wholeBytesOf } from './der-values.ts';
import { type Certificate, serialNumberOf } from './certificate.ts';
import { type DistinguishedName, parseDistinguishedName } from './distinguished-name.ts';
import {
  parseSignatureAlgorithm,
  type SignatureAlgorithm,
  verifySignature,
} from './signature-algorithm.ts';

/** A certificate revocation list (RFC 5280, 5.1; ICAO 9303-12, 7.1.4). */
export interface RevocationList {
  readonly bytes: Uint8Array;
  readonly signedPart: Uint8Array;
  readonly issuer: DistinguishedName;
  /** Milliseconds since 1970. */
  readonly thisUpdate: number;
  readonly nextUpdate: number | undefined;
  /** Serial numbers as certificates carry them here. */
  readonly revoked: ReadonlySet<string>;
  readonly signatureAlgorithm: SignatureAlgorithm | undefined;
  readonly signature: Uint8Array;
}

/** Takes any bytes; undefined where they do not begin with a revocation list. */
export const parseRevocationList = (bytes: Uint8Array): RevocationList | undefined => {
  const whole = readDer(bytes);
  const [signedPart, , signatureBits] = partsOf(whole) ?? [];
  const signature = wholeBytesOf(signatureBits);
  const fields = fieldsOf(signedPart);
  if (whole === undefined || signedPart === undefined || fields === undefined) return undefined;
  fields.take(TAG.integer);
  const algorithm = fields.take(TAG.sequence);
  const issuer = parseDistinguishedName(fields.take(TAG.sequence));
  const thisUpdate = timeOf(fields.take(TAG.utcTime, TAG.generalizedTime));
  const nextUpdate = timeOf(fields.take(TAG.utcTime, TAG.generalizedTime));
  const entries = fields.take(TAG.sequence);
  fields.take(TAG.context(0));
  if (issuer === undefined || thisUpdate === undefined || signature === undefined) return undefined;
  if (!fields.atEnd()) return undefined;
  const revoked = new Set<string>();
  for (const entry of entries === undefined ? [] : (partsOf(entries) ?? [])) {
    const serialNumber = serialNumberOf(partsOf(entry)?.[0]?.value);
    if (serialNumber === undefined) return undefined;
    revoked.add(serialNumber);
  }
  return {
    bytes: whole.bytes,
    signedPart: signedPart.bytes,
    issuer,
    thisUpdate,
    nextUpdate,
    revoked,
    signatureAlgorithm: parseSignatureAlgorithm(algorithm),
    signature,
  };
};

/** Whether `authority`'s key signed the list. */
export const isListSignedBy = (list: RevocationList, authority: Certificate): boolean => {
  const { signatureAlgorithm, signedPart, signature } = list;
  if (signatureAlgorithm === undefined || authority.publicKey === undefined) return false;
  const { keyUsage } = authority.extensions;
  if (keyUsage !== undefined && !keyUsage.includes('cRLSign')) return false;
  return verifySignature(authority.publicKey, signatureAlgorithm, signedPart, signature);
};
