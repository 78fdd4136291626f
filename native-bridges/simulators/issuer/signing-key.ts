import { DIGEST_BYTES, type HashName, OID_OF_HASH } from '../../emrtd/cryptography/digests.ts';
import { signEcdsa } from '../../emrtd/cryptography/ecdsa.ts';
import { type Curve, curveNamed } from '../../emrtd/cryptography/elliptic-curves.ts';
import { integerToOctets } from '../../emrtd/cryptography/octet-strings.ts';
import { type RandomBytes } from '../../emrtd/cryptography/random.ts';
import { generateRsaKey, signRsaPkcs1, signRsaPss } from '../../emrtd/cryptography/rsa.ts';
import { type CurveName } from '../../emrtd/cryptography/elliptic-curves.ts';
import { der } from './der-encoding.ts';

/** A kind of key and the signature made with it. */
export type KeyType =
  | {
      readonly scheme: 'ecdsa';
      readonly curve: CurveName;
      readonly hash: HashName;
      /** How a certificate states the curve; `named` where absent. */
      readonly parameters?: 'named' | 'explicit';
    }
  | { readonly scheme: 'rsa-pkcs1' | 'rsa-pss'; readonly bits: number; readonly hash: HashName };

export interface SigningKey {
  /** SubjectPublicKeyInfo (RFC 5280, 4.1.2.7), DER. */
  readonly publicKeyInfo: Uint8Array;
  /** The key's bytes inside it: what a key identifier is the digest of. */
  readonly publicKeyBytes: Uint8Array;
  /** Signature AlgorithmIdentifier, DER. */
  readonly algorithm: Uint8Array;
  readonly hash: HashName;
  sign(message: Uint8Array): Uint8Array;
}

const ECDSA_OIDS: Readonly<Record<HashName, string>> = {
  'SHA-1': '1.2.840.10045.4.1',
  'SHA-224': '1.2.840.10045.4.3.1',
  'SHA-256': '1.2.840.10045.4.3.2',
  'SHA-384': '1.2.840.10045.4.3.3',
  'SHA-512': '1.2.840.10045.4.3.4',
};

const RSA_OIDS: Readonly<Record<HashName, string>> = {
  'SHA-1': '1.2.840.113549.1.1.5',
  'SHA-224': '1.2.840.113549.1.1.14',
  'SHA-256': '1.2.840.113549.1.1.11',
  'SHA-384': '1.2.840.113549.1.1.12',
  'SHA-512': '1.2.840.113549.1.1.13',
};

/** A new key; the same random bytes make the same key. */
export const generateSigningKey = (type: KeyType, random: RandomBytes): SigningKey =>
  type.scheme === 'ecdsa' ? generateEcKey(type, random) : generateRsaSigningKey(type, random);

const generateEcKey = (
  { curve: name, hash, parameters = 'named' }: KeyType & { scheme: 'ecdsa' },
  random: RandomBytes,
): SigningKey => {
  const curve = curveNamed(name);
  const { secret, publicPoint } = curve.generatePair(random);
  const algorithm = der.sequence(
    der.oid('1.2.840.10045.2.1'),
    parameters === 'named' ? der.oid(curve.oid) : explicitParameters(curve),
  );
  return {
    publicKeyInfo: der.sequence(algorithm, der.bits(publicPoint)),
    publicKeyBytes: publicPoint,
    algorithm: der.sequence(der.oid(ECDSA_OIDS[hash])),
    hash,
    sign: message => signEcdsa({ curve, secret, hash, message, format: 'der' }),
  };
};

/** ECParameters of version 1 (BSI TR-03111, 5.1.1). */
const explicitParameters = (curve: Curve): Uint8Array => {
  const field = (value: bigint): Uint8Array => der.octets(integerToOctets(value, curve.fieldBytes));
  return der.sequence(
    der.integer(1),
    der.sequence(der.oid('1.2.840.10045.1.1'), der.integer(curve.prime)),
    der.sequence(field(curve.a), field(curve.b)),
    der.octets(curve.encodePoint(curve.generator)),
    der.integer(curve.order),
    der.integer(1),
  );
};

const generateRsaSigningKey = (
  { scheme, bits, hash }: KeyType & { scheme: 'rsa-pkcs1' | 'rsa-pss' },
  random: RandomBytes,
): SigningKey => {
  const key = generateRsaKey({ bits, random });
  const publicKeyBytes = der.sequence(der.integer(key.modulus), der.integer(key.exponent));
  const keyAlgorithm = der.sequence(der.oid('1.2.840.113549.1.1.1'), der.null());
  return {
    publicKeyInfo: der.sequence(keyAlgorithm, der.bits(publicKeyBytes)),
    publicKeyBytes,
    algorithm:
      scheme === 'rsa-pss'
        ? der.sequence(der.oid('1.2.840.113549.1.1.10'), pssParameters(hash))
        : der.sequence(der.oid(RSA_OIDS[hash]), der.null()),
    hash,
    sign: message =>
      scheme === 'rsa-pss'
        ? signRsaPss({ key, hash, message, random })
        : signRsaPkcs1({ key, hash, message }),
  };
};

/** RSASSA-PSS-params (RFC 4055, 3.1) with a salt as long as the digest. */
const pssParameters = (hash: HashName): Uint8Array => {
  const digestAlgorithm = der.sequence(der.oid(OID_OF_HASH[hash]), der.null());
  const maskFunction = der.sequence(der.oid('1.2.840.113549.1.1.8'), digestAlgorithm);
  return der.sequence(
    der.context(0, digestAlgorithm),
    der.context(1, maskFunction),
    der.context(2, der.integer(DIGEST_BYTES[hash])),
  );
};
