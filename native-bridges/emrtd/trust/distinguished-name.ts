import { bytesToHex } from '@noble/hashes/utils.js';
import { type DerObject, partsOf, TAG } from './der.ts';
import { objectIdentifierOf } from './der-values.ts';

/** Name of an authority or a signer (RFC 5280, 4.1.2.4). */
export interface DistinguishedName {
  /**
   * Equal for names that differ only in string type, letter case and spaces: authorities write the
   * same name as PrintableString in one certificate and as UTF8String in the next.
   */
  readonly canonical: string;
  /** ISO 3166-1 alpha-2, upper case; undefined where the name has none. */
  readonly country: string | undefined;
  readonly commonName: string | undefined;
}

const OID_COMMON_NAME = '2.5.4.3';
const OID_COUNTRY = '2.5.4.6';

const STRING_TAGS: ReadonlySet<number> = new Set([0x0c, 0x12, 0x13, 0x14, 0x16, 0x1a, 0x1c]);

export const parseDistinguishedName = (
  object: DerObject | undefined,
): DistinguishedName | undefined => {
  const relativeNames = partsOf(object);
  if (relativeNames === undefined) return undefined;
  const canonical: string[] = [];
  const texts = new Map<string, string>();
  for (const relativeName of relativeNames) {
    const attributes: string[] = [];
    for (const attribute of partsOf(relativeName, TAG.set) ?? []) {
      const [type, value] = partsOf(attribute) ?? [];
      const oid = objectIdentifierOf(type);
      if (oid === undefined || value === undefined) return undefined;
      const text = textOf(value);
      if (text !== undefined) texts.set(oid, text);
      attributes.push(JSON.stringify([oid, folded(text) ?? bytesToHex(value.bytes)]));
    }
    canonical.push(attributes.sort().join('+'));
  }
  return {
    canonical: canonical.join(','),
    country: texts.get(OID_COUNTRY)?.toUpperCase(),
    commonName: texts.get(OID_COMMON_NAME),
  };
};

const textOf = (value: DerObject): string | undefined => {
  if (value.tag === TAG.bmpString) return new TextDecoder('utf-16be').decode(value.value);
  return STRING_TAGS.has(value.tag) ? new TextDecoder().decode(value.value) : undefined;
};

const folded = (text: string | undefined): string | undefined =>
  text?.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase();
