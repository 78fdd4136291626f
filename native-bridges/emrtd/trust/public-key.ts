import { type Curve, curveByOid, curveByPrime } from '../cryptography/elliptic-curves.ts';
import { type RsaPublicKey } from '../cryptography/rsa.ts';
import { type DerObject, fieldsOf, partsOf, readDer, TAG } from './der.ts';
import { objectIdentifierOf, unsignedOf, wholeBytesOf } from './der-values.ts';

/** A key that verifies signatures; points are checked when they are used. */
export type PublicKey =
  | { readonly kind: 'ec'; readonly curve: Curve; readonly point: Uint8Array }
  | { readonly kind: 'rsa'; readonly key: RsaPublicKey };

const OID_EC_PUBLIC_KEY = '1.2.840.10045.2.1';
const OID_PRIME_FIELD = '1.2.840.10045.1.1';
const RSA_OIDS: ReadonlySet<string> = new Set([
  '1.2.840.113549.1.1.1',
  // id-RSASSA-PSS: the same key, promised to one padding (RFC 4055, 1.2).
  '1.2.840.113549.1.1.10',
]);
/** Longer exponents make one verification arbitrarily slow, and nobody uses them. */
const MAX_RSA_EXPONENT_BITS = 64;
const MIN_RSA_MODULUS_BITS = 1024;
const MAX_RSA_MODULUS_BITS = 8192;

/** SubjectPublicKeyInfo (RFC 5280, 4.1.2.7); undefined where the key is of no supported kind. */
export const parsePublicKey = (object: DerObject | undefined): PublicKey | undefined => {
  const [algorithm, subjectKey] = partsOf(object) ?? [];
  const [oidObject, parameters] = partsOf(algorithm) ?? [];
  const oid = objectIdentifierOf(oidObject);
  const bytes = wholeBytesOf(subjectKey);
  if (oid === undefined || bytes === undefined) return undefined;
  if (RSA_OIDS.has(oid)) return parseRsaKey(bytes);
  const curve = oid === OID_EC_PUBLIC_KEY ? parseCurve(parameters) : undefined;
  return curve && { kind: 'ec', curve, point: bytes };
};

const parseRsaKey = (bytes: Uint8Array): PublicKey | undefined => {
  const [modulusObject, exponentObject] = partsOf(readDer(bytes)) ?? [];
  const modulus = unsignedOf(modulusObject);
  const exponent = unsignedOf(exponentObject);
  if (modulus === undefined || exponent === undefined) return undefined;
  const bits = modulus.toString(2).length;
  const usable =
    bits >= MIN_RSA_MODULUS_BITS &&
    bits <= MAX_RSA_MODULUS_BITS &&
    exponent > 1n &&
    exponent.toString(2).length <= MAX_RSA_EXPONENT_BITS;
  return usable ? { kind: 'rsa', key: { modulus, exponent } } : undefined;
};

/**
 * A named curve, or the known one that explicit parameters describe (BSI TR-03111, 5.1.1). The
 * generator that stands in the certificate is never computed with: a forged one would let anybody
 * know the private key of a given point.
 */
const parseCurve = (parameters: DerObject | undefined): Curve | undefined => {
  const named = objectIdentifierOf(parameters);
  if (named !== undefined) return curveByOid(named);
  const fields = fieldsOf(parameters);
  fields?.take(TAG.integer);
  const field = fields?.take(TAG.sequence);
  fields?.take(TAG.sequence);
  fields?.take(TAG.octetString);
  const order = unsignedOf(fields?.take(TAG.integer));
  const [fieldType, primeObject] = partsOf(field) ?? [];
  const prime = unsignedOf(primeObject);
  if (objectIdentifierOf(fieldType) !== OID_PRIME_FIELD || prime === undefined) return undefined;
  const curve = curveByPrime(prime);
  return curve?.order === order ? curve : undefined;
};
