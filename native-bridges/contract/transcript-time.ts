import { type TranscriptEntry } from './transcript.ts';

type Listener = (entry: TranscriptEntry) => void;

/**
 * One time for a recording that outlasts device processes, each of which counts from its own start:
 * where an entry would lie before the last one, it and all that follow come after it.
 */
export const inOneTime = (listener: Listener): Listener => {
  let offset = 0;
  let last = 0;
  return entry => {
    if (entry.at + offset < last) offset = last - entry.at;
    last = entry.at + offset;
    listener({ ...entry, at: last });
  };
};
