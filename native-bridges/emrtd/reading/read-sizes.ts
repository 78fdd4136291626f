import { SHORT_RESPONSE } from '../apdu.ts';
import { type ReaderTraits } from '../../contract/chip-card.ts';

/** The most bytes of response data a reader model was found to pass on. */
export interface ReadSize {
  readonly short: number;
  /** 0 where extended responses do not come through. */
  readonly extended: number;
}

/** By reader model. */
export type ReadSizes = Map<string, ReadSize>;

/** Le of 65,536 asks for as much as the chip can send. */
export const UNLIMITED = 65_536;
const EXTENDED_STEPS = [UNLIMITED, 2_048] as const;
const SHORT_STEPS = [SHORT_RESPONSE, 224, 192, 128] as const;

/** Why a response did not come: what is the chip's own word is no finding about the reader. */
export type ReadFailure = 'line' | 'status';

export interface ReadLimit {
  /** Bytes of response data that may be expected now. */
  current(): number;
  /** Goes down to the next size; false at the smallest. */
  shrink(failure: ReadFailure): boolean;
  /** The size works: what was found out about the reader is remembered. */
  worked(): void;
}

/** The size to begin with, and the way down from it (as far as is known for this reader model). */
export const createReadLimit = (
  sizes: ReadSizes,
  reader: ReaderTraits,
  chipHasExtendedLength: boolean,
): ReadLimit => {
  const known = sizes.get(reader.model) ?? {
    short: Math.min(reader.maxShortResponse, SHORT_RESPONSE),
    extended: reader.extendedLength ? UNLIMITED : 0,
  };
  const steps = [
    ...(chipHasExtendedLength ? EXTENDED_STEPS.filter(step => step <= known.extended) : []),
    known.short,
    ...SHORT_STEPS.filter(step => step < known.short),
  ];
  let at = 0;
  let blamed = false;
  const current = (): number => steps[at] ?? known.short;
  return {
    current,
    shrink: failure => {
      if (at + 1 >= steps.length) return false;
      // An extended command the chip refuses by itself says nothing about other chips.
      blamed ||= failure === 'line' || current() <= SHORT_RESPONSE;
      at += 1;
      return true;
    },
    worked: () => {
      if (!blamed) return;
      const size = current();
      const extended = size > SHORT_RESPONSE;
      sizes.set(reader.model, {
        short: extended ? known.short : size,
        extended: extended ? size : refusedExtended(steps, at) ? 0 : known.extended,
      });
      blamed = false;
    },
  };
};

const refusedExtended = (steps: readonly number[], at: number): boolean =>
  steps.slice(0, at).some(step => step > SHORT_RESPONSE);

/** DO '99' and DO '8E' around every protected response (ICAO 9303-11, 9.8.4). */
const STATUS_AND_CHECKSUM = 4 + 10;

/** Most plain bytes in a response of `limit` bytes; without secure messaging all of them. */
export const plainBytesIn = (limit: number, blockBytes: number | undefined): number => {
  if (blockBytes === undefined || limit === UNLIMITED) return limit;
  const room = limit - STATUS_AND_CHECKSUM;
  // Tag and length of DO '87', and its padding indicator.
  const header = (room > 0xff + 3 ? 4 : room > 0x7f + 2 ? 3 : 2) + 1;
  const blocks = Math.floor((room - header) / blockBytes);
  // At least one byte of the last block is padding.
  return blocks * blockBytes - 1;
};
