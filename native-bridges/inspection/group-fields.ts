import { bytesToHex } from '@noble/hashes/utils.js';
import { type ElementaryFileName } from '../contract/chip-card.ts';
import { parseCom } from '../emrtd/files/com.ts';
import { parseDg1 } from '../emrtd/files/dg1.ts';
import { parseDg11 } from '../emrtd/files/dg11.ts';
import { parseDg12 } from '../emrtd/files/dg12.ts';
import { type Dg13, parseDg13 } from '../emrtd/files/dg13.ts';
import { parseDg16 } from '../emrtd/files/dg16.ts';

/** One field of a data group as the chip has it: personal data but for those of EF.COM. */
export interface GroupField {
  readonly group: ElementaryFileName;
  readonly field: string;
  readonly value: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** What is in the groups that hold text; undefined where the bytes are no such group. */
const PARSERS: Partial<Record<ElementaryFileName, (file: Uint8Array) => Fields | undefined>> = {
  COM: file => {
    const com = parseCom(file);
    return com && { ...com, unknownTags: com.unknownTags.map(tag => tag.toString(16)) };
  },
  DG1: file => fieldsOf(parseDg1(file)),
  DG11: file => fieldsOf(parseDg11(file)),
  DG12: file => fieldsOf(parseDg12(file)),
  DG13: file => {
    const dg13 = parseDg13(file);
    return dg13 && inDg13(dg13);
  },
  DG16: file => parseDg16(file),
};

const fieldsOf = (parsed: object | undefined): Fields | undefined => parsed as Fields | undefined;

const inDg13 = ({ fields, parents, undecoded, unknown }: Dg13): Fields => ({
  ...fields,
  parents,
  undecoded,
  ...Object.fromEntries(
    unknown.map(({ index, value }) => [`field ${index}`, bytesToHex(value)] as const),
  ),
});

/** The fields of one file in the order of the chip; pictures and what is not said are left out. */
export const groupFields = (group: ElementaryFileName, file: Uint8Array): readonly GroupField[] =>
  Object.entries(PARSERS[group]?.(file) ?? {}).flatMap(([field, value]) => {
    const text = textOf(value);
    return text === '' ? [] : [{ group, field, value: text }];
  });

const textOf = (value: unknown): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join('; ');
  if (typeof value !== 'object' || value === null || 'bytes' in value) return '';
  return Object.values(value).map(textOf).filter(Boolean).join(', ');
};
