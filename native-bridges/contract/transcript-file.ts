import { FaultError } from '../../core/contract/errors.ts';
import { jsonIn } from '../../core/contract/json-text.ts';
import {
  type Transcript,
  type TranscriptEntry,
  transcriptEntrySchema,
  type TranscriptHead,
  transcriptHeadSchema,
} from './transcript.ts';

/** One line of a transcript file (JSON Lines): a file that was cut off is good up to there. */
export const transcriptLine = (line: TranscriptHead | TranscriptEntry): string =>
  `${JSON.stringify(line)}\n`;

/**
 * The transcript in the text of a file.
 * @throws FaultError `bad-request` naming the first line that is none
 */
export const parseTranscript = (text: string): Transcript => {
  const [first = '', ...rest] = text.split('\n').filter(line => line.trim() !== '');
  return {
    head: readLine(transcriptHeadSchema, first, 1),
    entries: rest.map((line, index) => readLine(transcriptEntrySchema, line, index + 2)),
  };
};

interface Reads<T> {
  safeParse(
    value: unknown,
  ): { readonly success: true; readonly data: T } | { readonly success: false };
}

const readLine = <T>(schema: Reads<T>, line: string, number: number): T => {
  const parsed = schema.safeParse(jsonIn(line));
  if (parsed.success) return parsed.data;
  throw new FaultError('bad-request', `line ${number} is not one of a transcript`);
};
