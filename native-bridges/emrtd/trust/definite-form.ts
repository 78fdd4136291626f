import { concatBytes } from '@noble/hashes/utils.js';
import { encodeTlv, readTlvHeader } from '../ber-tlv.ts';
import { TAG } from './der.ts';

/** Deeper than any security object or master list. */
const MAX_DEPTH = 24;

/**
 * The same value with definite lengths and whole octet strings: what CMS written as a stream (BER,
 * X.690 8.1.3.6 and 8.7.3) would be in the distinguished encoding. Undefined where it is neither.
 */
export const definiteForm = (bytes: Uint8Array): Uint8Array | undefined =>
  rewrite(bytes, 0, 0)?.[0];

type Rewritten = readonly [bytes: Uint8Array, end: number];

const rewrite = (bytes: Uint8Array, at: number, depth: number): Rewritten | undefined => {
  if (depth > MAX_DEPTH) return undefined;
  const tag = bytes[at] ?? 0;
  const indefinite = bytes[at + 1] === 0x80 && (tag & 0x1f) !== 0x1f;
  if (indefinite)
    return (tag & 0x20) === 0 ? undefined : rewriteInside(bytes, at + 2, undefined, tag, depth);
  const header = readTlvHeader(bytes, at);
  if (header === undefined) return undefined;
  const start = at + header.size;
  const end = start + header.length;
  if (end > bytes.length) return undefined;
  if (!header.constructed) return [bytes.subarray(at, end), end];
  return rewriteInside(bytes, start, end, header.tag, depth);
};

/** `end` undefined: up to the end-of-contents octets. */
const rewriteInside = (
  bytes: Uint8Array,
  start: number,
  end: number | undefined,
  tag: number,
  depth: number,
): Rewritten | undefined => {
  const parts: Uint8Array[] = [];
  let at = start;
  while (end === undefined ? !(bytes[at] === 0 && bytes[at + 1] === 0) : at < end) {
    const part = at < bytes.length ? rewrite(bytes, at, depth + 1) : undefined;
    if (part === undefined) return undefined;
    parts.push(part[0]);
    at = part[1];
  }
  if (end !== undefined && at !== end) return undefined;
  const after = end ?? at + 2;
  if (tag !== TAG.constructedOctetString) return [encodeTlv(tag, concatBytes(...parts)), after];
  const octets = parts.map(part => part.subarray(readTlvHeader(part)?.size ?? 0));
  return [encodeTlv(TAG.octetString, concatBytes(...octets)), after];
};
