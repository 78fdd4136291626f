/** One data object of ISO/IEC 8825-1 (BER). */
export interface Tlv {
  /** Tag bytes as one number: 0x30, 0x5F1F. */
  readonly tag: number;
  readonly constructed: boolean;
  readonly value: Uint8Array;
}

export interface TlvList {
  readonly objects: readonly Tlv[];
  /** True where bytes are left over that are no data object: cut short or damaged. */
  readonly damaged: boolean;
}

interface Header {
  readonly tag: number;
  readonly constructed: boolean;
  readonly length: number;
  /** Bytes of tag and length together. */
  readonly size: number;
}

/**
 * Tag and length at `offset`; undefined where they are cut short, indefinite (8.1.3.6, which the
 * distinguished encoding of a chip does not use) or longer than four bytes.
 */
export const readTlvHeader = (bytes: Uint8Array, offset = 0): Header | undefined => {
  let at = offset;
  const first = bytes[at++];
  if (first === undefined) return undefined;
  let tag = first;
  if ((first & 0x1f) === 0x1f) {
    let next: number | undefined;
    do {
      next = bytes[at++];
      if (next === undefined || tag > 0xffff) return undefined;
      tag = tag * 256 + next;
    } while ((next & 0x80) !== 0);
  }
  const lead = bytes[at++];
  if (lead === undefined || lead === 0x80 || lead > 0x84) return undefined;
  let length = lead;
  if (lead > 0x80) {
    length = 0;
    for (let remaining = lead - 0x80; remaining > 0; remaining -= 1) {
      const byte = bytes[at++];
      if (byte === undefined) return undefined;
      length = length * 256 + byte;
    }
  }
  return { tag, constructed: (first & 0x20) !== 0, length, size: at - offset };
};

/**
 * The data objects in `bytes`, one level deep. Takes any bytes: reads as far as they make sense.
 * Filling `00` bytes between objects carry no meaning (ISO/IEC 7816-4, 5.2.2.1).
 */
export const parseTlv = (bytes: Uint8Array): TlvList => {
  const objects: Tlv[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (bytes[at] === 0x00) {
      at += 1;
      continue;
    }
    const header = readTlvHeader(bytes, at);
    if (header === undefined) return { objects, damaged: true };
    const start = at + header.size;
    const end = start + header.length;
    if (end > bytes.length) return { objects, damaged: true };
    const { tag, constructed } = header;
    objects.push({ tag, constructed, value: bytes.subarray(start, end) });
    at = end;
  }
  return { objects, damaged: false };
};

/** The first object along a path of tags, one inside the other; undefined where the path ends. */
export const findTlv = (bytes: Uint8Array, ...path: readonly number[]): Tlv | undefined => {
  let found: Tlv | undefined;
  for (const tag of path) {
    found = parseTlv(found?.value ?? bytes).objects.find(object => object.tag === tag);
    if (found === undefined) return undefined;
  }
  return found;
};

/** The bytes of one data object, with the shortest length. */
export const encodeTlv = (tag: number, value: Uint8Array): Uint8Array => {
  const header = [...bigEndian(tag), ...encodeLength(value.length)];
  const bytes = new Uint8Array(header.length + value.length);
  bytes.set(header);
  bytes.set(value, header.length);
  return bytes;
};

const encodeLength = (length: number): number[] => {
  if (length < 0x80) return [length];
  const bytes = bigEndian(length);
  return [0x80 + bytes.length, ...bytes];
};

const bigEndian = (value: number): number[] => {
  const bytes: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return bytes.length === 0 ? [0] : bytes;
};
