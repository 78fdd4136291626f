import { type AnswerRule } from '../his-failure.ts';
import {
  type Message,
  type Repetition,
  type Segment,
  componentOf,
  repetitionsOf,
  segmentNamed,
  segmentsNamed,
  valueAt,
} from './message/message.ts';
import { composite, segment, text } from './message/compose.ts';

/** HL7 table 0008: original mode and application level AA/AE/AR, accept level CA/CE/CR. */
export const ACKNOWLEDGEMENT_CODES = ['AA', 'AE', 'AR', 'CA', 'CE', 'CR'] as const;
export type AcknowledgementCode = (typeof ACKNOWLEDGEMENT_CODES)[number];

export interface Acknowledgement {
  readonly code: AcknowledgementCode;
  /** MSA-2: the message that is meant. */
  readonly controlId: string;
  /** ERR-3 (table 0357 or the sender's own), of the first error. */
  readonly condition?: string;
  /** Where the error lies, `PID^1^3`; never what stands there. */
  readonly location?: string;
}

/** ERR-3 of v2.5, or ERR-1 of the versions before it, where it has four components. */
const errorOf = (message: Message, error: Segment | undefined) => {
  const old: Repetition | undefined = repetitionsOf(error, 1, message.delimiters)[0];
  const place = repetitionsOf(error, 2, message.delimiters)[0];
  const location = [1, 2, 3, 4, 5]
    .map(part => componentOf(place, part) ?? '')
    .join('^')
    .replace(/\^+$/, '');
  return {
    condition: valueAt(message, error, 3) ?? componentOf(old, 4),
    location: /^[A-Z][A-Z\d]{2}[\d^]*$/.test(location) ? location : undefined,
  };
};

/** What a message says about one of ours; undefined where it is no acknowledgement. */
export const acknowledgementOf = (message: Message): Acknowledgement | undefined => {
  const msa = segmentNamed(message, 'MSA');
  const said = valueAt(message, msa, 1);
  const code = ACKNOWLEDGEMENT_CODES.find(one => one === said);
  const controlId = valueAt(message, msa, 2);
  if (code === undefined || controlId === undefined) return undefined;
  const { condition, location } = errorOf(message, segmentsNamed(message, 'ERR')[0]);
  return {
    code,
    controlId,
    ...(condition === undefined ? {} : { condition }),
    ...(location === undefined ? {} : { location }),
  };
};

/** `again` is safe since MSH-10 stays the same. */
const DEAD: AnswerRule = { fault: 'his-rejected', next: 'dead-letter' };

/** HL7 table 0357. What is not listed falls to the rule of its acknowledgement code. */
const CONDITION_RULES: Readonly<Record<string, AnswerRule>> = {
  '100': DEAD, // segment sequence error
  '101': DEAD, // required field missing
  '102': DEAD, // data type error
  '103': DEAD, // table value not found
  '200': DEAD, // unsupported message type
  '201': DEAD, // unsupported event code
  '202': DEAD, // unsupported processing id
  '203': DEAD, // unsupported version id
  '204': DEAD, // unknown key identifier
  // It exists already: perhaps by an attempt whose answer was lost, perhaps somebody else.
  '205': { fault: 'his-conflict', next: 'dead-letter' }, // duplicate key identifier
  '206': { fault: 'his-conflict', next: 'again-item' }, // application record locked
  '207': { fault: 'his-busy', next: 'again-item' }, // application internal error
};

/**
 * AE: the content is wrong, and will be the same next time. AR: refused for a reason that is not
 * in the content, which may pass. CR: type, version or processing id is not taken; CE: could not be
 * stored now (2.9.2.2, 2.9.3.1).
 */
const CODE_RULES: Readonly<Record<'AE' | 'AR' | 'CE' | 'CR', AnswerRule>> = {
  AE: DEAD,
  AR: { fault: 'his-busy', next: 'again-item' },
  CE: { fault: 'his-busy', next: 'again-item' },
  CR: DEAD,
};

/** Undefined for a positive one. */
export const ruleOf = ({
  code,
  condition,
}: Pick<Acknowledgement, 'code' | 'condition'>): AnswerRule | undefined => {
  if (code === 'AA' || code === 'CA') return undefined;
  return CONDITION_RULES[condition ?? ''] ?? CODE_RULES[code];
};

/** MSA, and ERR where something is wrong; `condition` is of table 0357. */
export const acknowledgementSegments = ({
  code,
  controlId,
  condition,
  location,
}: Acknowledgement): readonly Segment[] => [
  segment('MSA', { 1: text(code), 2: text(controlId) }),
  ...(condition === undefined
    ? []
    : [
        segment('ERR', {
          2: composite(...(location ?? '').split('^')),
          3: composite(condition, undefined, 'HL70357'),
          4: text('E'),
        }),
      ]),
];
