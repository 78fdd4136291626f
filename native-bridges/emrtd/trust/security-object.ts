import { digest, type HashName } from '../cryptography/digests.ts';
import { equalOctets } from '../cryptography/octet-strings.ts';
import { fieldsOf, partsOf, readDer, TAG } from './der.ts';
import { smallIntegerOf } from './der-values.ts';
import { parseHash } from './signature-algorithm.ts';
import { parseSignedData, type SignedData } from './signed-data.ts';

/** Digests of the data groups as the issuer states them (ICAO 9303-10, 4.6.2.3). */
export interface LdsSecurityObject {
  /** Undefined where the algorithm is not supported. */
  readonly hash: HashName | undefined;
  /** By number of the data group. */
  readonly digests: ReadonlyMap<number, Uint8Array>;
}

/** The object identifiers it goes by: that of ICAO and that of the drafts before it. */
const CONTENT_TYPES: ReadonlySet<string> = new Set(['2.23.136.1.1.1', '1.2.528.1.1006.1.20.1']);
const EF_SOD = 0x77;

export interface SecurityObjectFile {
  readonly signedData: SignedData;
  readonly securityObject: LdsSecurityObject;
}

/**
 * Reads EF.SOD: CMS SignedData around an LDSSecurityObject. Takes any bytes; undefined where they
 * are no such thing. Says nothing about the signature.
 */
export const parseSecurityObjectFile = (file: Uint8Array): SecurityObjectFile | undefined => {
  const outer = readDer(file);
  const signedData = outer?.tag === EF_SOD ? parseSignedData(outer.value) : undefined;
  if (signedData === undefined || !CONTENT_TYPES.has(signedData.contentType)) return undefined;
  const securityObject = parseLdsSecurityObject(signedData.content);
  return securityObject && { signedData, securityObject };
};

/** LDSSecurityObject ::= SEQUENCE { version, hashAlgorithm, dataGroupHashValues, … }. */
const parseLdsSecurityObject = (bytes: Uint8Array): LdsSecurityObject | undefined => {
  const fields = fieldsOf(readDer(bytes));
  if (fields?.take(TAG.integer) === undefined) return undefined;
  const hash = parseHash(fields.take(TAG.sequence));
  const entries = partsOf(fields.take(TAG.sequence));
  if (entries === undefined) return undefined;
  const digests = new Map<number, Uint8Array>();
  for (const entry of entries) {
    const [numberObject, digestObject] = partsOf(entry) ?? [];
    const number = smallIntegerOf(numberObject);
    // One group with two digests could be checked against either.
    if (number === undefined || digests.has(number)) return undefined;
    if (digestObject?.tag !== TAG.octetString) return undefined;
    digests.set(number, digestObject.value);
  }
  return { hash, digests };
};

/** How a file compares with what was signed; `undecided` where the hash is not supported. */
export type DigestCheck = 'matches' | 'differs' | 'missing' | 'undecided';

/** Compares one data group with its signed digest (ICAO 9303-11, 5.1, last step). */
export const checkDigest = (
  { hash, digests }: LdsSecurityObject,
  dataGroup: number,
  file: Uint8Array,
): DigestCheck => {
  const expected = digests.get(dataGroup);
  if (expected === undefined) return 'missing';
  if (hash === undefined) return 'undecided';
  return equalOctets(expected, digest(hash, file)) ? 'matches' : 'differs';
};
