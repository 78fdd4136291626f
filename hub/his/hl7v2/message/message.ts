import { type Delimiters, delimitersOf } from './delimiters.ts';
import { unescapeText } from './escape.ts';

/**
 * A segment as it was sent: `fields[n]` is field n in its wire form, so that what nobody here
 * understands, Z-segments and foreign escape sequences among them, survives unchanged. `fields[0]`
 * is the name; in MSH `fields[1]` is the separator itself, as the standard counts (2.14.9.1).
 */
export interface Segment {
  readonly name: string;
  readonly fields: readonly string[];
}

export interface Message {
  readonly delimiters: Delimiters;
  /** MSH first. */
  readonly segments: readonly [Segment, ...Segment[]];
}

/** Why a text is no message: codes of HL7 table 0357 say it to the sender. */
export type MessageProblem = 'no-header' | 'delimiters' | 'segment-name';

export type ParsedMessage =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly problem: MessageProblem };

const SEGMENT_NAME = /^[A-Z][A-Z\d]{2}$/;

/** CR ends a segment (2.3.1). Some senders write CR LF, and files from editors LF alone. */
const linesOf = (text: string): readonly string[] =>
  (text.includes('\r') ? text.replaceAll('\r\n', '\r').split('\r') : text.split('\n')).filter(
    line => line.trim() !== '',
  );

const segmentOf = (line: string, { field }: Delimiters): Segment | undefined => {
  const [name = '', ...rest] = line.split(field);
  if (!SEGMENT_NAME.test(name)) return undefined;
  return { name, fields: name === 'MSH' ? [name, field, ...rest] : [name, ...rest] };
};

/** Reads a message in ER7 encoding. Total: whatever comes, it answers. */
export const parseMessage = (text: string): ParsedMessage => {
  const [header, ...rest] = linesOf(text.replace(/^\ufeff/, ''));
  if (header?.startsWith('MSH') !== true) return { ok: false, problem: 'no-header' };
  const delimiters = delimitersOf(header);
  if (delimiters === undefined) return { ok: false, problem: 'delimiters' };
  const first = segmentOf(header, delimiters);
  if (first === undefined) return { ok: false, problem: 'no-header' };
  const segments: [Segment, ...Segment[]] = [first];
  for (const line of rest) {
    const segment = segmentOf(line, delimiters);
    if (segment === undefined) return { ok: false, problem: 'segment-name' };
    segments.push(segment);
  }
  return { ok: true, message: { delimiters, segments } };
};

const lineOf = ({ name, fields }: Segment, { field }: Delimiters): string =>
  name === 'MSH' ? `MSH${field}${fields.slice(2).join(field)}` : fields.join(field);

/** A message in ER7 encoding, every segment ended by CR. */
export const encodeMessage = ({ delimiters, segments }: Message): string =>
  segments.map(segment => `${lineOf(segment, delimiters)}\r`).join('');

/** The first segment of a name, or all of them. */
export const segmentNamed = (message: Message, name: string): Segment | undefined =>
  message.segments.find(segment => segment.name === name);
export const segmentsNamed = (message: Message, name: string): readonly Segment[] =>
  message.segments.filter(segment => segment.name === name);

/** A field's repetitions, each as components, each as subcomponents, as plain text. */
export type Repetition = readonly (readonly string[])[];

/** What is in a field, in the order of the standard; empty for a field that is not there. */
export const repetitionsOf = (
  segment: Segment | undefined,
  field: number,
  delimiters: Delimiters,
): readonly Repetition[] => {
  const wire = segment?.fields[field];
  if (wire === undefined || wire === '') return [];
  return wire
    .split(delimiters.repetition)
    .map(repetition =>
      repetition
        .split(delimiters.component)
        .map(component =>
          component
            .split(delimiters.subcomponent)
            .map(subcomponent => unescapeText(subcomponent, delimiters)),
        ),
    );
};

/** Component `n` of a repetition, counted from 1; undefined where nothing is said. */
export const componentOf = (
  repetition: Repetition | undefined,
  component: number,
  subcomponent = 1,
): string | undefined => {
  const value = repetition?.[component - 1]?.[subcomponent - 1]?.trim();
  // Two quotation marks: the sender asks to delete what is known (2.5.3).
  return value === undefined || value === '' || value === '""' ? undefined : value;
};

/** `PID-5.1` as `valueAt(message, pid, 5, 1)`, first repetition. */
export const valueAt = (
  { delimiters }: Message,
  segment: Segment | undefined,
  field: number,
  component = 1,
  subcomponent = 1,
): string | undefined =>
  componentOf(repetitionsOf(segment, field, delimiters)[0], component, subcomponent);
