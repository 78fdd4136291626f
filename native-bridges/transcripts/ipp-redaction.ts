/** Version, operation or status, request id (RFC 8010, 3.1.1). */
const HEAD_BYTES = 8;
const END_OF_ATTRIBUTES = 0x03;
/** Tags below are delimiters of groups. */
const FIRST_VALUE_TAG = 0x10;
/**
 * Kinds of values that are not free: integer, boolean, enum, resolution, range, keyword, URI scheme,
 * charset, language, MIME type, name of a member (RFC 8010, 3.5.2).
 */
const KEPT_TAGS: ReadonlySet<number> = new Set([
  ...[0x21, 0x22, 0x23, 0x32, 0x33],
  ...[0x44, 0x46, 0x47, 0x48, 0x49, 0x4a],
]);
/** The text that IT needs to know which printer it was. */
const KEPT_ATTRIBUTE = 'printer-make-and-model';

const word = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

/**
 * An IPP message without names, addresses and the document: its attributes, numbers and keywords
 * stay. As long as it was; total over any bytes, what is no message is blanked out from there on.
 */
export const redactIpp = (message: Uint8Array): Uint8Array => {
  const kept = new Uint8Array(message.length);
  const keep = (from: number, to: number): void => kept.set(message.subarray(from, to), from);
  keep(0, HEAD_BYTES);
  let name = '';
  for (let at = HEAD_BYTES; at < message.length; ) {
    const tag = message[at] ?? 0;
    if (tag === END_OF_ATTRIBUTES) {
      keep(at, at + 1);
      break;
    }
    if (tag < FIRST_VALUE_TAG) {
      keep(at, at + 1);
      at += 1;
      continue;
    }
    const nameEnd = at + 3 + word(message, at + 1);
    const valueEnd = nameEnd + 2 + word(message, nameEnd);
    if (valueEnd > message.length) break;
    // A further value of the same attribute has no name (3.1.5).
    if (nameEnd > at + 3) name = new TextDecoder().decode(message.subarray(at + 3, nameEnd));
    keep(at, nameEnd + 2);
    if (KEPT_TAGS.has(tag) || name === KEPT_ATTRIBUTE) keep(nameEnd + 2, valueEnd);
    at = valueEnd;
  }
  return kept;
};
