import { readTlvHeader } from '../ber-tlv.ts';

/** A data object of the distinguished encoding (ITU-T X.690) with the bytes it was read from. */
export interface DerObject {
  readonly tag: number;
  readonly constructed: boolean;
  readonly value: Uint8Array;
  /** Tag, length and value: what signatures and names are compared over. */
  readonly bytes: Uint8Array;
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  printableString: 0x13,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  constructedOctetString: 0x24,
  sequence: 0x30,
  set: 0x31,
  /** Context-specific, constructed: `[0]` and so on. */
  context: (number: number): number => 0xa0 + number,
  /** Context-specific, primitive. */
  contextPrimitive: (number: number): number => 0x80 + number,
} as const;

/** The data object at `offset`, whatever follows it; undefined where it is cut short. */
export const readDer = (bytes: Uint8Array, offset = 0): DerObject | undefined => {
  const header = readTlvHeader(bytes, offset);
  if (header === undefined) return undefined;
  const start = offset + header.size;
  const end = start + header.length;
  if (end > bytes.length) return undefined;
  return {
    tag: header.tag,
    constructed: header.constructed,
    value: bytes.subarray(start, end),
    bytes: bytes.subarray(offset, end),
  };
};

/** The data objects that fill `bytes` to the last one; undefined where anything else is in it. */
export const readAllDer = (bytes: Uint8Array): readonly DerObject[] | undefined => {
  const objects: DerObject[] = [];
  for (let at = 0; at < bytes.length; ) {
    const object = readDer(bytes, at);
    if (object === undefined) return undefined;
    objects.push(object);
    at += object.bytes.length;
  }
  return objects;
};

/** What is inside a constructed object of the given tag; undefined where it is something else. */
export const partsOf = (
  object: DerObject | undefined,
  tag: number = TAG.sequence,
): readonly DerObject[] | undefined => (object?.tag === tag ? readAllDer(object.value) : undefined);

/** The one object inside an explicit tag. */
export const insideOf = (object: DerObject | undefined): DerObject | undefined => {
  const parts = object === undefined ? undefined : readAllDer(object.value);
  return parts?.length === 1 ? parts[0] : undefined;
};

/**
 * Reads the fields of a SEQUENCE in their order. Every `take` gives the next object where its tag
 * is the wanted one and leaves it in place where not, which is how OPTIONAL fields are skipped.
 */
export const fieldsOf = (
  object: DerObject | undefined,
  tag: number = TAG.sequence,
): DerFields | undefined => {
  const parts = partsOf(object, tag);
  if (parts === undefined) return undefined;
  let at = 0;
  return {
    take: (...tags) => {
      const next = parts[at];
      if (next === undefined || !tags.includes(next.tag)) return undefined;
      at += 1;
      return next;
    },
    atEnd: () => at === parts.length,
  };
};

export interface DerFields {
  take(...tags: number[]): DerObject | undefined;
  atEnd(): boolean;
}
