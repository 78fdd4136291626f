import { createHash } from 'node:crypto';
import { parseTlv, type Tlv } from './ber-tlv.ts';

/** Digests of the data groups as EF.SOD states them (ICAO 9303-10, 4.6.2.3). */
export interface SecurityObject {
  readonly algorithm: 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';
  /** By number of the data group. */
  readonly digests: ReadonlyMap<number, Uint8Array>;
}

/** Hash functions by the DER bytes of their object identifier, in hex (RFC 5754, RFC 3279). */
const ALGORITHMS: Readonly<Record<string, SecurityObject['algorithm']>> = {
  '2b0e03021a': 'sha1',
  '608648016503040204': 'sha224',
  '608648016503040201': 'sha256',
  '608648016503040202': 'sha384',
  '608648016503040203': 'sha512',
};

const TAG = { sod: 0x77, sequence: 0x30, integer: 0x02, octets: 0x04, oid: 0x06, context0: 0xa0 };

/**
 * Reads the digests out of EF.SOD: CMS SignedData (RFC 5652) around an LDSSecurityObject. Takes any
 * bytes; undefined where they are no such thing. Says nothing about the signature.
 */
export const parseSecurityObject = (file: Uint8Array): SecurityObject | undefined => {
  const contentInfo = child(only(parseTlv(file).objects, TAG.sod), TAG.sequence);
  const signedData = child(child(contentInfo, TAG.context0), TAG.sequence);
  // SignedData: version, digestAlgorithms (SET), encapContentInfo (the first SEQUENCE), …
  const encapsulated = child(signedData, TAG.sequence);
  const octets = child(child(encapsulated, TAG.context0), TAG.octets);
  return octets === undefined ? undefined : parseLdsSecurityObject(octets.value);
};

const parseLdsSecurityObject = (bytes: Uint8Array): SecurityObject | undefined => {
  const content = only(parseTlv(bytes).objects, TAG.sequence);
  if (content === undefined) return undefined;
  const [algorithmIdentifier, hashes] = parseTlv(content.value).objects.filter(
    object => object.tag === TAG.sequence,
  );
  const oid = child(algorithmIdentifier, TAG.oid);
  const algorithm = oid && ALGORITHMS[Buffer.from(oid.value).toString('hex')];
  if (algorithm === undefined || hashes === undefined) return undefined;
  const digests = new Map<number, Uint8Array>();
  for (const entry of parseTlv(hashes.value).objects) {
    const number = child(entry, TAG.integer)?.value;
    const digest = child(entry, TAG.octets)?.value;
    if (number?.length === 1 && digest !== undefined) digests.set(number[0] ?? 0, digest);
  }
  return { algorithm, digests };
};

/**
 * Whether the file is the one whose digest was signed (ICAO 9303-11, 5.1, last step).
 * Undefined where the security object does not name this data group.
 */
export const digestMatches = (
  security: SecurityObject,
  dataGroup: number,
  file: Uint8Array,
): boolean | undefined => {
  const expected = security.digests.get(dataGroup);
  if (expected === undefined) return undefined;
  return createHash(security.algorithm).update(file).digest().equals(expected);
};

const only = (objects: readonly Tlv[], tag: number): Tlv | undefined =>
  objects.find(object => object.tag === tag);

const child = (parent: Tlv | undefined, tag: number): Tlv | undefined =>
  parent === undefined ? undefined : only(parseTlv(parent.value).objects, tag);
