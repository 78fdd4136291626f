import { FaultError } from '../../../../core/contract/errors.ts';
import {
  BEGIN_COLLECTION_TAG,
  BOOLEAN_TAG,
  END_COLLECTION_TAG,
  END_OF_ATTRIBUTES_TAG,
  GROUP_TAGS,
  MEMBER_NAME_TAG,
  NUMBER_TAGS,
  RANGE_TAG,
  RESOLUTION_TAG,
  TEXT_TAGS,
  WITH_LANGUAGE_TAGS,
  type GroupKind,
  type IppAttribute,
  type IppGroup,
  type IppMessage,
  type IppValue,
  type NumberTag,
  type TextTag,
} from './message.ts';

/** Collections in collections in collections: no printer needs more. */
const DEEPEST = 8;
const FIRST_VALUE_TAG = 0x10;

const inverse = <Name extends string>(
  table: Readonly<Record<Name, number>>,
): ReadonlyMap<number, Name> =>
  new Map(Object.entries<number>(table).map(([name, tag]) => [tag, name as Name]));

const GROUP_OF = inverse<GroupKind>(GROUP_TAGS);
const TEXT_OF = inverse<TextTag>(TEXT_TAGS);
const NUMBER_OF = inverse<NumberTag>(NUMBER_TAGS);

interface Field {
  readonly tag: number;
  readonly name: string;
  readonly value: Buffer;
}

/**
 * Reads a message; what follows its attributes is its data (RFC 8010, 3.1).
 * @throws FaultError `device-protocol` for anything that is no IPP message
 */
export const decodeMessage = (bytes: Uint8Array): IppMessage => {
  const reader = createReader(bytes);
  const [major, minor] = [reader.byte(), reader.byte()];
  const [code, requestId] = [reader.uint16(), reader.int32()];
  const groups: IppGroup[] = [];
  for (;;) {
    const tag = reader.byte();
    if (tag === END_OF_ATTRIBUTES_TAG) break;
    if (tag >= FIRST_VALUE_TAG || tag === 0) throw damaged('a value outside of a group');
    groups.push({ kind: GROUP_OF.get(tag) ?? 'other', attributes: readAttributes(reader) });
  }
  return { version: { major, minor }, code, requestId, groups, data: reader.rest() };
};

const damaged = (why: string): FaultError => new FaultError('device-protocol', `IPP: ${why}`);

type Reader = ReturnType<typeof createReader>;

const createReader = (bytes: Uint8Array) => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (length: number): Buffer => {
    if (at + length > buffer.length) throw damaged('the message is cut off');
    at += length;
    return buffer.subarray(at - length, at);
  };
  return {
    byte: (): number => take(1).readUInt8(),
    uint16: (): number => take(2).readUInt16BE(),
    int32: (): number => take(4).readInt32BE(),
    nextTag: (): number => {
      const tag = buffer[at];
      if (tag === undefined) throw damaged('the message is cut off');
      return tag;
    },
    field: (): Field => {
      const tag = take(1).readUInt8();
      const name = take(take(2).readUInt16BE()).toString('utf8');
      const value = take(take(2).readUInt16BE());
      return { tag, name, value };
    },
    rest: (): Uint8Array => buffer.subarray(at),
  };
};

const readAttributes = (reader: Reader): readonly IppAttribute[] => {
  const attributes: { name: string; values: IppValue[] }[] = [];
  while (reader.nextTag() >= FIRST_VALUE_TAG) {
    const field = reader.field();
    const value = readValue(field, reader, 1);
    const last = attributes.at(-1);
    if (field.name !== '') attributes.push({ name: field.name, values: [value] });
    else if (last === undefined) throw damaged('a further value of nothing');
    else last.values.push(value);
  }
  return attributes;
};

const readValue = (field: Field, reader: Reader, depth: number): IppValue => {
  const { tag, value } = field;
  const text = TEXT_OF.get(tag);
  if (text !== undefined) return { kind: text, text: value.toString('utf8') };
  const number = NUMBER_OF.get(tag);
  if (number !== undefined && value.length === 4) {
    return { kind: number, number: value.readInt32BE() };
  }
  if (tag === BOOLEAN_TAG && value.length === 1) return { kind: 'boolean', value: value[0] !== 0 };
  if (tag === RANGE_TAG && value.length === 8) {
    return { kind: 'range', lower: value.readInt32BE(0), upper: value.readInt32BE(4) };
  }
  if (tag === RESOLUTION_TAG && value.length === 9) {
    const [x, y] = [value.readInt32BE(0), value.readInt32BE(4)];
    return { kind: 'resolution', x, y, unit: value.readUInt8(8) };
  }
  if (WITH_LANGUAGE_TAGS.includes(tag)) return textWithLanguage(value);
  if (tag === BEGIN_COLLECTION_TAG) return readCollection(reader, depth);
  return { kind: 'other', tag, bytes: value };
};

/** Both parts have their length before them (RFC 8010, 3.9). */
const textWithLanguage = (value: Buffer): IppValue => {
  const languageLength = value.length < 2 ? Infinity : value.readUInt16BE(0);
  if (languageLength + 4 > value.length) throw damaged('a text with language is cut off');
  const text = value.subarray(languageLength + 4, languageLength + 4 + textLength(value));
  return { kind: 'text', text: text.toString('utf8') };
};

const textLength = (value: Buffer): number => value.readUInt16BE(value.readUInt16BE(0) + 2);

const readCollection = (reader: Reader, depth: number): IppValue => {
  if (depth > DEEPEST) throw damaged('collections in too many collections');
  const members: { name: string; values: IppValue[] }[] = [];
  for (;;) {
    const field = reader.field();
    if (field.tag === END_COLLECTION_TAG) return { kind: 'collection', members };
    if (field.tag === MEMBER_NAME_TAG) {
      members.push({ name: field.value.toString('utf8'), values: [] });
      continue;
    }
    const value = readValue(field, reader, depth + 1);
    const member = members.at(-1);
    if (member === undefined) throw damaged('a member without a name');
    member.values.push(value);
  }
};
