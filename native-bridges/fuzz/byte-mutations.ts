import { encodeTlv, parseTlv } from '../emrtd/ber-tlv.ts';
import { type SeededNumbers } from './seeded-numbers.ts';

/** Lengths that promise more than is there, the indefinite form, and plain nonsense. */
const LENGTH_BOMBS: readonly (readonly number[])[] = [
  [0x84, 0xff, 0xff, 0xff, 0xff],
  [0x84, 0x7f, 0xff, 0xff, 0xff],
  [0x83, 0xff, 0xff, 0xff],
  [0x82, 0xff, 0xff],
  [0x81, 0xff],
  [0x80],
  [0x00],
  [0x88, 1, 1, 1, 1, 1, 1, 1, 1],
];

/** Bytes that mean something at the start of an object, a length or a picture, or in text. */
const TELLING_BYTES = [
  ...[0x00, 0x01, 0x1f, 0x30, 0x31, 0x5f, 0x7f, 0x80, 0x81, 0x84, 0xa0, 0xff],
  ...[0x3c, 0x30, 0x39, 0x41, 0x4f, 0x5a],
];

const MOST_BYTES = 70_000;
const DEEPEST = 8;

type Mutation = (
  bytes: Uint8Array,
  numbers: SeededNumbers,
  others: readonly Uint8Array[],
) => Uint8Array;

const joined = (...parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

const replaced = (bytes: Uint8Array, at: number, by: ArrayLike<number>): Uint8Array => {
  const copy = bytes.slice();
  for (let i = 0; i < by.length && at + i < copy.length; i += 1) copy[at + i] = by[i] ?? 0;
  return copy;
};

const FLAT: readonly Mutation[] = [
  // one bit turns over
  (bytes, { below }) => {
    const at = below(bytes.length);
    return replaced(bytes, at, [(bytes[at] ?? 0) ^ (1 << below(8))]);
  },
  (bytes, { below, pick }) => replaced(bytes, below(bytes.length), [pick(TELLING_BYTES)]),
  (bytes, { below, bytes: random }) => replaced(bytes, below(bytes.length), random(1 + below(4))),
  (bytes, { below, pick }) => replaced(bytes, below(bytes.length), pick(LENGTH_BOMBS)),
  // cut short, at either end
  (bytes, { below }) => bytes.slice(0, below(bytes.length + 1)),
  (bytes, { below }) => bytes.slice(below(bytes.length + 1)),
  // a piece lost, doubled, or put in from elsewhere
  (bytes, { below }) => {
    const from = below(bytes.length);
    return joined(bytes.subarray(0, from), bytes.subarray(from + 1 + below(16)));
  },
  (bytes, { below }) => {
    const from = below(bytes.length);
    const to = from + 1 + below(64);
    return joined(bytes.subarray(0, to), bytes.subarray(from));
  },
  (bytes, { below, bytes: random }) => {
    const at = below(bytes.length + 1);
    return joined(bytes.subarray(0, at), random(1 + below(16)), bytes.subarray(at));
  },
  (bytes, { below, pick }, others) => {
    const other = pick(others);
    return joined(bytes.subarray(0, below(bytes.length + 1)), other.subarray(below(other.length)));
  },
];

/** A bomb of depth: objects in objects in objects. */
const nested: Mutation = (bytes, { below, pick }) => {
  let inner = bytes.subarray(0, 200);
  const tag = pick([0x30, 0x31, 0x61, 0x75, 0xa0, 0x7f61]);
  for (let depth = 1 + below(60); depth > 0; depth -= 1) inner = encodeTlv(tag, inner);
  return inner;
};

/**
 * Damages one object somewhere inside and puts the lengths around it right again, so that the
 * damage gets past the outer objects and to the parser it is meant for.
 */
const inside = (
  bytes: Uint8Array,
  numbers: SeededNumbers,
  others: readonly Uint8Array[],
  depth = 0,
): Uint8Array => {
  const { objects, damaged } = parseTlv(bytes);
  const goDeeper = depth < DEEPEST && (depth === 0 || numbers.below(5) > 0);
  if (damaged || objects.length === 0 || !goDeeper) return flat(bytes, numbers, others);
  const chosen = numbers.below(objects.length);
  return joined(
    ...objects.map(({ tag, value }, at) =>
      encodeTlv(tag, at === chosen ? inside(value, numbers, others, depth + 1) : value),
    ),
  );
};

const flat: Mutation = (bytes, numbers, others) =>
  bytes.length === 0 ? numbers.bytes(numbers.below(8)) : numbers.pick(FLAT)(bytes, numbers, others);

/** Objects of a list lost, doubled or in another order, all of them whole. */
const reordered: Mutation = (bytes, numbers) => {
  const { objects } = parseTlv(bytes);
  const [only] = objects;
  if (only === undefined) return bytes;
  if (objects.length === 1) return encodeTlv(only.tag, reordered(only.value, numbers, []));
  const encoded = objects.map(({ tag, value }) => encodeTlv(tag, value));
  return joined(...encoded.map(() => numbers.pick(encoded)));
};

/** A file damaged in one to four ways, or bytes that never were a file. */
export const mutated = (
  files: readonly Uint8Array[],
  numbers: SeededNumbers,
  others: readonly Uint8Array[] = files,
): Uint8Array => {
  const { below, pick, bytes } = numbers;
  if (below(20) === 0) return bytes(below(300));
  if (below(200) === 0) return nested(pick(files), numbers, others);
  let damaged = pick(files);
  for (let times = 1 + below(below(4) + 1); times > 0; times -= 1) {
    const kind = below(10);
    if (kind === 0) damaged = reordered(damaged, numbers, others);
    else if (kind <= 5) damaged = inside(damaged, numbers, others);
    else damaged = flat(damaged, numbers, others);
  }
  return damaged.subarray(0, MOST_BYTES);
};
