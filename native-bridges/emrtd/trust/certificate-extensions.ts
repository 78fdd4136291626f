import { bytesToHex } from '@noble/hashes/utils.js';
import { type DerObject, fieldsOf, partsOf, readDer, TAG } from './der.ts';
import { bitsOf, objectIdentifierOf } from './der-values.ts';

/** What a certificate says its key may do (ICAO 9303-12, 7.1; RFC 5280, 4.2.1). */
export interface CertificateExtensions {
  /** Hexadecimal key identifiers. */
  readonly authorityKey: string | undefined;
  readonly subjectKey: string | undefined;
  /** Undefined where the certificate does not say whether it is an authority's. */
  readonly basicConstraints: { readonly authority: boolean } | undefined;
  /** Undefined where the certificate does not restrict its key. */
  readonly keyUsage: readonly KeyUsage[] | undefined;
  readonly extendedKeyUsage: readonly string[] | undefined;
  /** True where a critical extension is none of those known here, so nothing may be concluded. */
  readonly unknownCritical: boolean;
}

/** The key usages that matter here, by their bit (RFC 5280, 4.2.1.3). */
export type KeyUsage = 'digitalSignature' | 'keyCertSign' | 'cRLSign';
const KEY_USAGE_BITS: Readonly<Record<number, KeyUsage>> = {
  0: 'digitalSignature',
  5: 'keyCertSign',
  6: 'cRLSign',
};

const OID = {
  subjectKey: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  authorityKey: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
} as const;

/** Extensions that restrict nothing a reader of documents relies on. */
const HARMLESS: ReadonlySet<string> = new Set([
  '2.5.29.16', // privateKeyUsagePeriod
  '2.5.29.17', // subjectAltName
  '2.5.29.18', // issuerAltName
  '2.5.29.31', // cRLDistributionPoints
  '2.5.29.32', // certificatePolicies
  '2.23.136.1.1.6.1', // nameChange
  '2.23.136.1.1.6.2', // documentTypeList
]);

interface Extension {
  readonly critical: boolean;
  readonly content: DerObject | undefined;
}

/** `object` is the SEQUENCE inside `[3]`; absent in certificates of version 1. */
export const parseExtensions = (
  object: DerObject | undefined,
): CertificateExtensions | undefined => {
  const extensions = object === undefined ? new Map<string, Extension>() : collect(object);
  if (extensions === undefined) return undefined;
  const content = (oid: string): DerObject | undefined => extensions.get(oid)?.content;
  const subjectKey = content(OID.subjectKey);
  const known = new Set<string>([...Object.values(OID), ...HARMLESS]);
  return {
    authorityKey: hexOf(
      partsOf(content(OID.authorityKey))?.find(part => part.tag === TAG.contextPrimitive(0)),
    ),
    subjectKey: subjectKey?.tag === TAG.octetString ? hexOf(subjectKey) : undefined,
    basicConstraints: parseBasicConstraints(content(OID.basicConstraints)),
    keyUsage: extensions.has(OID.keyUsage)
      ? (bitsOf(content(OID.keyUsage)) ?? []).flatMap((set, bit) =>
          set && KEY_USAGE_BITS[bit] !== undefined ? [KEY_USAGE_BITS[bit]] : [],
        )
      : undefined,
    extendedKeyUsage: extensions.has(OID.extendedKeyUsage)
      ? (partsOf(content(OID.extendedKeyUsage)) ?? []).flatMap(use => objectIdentifierOf(use) ?? [])
      : undefined,
    unknownCritical: [...extensions].some(([oid, { critical }]) => critical && !known.has(oid)),
  };
};

const collect = (object: DerObject): Map<string, Extension> | undefined => {
  const parts = partsOf(object);
  if (parts === undefined) return undefined;
  const extensions = new Map<string, Extension>();
  for (const part of parts) {
    const fields = fieldsOf(part);
    const oid = objectIdentifierOf(fields?.take(TAG.objectIdentifier));
    const critical = fields?.take(TAG.boolean)?.value[0] ?? 0;
    const octets = fields?.take(TAG.octetString);
    // An extension named twice could be read either way (RFC 5280, 4.2).
    if (oid === undefined || octets === undefined || extensions.has(oid)) return undefined;
    extensions.set(oid, { critical: critical !== 0, content: readDer(octets.value) });
  }
  return extensions;
};

const parseBasicConstraints = (
  object: DerObject | undefined,
): CertificateExtensions['basicConstraints'] => {
  const fields = fieldsOf(object);
  if (fields === undefined) return undefined;
  return { authority: (fields.take(TAG.boolean)?.value[0] ?? 0) !== 0 };
};

const hexOf = (object: DerObject | undefined): string | undefined =>
  object === undefined ? undefined : bytesToHex(object.value);
