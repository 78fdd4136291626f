/**
 * Structured field values (RFC 9651, and RFC 8941 before it) as far as signatures use them:
 * dictionaries of items and inner lists. Dates, decimals and display strings are refused.
 */

export type BareItem =
  | { readonly type: 'integer'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'token'; readonly value: string }
  | { readonly type: 'boolean'; readonly value: boolean }
  /** A byte sequence in the base64 of RFC 4648, section 4, with its padding. */
  | { readonly type: 'bytes'; readonly value: string };

export type Parameters = ReadonlyMap<string, BareItem>;

export interface Item {
  readonly item: BareItem;
  readonly parameters: Parameters;
}

export interface InnerList {
  readonly items: readonly Item[];
  readonly parameters: Parameters;
}

export type Member = Item | InnerList;
export type Dictionary = ReadonlyMap<string, Member>;

/** Longer ones are of nobody who means well. */
const LONGEST = 8192;

/** What is left to read; every pattern is anchored to where reading stands. */
interface Cursor {
  readonly text: string;
  at: number;
}

const BASE64 = '(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?';
const KEY = /[a-z*][a-z0-9_.*-]*/y;
const INTEGER = /-?\d{1,15}(?![\d.])/y;
const STRING = /"((?:[ !#-[\]-~]|\\["\\])*)"/y;
const TOKEN = /[A-Za-z*][!#$%&'*+.^_`|~A-Za-z0-9:/-]*/y;
const BOOLEAN = /\?([01])/y;
const BYTES = new RegExp(`:(${BASE64}):`, 'y');
const SPACES = / */y;
const BLANK = /[ \t]*/y;

const read = (cursor: Cursor, pattern: RegExp): RegExpExecArray | undefined => {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text) ?? undefined;
  if (found !== undefined) cursor.at += found[0].length;
  return found;
};

const reads = (cursor: Cursor, character: string): boolean => {
  if (cursor.text[cursor.at] !== character) return false;
  cursor.at += 1;
  return true;
};

const bareItemAt = (cursor: Cursor): BareItem | undefined => {
  const string = read(cursor, STRING);
  if (string) return { type: 'string', value: (string[1] ?? '').replace(/\\(["\\])/g, '$1') };
  const bytes = read(cursor, BYTES);
  if (bytes) return { type: 'bytes', value: bytes[1] ?? '' };
  const boolean = read(cursor, BOOLEAN);
  if (boolean) return { type: 'boolean', value: boolean[1] === '1' };
  const integer = read(cursor, INTEGER);
  if (integer) return { type: 'integer', value: Number(integer[0]) + 0 };
  const token = read(cursor, TOKEN);
  return token && { type: 'token', value: token[0] };
};

/** A key that comes again takes the last value and the last place (RFC 9651, 4.2.2). */
const put = <T>(map: Map<string, T>, key: string, value: T): void => {
  map.delete(key);
  map.set(key, value);
};

const parametersAt = (cursor: Cursor): Parameters | undefined => {
  const parameters = new Map<string, BareItem>();
  while (reads(cursor, ';')) {
    read(cursor, SPACES);
    const key = read(cursor, KEY)?.[0];
    if (key === undefined) return undefined;
    const value: BareItem | undefined = reads(cursor, '=')
      ? bareItemAt(cursor)
      : { type: 'boolean', value: true };
    if (value === undefined) return undefined;
    put(parameters, key, value);
  }
  return parameters;
};

const itemAt = (cursor: Cursor): Item | undefined => {
  const item = bareItemAt(cursor);
  const parameters = item && parametersAt(cursor);
  return item && parameters && { item, parameters };
};

const innerListAt = (cursor: Cursor): InnerList | undefined => {
  const items: Item[] = [];
  for (;;) {
    read(cursor, SPACES);
    if (reads(cursor, ')')) {
      const parameters = parametersAt(cursor);
      return parameters && { items, parameters };
    }
    const item = itemAt(cursor);
    if (item === undefined) return undefined;
    items.push(item);
    const next = cursor.text[cursor.at];
    if (next !== ' ' && next !== ')') return undefined;
  }
};

const memberAt = (cursor: Cursor): Member | undefined => {
  if (reads(cursor, '=')) return reads(cursor, '(') ? innerListAt(cursor) : itemAt(cursor);
  const parameters = parametersAt(cursor);
  return parameters && { item: { type: 'boolean', value: true }, parameters };
};

/** A dictionary; undefined for anything that is none. Total on any text. */
export const parseDictionary = (text: string): Dictionary | undefined => {
  if (text.length > LONGEST) return undefined;
  const cursor: Cursor = { text: text.replace(/^ +| +$/g, ''), at: 0 };
  const members = new Map<string, Member>();
  for (let first = true; first || cursor.at < cursor.text.length; first = false) {
    if (!first) {
      read(cursor, BLANK);
      if (!reads(cursor, ',')) return undefined;
      read(cursor, BLANK);
    }
    const key = read(cursor, KEY)?.[0];
    const member = key === undefined ? undefined : memberAt(cursor);
    if (key === undefined || member === undefined) return undefined;
    put(members, key, member);
  }
  return members;
};

const writtenItem = (item: BareItem): string => {
  switch (item.type) {
    case 'integer':
      return String(item.value);
    case 'string':
      return `"${item.value.replace(/["\\]/g, '\\$&')}"`;
    case 'token':
      return item.value;
    case 'boolean':
      return item.value ? '?1' : '?0';
    case 'bytes':
      return `:${item.value}:`;
  }
};

const writtenParameters = (parameters: Parameters): string =>
  [...parameters]
    .map(([key, value]) =>
      value.type === 'boolean' && value.value ? `;${key}` : `;${key}=${writtenItem(value)}`,
    )
    .join('');

/** The one way to write a member (RFC 9651, 4.1). */
export const writeMember = (member: Member): string => {
  if ('item' in member) return writtenItem(member.item) + writtenParameters(member.parameters);
  const items = member.items.map(writeMember).join(' ');
  return `(${items})${writtenParameters(member.parameters)}`;
};
