import { type ElementaryFileName } from '../../contract/chip-card.ts';
import { findTlv, parseTlv } from '../ber-tlv.ts';
import { ELEMENTARY_FILES } from '../elementary-files.ts';
import { decodeText } from './file-text.ts';

/** EF.COM: what the chip says is on it (ICAO 9303-10, 4.6.1). It is not signed. */
export interface Com {
  /** Version of the data structure, as `1.7`. */
  readonly ldsVersion?: string;
  /** As `4.0.0`. */
  readonly unicodeVersion?: string;
  readonly files: readonly ElementaryFileName[];
  /** Tags of files nobody here can name. */
  readonly unknownTags: readonly number[];
}

const TAG = { com: 0x60, ldsVersion: 0x5f01, unicodeVersion: 0x5f36, tagList: 0x5c } as const;

const FILE_BY_TAG: ReadonlyMap<number, ElementaryFileName> = new Map(
  (Object.entries(ELEMENTARY_FILES) as [ElementaryFileName, { tag: number }][]).map(
    ([name, { tag }]) => [tag, name],
  ),
);

/** Reads EF.COM from any bytes; undefined where there is no such object. */
export const parseCom = (file: Uint8Array): Com | undefined => {
  const root = findTlv(file, TAG.com);
  if (root === undefined) return undefined;
  const inside = parseTlv(root.value).objects;
  const versionAt = (tag: number): string | undefined => {
    const object = inside.find(one => one.tag === tag);
    return object && versionOf(decodeText(object));
  };
  const ldsVersion = versionAt(TAG.ldsVersion);
  const unicodeVersion = versionAt(TAG.unicodeVersion);
  const tags = [...(inside.find(({ tag }) => tag === TAG.tagList)?.value ?? [])];
  return {
    ...(ldsVersion === undefined ? {} : { ldsVersion }),
    ...(unicodeVersion === undefined ? {} : { unicodeVersion }),
    files: tags.flatMap(tag => FILE_BY_TAG.get(tag) ?? []),
    unknownTags: tags.filter(tag => !FILE_BY_TAG.has(tag)),
  };
};

/** Two digits a part: `040000` is 4.0.0. */
const versionOf = (digits: string | undefined): string | undefined =>
  digits !== undefined && /^(\d\d){2,3}$/.test(digits)
    ? (digits.match(/\d\d/g) ?? []).map(Number).join('.')
    : undefined;
