/** An IPP message and what it is made of (RFC 8010, 3; RFC 8011, 5.1). */

/** Delimiter tags: what the attributes after them describe (RFC 8010, 3.5.1). */
export const GROUP_TAGS = { operation: 1, job: 2, printer: 4, unsupported: 5 } as const;
export type GroupKind = keyof typeof GROUP_TAGS;

/** Tags of values that are text of one kind or another (RFC 8010, 3.5.2). */
export const TEXT_TAGS = {
  text: 0x41,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  uriScheme: 0x46,
  charset: 0x47,
  language: 0x48,
  mimeType: 0x49,
} as const;
export type TextTag = keyof typeof TEXT_TAGS;

export const NUMBER_TAGS = { integer: 0x21, enum: 0x23 } as const;
export type NumberTag = keyof typeof NUMBER_TAGS;

export const BOOLEAN_TAG = 0x22;
export const RESOLUTION_TAG = 0x32;
export const RANGE_TAG = 0x33;
export const BEGIN_COLLECTION_TAG = 0x34;
export const END_COLLECTION_TAG = 0x37;
export const MEMBER_NAME_TAG = 0x4a;
/** Text and name with a language before them. */
export const WITH_LANGUAGE_TAGS: readonly number[] = [0x35, 0x36];
export const END_OF_ATTRIBUTES_TAG = 0x03;

export type IppValue =
  | { readonly kind: TextTag; readonly text: string }
  | { readonly kind: NumberTag; readonly number: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'range'; readonly lower: number; readonly upper: number }
  /** Dots an inch where `unit` is 3, a centimetre where it is 4. */
  | { readonly kind: 'resolution'; readonly x: number; readonly y: number; readonly unit: number }
  | { readonly kind: 'collection'; readonly members: readonly IppAttribute[] }
  /** A value of no interest here, or one there is none of (no-value, unknown). */
  | { readonly kind: 'other'; readonly tag: number; readonly bytes: Uint8Array };

export interface IppAttribute {
  readonly name: string;
  readonly values: readonly IppValue[];
}

export interface IppGroup {
  readonly kind: GroupKind | 'other';
  readonly attributes: readonly IppAttribute[];
}

export interface IppMessage {
  readonly version: { readonly major: number; readonly minor: number };
  /** Of a request the operation, of an answer the status. */
  readonly code: number;
  readonly requestId: number;
  readonly groups: readonly IppGroup[];
  /** The document, where one follows. */
  readonly data: Uint8Array;
}

/** Operations (RFC 8011, 5.4.15). */
export const OPERATIONS = {
  printJob: 0x0002,
  validateJob: 0x0004,
  cancelJob: 0x0008,
  getJobAttributes: 0x0009,
  getJobs: 0x000a,
  getPrinterAttributes: 0x000b,
} as const;
export type OperationName = keyof typeof OPERATIONS;

/** The statuses that decide anything (RFC 8011, Appendix B). */
export const STATUS = {
  ok: 0x0000,
  /** All below are successes of one kind or another. */
  firstFailure: 0x0100,
  forbidden: 0x0401,
  notAuthenticated: 0x0402,
  notAuthorized: 0x0403,
  notPossible: 0x0404,
  notFound: 0x0406,
  documentFormatNotSupported: 0x040a,
  attributesNotSupported: 0x040b,
  badRequest: 0x0400,
  operationNotSupported: 0x0501,
  serviceUnavailable: 0x0502,
  versionNotSupported: 0x0503,
  deviceError: 0x0504,
  temporaryError: 0x0505,
  notAcceptingJobs: 0x0506,
  busy: 0x0507,
} as const;

/** The first group of that kind. */
export const groupOf = (message: IppMessage, kind: GroupKind): IppGroup | undefined =>
  message.groups.find(group => group.kind === kind);

const valuesOf = (group: IppGroup | undefined, name: string): readonly IppValue[] =>
  group?.attributes.find(attribute => attribute.name === name)?.values ?? [];

/** The texts of an attribute, whatever kind of text they are. */
export const textsOf = (group: IppGroup | undefined, name: string): readonly string[] =>
  valuesOf(group, name).flatMap(value => ('text' in value ? [value.text] : []));

export const numberOf = (group: IppGroup | undefined, name: string): number | undefined =>
  valuesOf(group, name).flatMap(value => ('number' in value ? [value.number] : []))[0];

export const numbersOf = (group: IppGroup | undefined, name: string): readonly number[] =>
  valuesOf(group, name).flatMap(value => ('number' in value ? [value.number] : []));

export const booleanOf = (group: IppGroup | undefined, name: string): boolean | undefined =>
  valuesOf(group, name).flatMap(value => (value.kind === 'boolean' ? [value.value] : []))[0];

/** Dots an inch of every resolution that is the same both ways. */
export const resolutionsOf = (group: IppGroup | undefined, name: string): readonly number[] =>
  valuesOf(group, name).flatMap(value =>
    value.kind === 'resolution' && value.x === value.y && value.unit === 3 ? [value.x] : [],
  );
