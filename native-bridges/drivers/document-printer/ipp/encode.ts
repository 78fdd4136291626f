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
  type IppAttribute,
  type IppMessage,
  type IppValue,
} from './message.ts';

/** A message as it goes over the wire (RFC 8010, 3.1). */
export const encodeMessage = (message: IppMessage): Uint8Array => {
  const { version, code, requestId, groups, data } = message;
  const head = Buffer.alloc(8);
  head.writeUInt8(version.major, 0);
  head.writeUInt8(version.minor, 1);
  head.writeUInt16BE(code, 2);
  head.writeInt32BE(requestId, 4);
  const parts: Uint8Array[] = [head];
  for (const { kind, attributes } of groups) {
    if (kind === 'other') continue;
    parts.push(Uint8Array.of(GROUP_TAGS[kind]), ...attributes.map(encodeAttribute));
  }
  parts.push(Uint8Array.of(END_OF_ATTRIBUTES_TAG), data);
  return Buffer.concat(parts);
};

/** Every value after the first has an empty name (RFC 8010, 3.1.5). */
const encodeAttribute = ({ name, values }: IppAttribute): Uint8Array =>
  Buffer.concat(values.map((value, index) => encodeValue(index === 0 ? name : '', value)));

const field = (tag: number, name: string, value: Uint8Array): Uint8Array =>
  Buffer.concat([Uint8Array.of(tag), counted(Buffer.from(name)), counted(value)]);

const counted = (bytes: Uint8Array): Uint8Array => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

const integers = (...numbers: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * numbers.length);
  numbers.forEach((number, index) => bytes.writeInt32BE(number, 4 * index));
  return bytes;
};

const encodeValue = (name: string, value: IppValue): Uint8Array => {
  switch (value.kind) {
    case 'integer':
    case 'enum':
      return field(NUMBER_TAGS[value.kind], name, integers(value.number));
    case 'boolean':
      return field(BOOLEAN_TAG, name, Uint8Array.of(value.value ? 1 : 0));
    case 'range':
      return field(RANGE_TAG, name, integers(value.lower, value.upper));
    case 'resolution':
      return field(
        RESOLUTION_TAG,
        name,
        Buffer.concat([integers(value.x, value.y), Uint8Array.of(value.unit)]),
      );
    case 'collection':
      return encodeCollection(name, value.members);
    case 'other':
      return field(value.tag, name, value.bytes);
    default:
      return field(TEXT_TAGS[value.kind], name, Buffer.from(value.text));
  }
};

/** RFC 8010, 3.1.6: the names of the members are values themselves. */
const encodeCollection = (name: string, members: readonly IppAttribute[]): Uint8Array =>
  Buffer.concat([
    field(BEGIN_COLLECTION_TAG, name, new Uint8Array()),
    ...members.flatMap(member => [
      field(MEMBER_NAME_TAG, '', Buffer.from(member.name)),
      ...member.values.map(value => encodeValue('', value)),
    ]),
    field(END_COLLECTION_TAG, '', new Uint8Array()),
  ]);
