import { STANDARD_DELIMITERS, encodingCharacters } from './delimiters.ts';
import { escapeText } from './escape.ts';
import { type Message, type Segment } from './message.ts';

declare const wire: unique symbol;
/** Part of a field in wire form, with the recommended delimiters. */
export type Wire = string & { readonly [wire]: true };

const { component, repetition, subcomponent } = STANDARD_DELIMITERS;

/** Nothing is said by an empty field; what is not known is never written as something. */
type Text = string | undefined;

const trimmed = (parts: readonly string[]): readonly string[] =>
  parts.slice(0, parts.findLastIndex(part => part !== '') + 1);

/** Plain text, escaped. */
export const text = (value: Text): Wire => escapeText(value ?? '', STANDARD_DELIMITERS) as Wire;

/** Components of one repetition; an array is a component made of subcomponents. */
export const composite = (...parts: readonly (Text | readonly Text[])[]): Wire =>
  trimmed(
    parts.map(part =>
      typeof part === 'object' ? trimmed(part.map(text)).join(subcomponent) : text(part),
    ),
  ).join(component) as Wire;

/** Several repetitions of one field. */
export const repeated = (parts: readonly Wire[]): Wire =>
  parts.filter(part => part !== '').join(repetition) as Wire;

/** A segment by its field numbers, as the standard counts them; what is not named is empty. */
export const segment = (name: string, fields: Readonly<Record<number, Wire>>): Segment => {
  const last = Math.max(0, ...Object.keys(fields).map(Number));
  const all = Array.from({ length: last + 1 }, (_, index) =>
    index === 0 ? name : (fields[index] ?? ''),
  );
  return { name, fields: trimmed(all) };
};

/** Who sends to whom (MSH-3 to MSH-6). */
export interface Route {
  readonly sendingApplication: string;
  readonly sendingFacility: string;
  readonly receivingApplication: string;
  readonly receivingFacility: string;
}

/** Code, event and structure: `['ADT', 'A04', 'ADT_A01']` (MSH-9). */
export type MessageType = readonly [code: string, event: string, structure: string];

export interface HeaderValues {
  readonly route: Route;
  readonly type: MessageType;
  /** MSH-10, at most 20 characters: the same on every repeat. */
  readonly controlId: string;
  /** MSH-7, HL7 time stamp. */
  readonly at: string;
  readonly processing: 'P' | 'T' | 'D';
  readonly version: string;
  /** MSH-15 and MSH-16, for enhanced acknowledgement (2.9.3); absent: original mode. */
  readonly acknowledge?: { readonly accept: 'AL' | 'NE'; readonly application: 'AL' | 'NE' };
}

export const header = (values: HeaderValues): Segment => {
  const { route, acknowledge } = values;
  const { fields } = segment('MSH', {
    3: text(route.sendingApplication),
    4: text(route.sendingFacility),
    5: text(route.receivingApplication),
    6: text(route.receivingFacility),
    7: text(values.at),
    9: composite(...values.type),
    10: text(values.controlId),
    11: text(values.processing),
    12: text(values.version),
    15: text(acknowledge?.accept),
    16: text(acknowledge?.application),
    17: text('VNM'),
    // HL7 table 0211. ISO 3166 and this one say what bytes the names are made of.
    18: text('UNICODE UTF-8'),
    19: text('vi'),
  });
  const [name = 'MSH', , , ...rest] = fields;
  return {
    name: 'MSH',
    fields: [name, STANDARD_DELIMITERS.field, encodingCharacters(STANDARD_DELIMITERS), ...rest],
  };
};

/** A message of ours. */
export const message = (values: HeaderValues, ...segments: readonly Segment[]): Message => ({
  delimiters: STANDARD_DELIMITERS,
  segments: [header(values), ...segments],
});
