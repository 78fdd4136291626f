import { DIGEST_BYTES, HASH_BY_OID, type HashName } from '../cryptography/digests.ts';
import { verifyEcdsa } from '../cryptography/ecdsa.ts';
import { verifyRsaPkcs1, verifyRsaPss } from '../cryptography/rsa.ts';
import { type DerObject, insideOf, partsOf, TAG } from './der.ts';
import { objectIdentifierOf, smallIntegerOf } from './der-values.ts';
import { type PublicKey } from './public-key.ts';

/** How a signature was made; the hash is the one the signature itself is over. */
export type SignatureAlgorithm =
  | { readonly scheme: 'ecdsa'; readonly hash: HashName; readonly format: 'der' | 'plain' }
  | { readonly scheme: 'rsa-pkcs1'; readonly hash: HashName }
  | {
      readonly scheme: 'rsa-pss';
      readonly hash: HashName;
      readonly maskHash: HashName;
      readonly saltLength: number;
    };

const ecdsa = (hash: HashName): SignatureAlgorithm => ({ scheme: 'ecdsa', hash, format: 'der' });
const plain = (hash: HashName): SignatureAlgorithm => ({ scheme: 'ecdsa', hash, format: 'plain' });
const pss = (hash: HashName): SignatureAlgorithm => ({
  scheme: 'rsa-pss',
  hash,
  maskHash: hash,
  saltLength: DIGEST_BYTES[hash],
});
const rsa = (hash: HashName): SignatureAlgorithm => ({ scheme: 'rsa-pkcs1', hash });

/** RFC 5758, RFC 3279, RFC 4055 and BSI TR-03111, 5.2.1.1. */
const ALGORITHMS: Readonly<Record<string, SignatureAlgorithm>> = {
  '1.2.840.10045.4.1': ecdsa('SHA-1'),
  '1.2.840.10045.4.3.1': ecdsa('SHA-224'),
  '1.2.840.10045.4.3.2': ecdsa('SHA-256'),
  '1.2.840.10045.4.3.3': ecdsa('SHA-384'),
  '1.2.840.10045.4.3.4': ecdsa('SHA-512'),
  '0.4.0.127.0.7.1.1.4.1.1': plain('SHA-1'),
  '0.4.0.127.0.7.1.1.4.1.2': plain('SHA-224'),
  '0.4.0.127.0.7.1.1.4.1.3': plain('SHA-256'),
  '0.4.0.127.0.7.1.1.4.1.4': plain('SHA-384'),
  '0.4.0.127.0.7.1.1.4.1.5': plain('SHA-512'),
  '1.2.840.113549.1.1.5': rsa('SHA-1'),
  '1.3.14.3.2.29': rsa('SHA-1'),
  '1.2.840.113549.1.1.14': rsa('SHA-224'),
  '1.2.840.113549.1.1.11': rsa('SHA-256'),
  '1.2.840.113549.1.1.12': rsa('SHA-384'),
  '1.2.840.113549.1.1.13': rsa('SHA-512'),
};
const OID_RSA_ENCRYPTION = '1.2.840.113549.1.1.1';
const OID_EC_PUBLIC_KEY = '1.2.840.10045.2.1';
const OID_RSA_PSS = '1.2.840.113549.1.1.10';
const OID_MGF1 = '1.2.840.113549.1.1.8';
const MAX_SALT_LENGTH = 512;

/**
 * Signature AlgorithmIdentifier. `digestHash` is what CMS names beside it: some signers give only
 * the kind of key as the signature's algorithm (RFC 3370, 3.2).
 */
export const parseSignatureAlgorithm = (
  object: DerObject | undefined,
  digestHash?: HashName,
): SignatureAlgorithm | undefined => {
  const [oidObject, parameters] = partsOf(object) ?? [];
  const oid = objectIdentifierOf(oidObject);
  if (oid === undefined) return undefined;
  if (oid === OID_RSA_PSS) {
    // Some signers leave the parameters out and mean the digest named beside them.
    const isBare = parameters === undefined || parameters.tag === TAG.null;
    return isBare && digestHash !== undefined ? pss(digestHash) : parsePssParameters(parameters);
  }
  if (digestHash !== undefined && oid === OID_RSA_ENCRYPTION) return rsa(digestHash);
  if (digestHash !== undefined && oid === OID_EC_PUBLIC_KEY) return ecdsa(digestHash);
  return ALGORITHMS[oid];
};

/** Digest AlgorithmIdentifier (RFC 5754). */
export const parseHash = (object: DerObject | undefined): HashName | undefined => {
  const oid = objectIdentifierOf(partsOf(object)?.[0]);
  return oid === undefined ? undefined : hashByOid(oid);
};

const hashByOid = (oid: string): HashName | undefined => HASH_BY_OID[oid];

/** RSASSA-PSS-params (RFC 4055, 3.1): every field has a default, SHA-1 and a salt of 20 bytes. */
const parsePssParameters = (object: DerObject | undefined): SignatureAlgorithm | undefined => {
  const fields = object === undefined ? [] : partsOf(object);
  if (fields === undefined) return undefined;
  const field = (number: number): DerObject | undefined =>
    insideOf(fields.find(part => part.tag === TAG.context(number)));
  const [maskFunction, maskHashObject] = partsOf(field(1)) ?? [];
  if (maskFunction !== undefined && objectIdentifierOf(maskFunction) !== OID_MGF1) return undefined;
  const hash = field(0) === undefined ? 'SHA-1' : parseHash(field(0));
  const maskHash = maskHashObject === undefined ? 'SHA-1' : parseHash(maskHashObject);
  const saltLength = field(2) === undefined ? 20 : smallIntegerOf(field(2));
  if (hash === undefined || maskHash === undefined || saltLength === undefined) return undefined;
  return saltLength > MAX_SALT_LENGTH
    ? undefined
    : { scheme: 'rsa-pss', hash, maskHash, saltLength };
};

/** Whether `signature` over `message` was made with the private half of `publicKey`. */
export const verifySignature = (
  publicKey: PublicKey,
  algorithm: SignatureAlgorithm,
  message: Uint8Array,
  signature: Uint8Array,
): boolean => {
  if (publicKey.kind === 'ec') {
    if (algorithm.scheme !== 'ecdsa') return false;
    const { hash, format } = algorithm;
    const { curve, point } = publicKey;
    return verifyEcdsa({ curve, publicPoint: point, hash, message, signature, format });
  }
  if (algorithm.scheme === 'ecdsa') return false;
  const { key } = publicKey;
  const { hash } = algorithm;
  if (algorithm.scheme === 'rsa-pkcs1') return verifyRsaPkcs1({ key, hash, message, signature });
  const { maskHash, saltLength } = algorithm;
  return verifyRsaPss({ key, hash, mgfHash: maskHash, saltLength, message, signature });
};
