import { parseTlv, type Tlv } from '../ber-tlv.ts';
import { decodeText } from './file-text.ts';

/** The Vietnamese fields of the chip by their index in the file. */
const DG13_FIELDS = {
  1: 'idNumber',
  2: 'name',
  3: 'birthDate',
  4: 'gender',
  5: 'nationality',
  6: 'ethnicity',
  7: 'religion',
  8: 'placeOfOrigin',
  9: 'residence',
  10: 'identifyingMarks',
  11: 'issueDate',
  12: 'expiryDate',
  13: 'parents',
  14: 'spouse',
  15: 'oldNumber',
  16: 'cardMark',
} as const;
type Dg13FieldName = (typeof DG13_FIELDS)[keyof typeof DG13_FIELDS];

export interface Dg13 {
  /** Text as the card has it, trimmed; a field that is absent, empty or unreadable is missing. */
  readonly fields: Readonly<Partial<Record<Exclude<Dg13FieldName, 'parents'>, string>>>;
  /** Father, then mother, where both are there. */
  readonly parents: readonly string[];
  /** Fields that are there and are not text, by name: encoded by the issuer or damaged. */
  readonly undecoded: readonly Dg13FieldName[];
  /** Fields nobody described, kept as they are. */
  readonly unknown: readonly { readonly index: number; readonly value: Uint8Array }[];
  /** The file ends early or has bytes that are no data object. */
  readonly damaged: boolean;
}

const TAG_DG13 = 0x6d;
const TAG_INTEGER = 0x02;
const TAG_SEQUENCE = 0x30;
/** The fields sit two or three levels down; anything deeper is no DG13. */
const MAX_DEPTH = 4;

interface RawField {
  readonly index: number;
  readonly values: readonly Tlv[];
}

/**
 * Reads EF.DG13 (`6D { 30 { 30 { INTEGER i, value } … } }`, with or without the outer sequence)
 * from any bytes; undefined where there is no DG13 object at all.
 */
export const parseDg13 = (file: Uint8Array): Dg13 | undefined => {
  const outer = parseTlv(file);
  const root = outer.objects.find(object => object.tag === TAG_DG13);
  if (root === undefined) return undefined;
  const collected: RawField[] = [];
  const damaged = collectFields(root.value, 1, collected) || outer.damaged;
  return assemble(collected, damaged);
};

/** Puts the fields below `bytes` into `into`; true where something was damaged on the way. */
const collectFields = (bytes: Uint8Array, depth: number, into: RawField[]): boolean => {
  const { objects, damaged } = parseTlv(bytes);
  let anyDamage = damaged;
  for (const object of objects) {
    if (object.tag !== TAG_SEQUENCE) continue;
    const inner = parseTlv(object.value);
    const [first, ...values] = inner.objects;
    if (first?.tag === TAG_INTEGER) {
      anyDamage ||= inner.damaged;
      into.push({ index: smallInteger(first.value), values });
    } else if (depth < MAX_DEPTH) {
      anyDamage = collectFields(object.value, depth + 1, into) || anyDamage;
    }
  }
  return anyDamage;
};

const smallInteger = (bytes: Uint8Array): number =>
  bytes.length === 0 || bytes.length > 4 ? -1 : bytes.reduce((sum, byte) => sum * 256 + byte, 0);

const assemble = (collected: readonly RawField[], damaged: boolean): Dg13 => {
  const fields: Partial<Record<Exclude<Dg13FieldName, 'parents'>, string>> = {};
  const undecoded: Dg13FieldName[] = [];
  const unknown: { index: number; value: Uint8Array }[] = [];
  let parents: string[] = [];
  for (const { index, values } of collected) {
    const name = DG13_FIELDS[index as keyof typeof DG13_FIELDS] as Dg13FieldName | undefined;
    const [value] = values;
    if (value === undefined) continue;
    if (name === undefined) {
      unknown.push({ index, value: value.value });
    } else if (name === 'parents') {
      parents = parseTlv(value.value).objects.flatMap(parent => decodeText(parent) ?? []);
    } else {
      const text = decodeText(value);
      if (text === undefined) undecoded.push(name);
      else if (text !== '') fields[name] ??= text;
    }
  }
  return { fields: moveOldNumber(fields), parents, undecoded, unknown, damaged };
};

/** One description has the old nine-digit number in field 16: its shape tells. */
const moveOldNumber = <Fields extends { oldNumber?: string; cardMark?: string }>(
  fields: Fields,
): Fields => {
  if (fields.oldNumber !== undefined || !/^\d{9}$/.test(fields.cardMark ?? '')) return fields;
  const { cardMark, ...rest } = fields;
  return { ...rest, oldNumber: cardMark } as Fields;
};
