import type { SoundName } from '../../../core/contract/sound.ts';

/** One note of a signal. */
export interface Note {
  /** Hertz. */
  readonly pitch: number;
  /** Seconds after the start of the signal. */
  readonly at: number;
  /** Seconds. */
  readonly length: number;
}

const [E5, G5, C6, E6, A4, E4] = [659.26, 783.99, 1046.5, 1318.51, 440, 329.63] as const;

const notes = (...pitches: number[]): readonly Note[] =>
  pitches.map((pitch, index) => ({ pitch, at: index * 0.18, length: 0.32 }));

/**
 * What a moment sounds like where the hospital has no recording. Rising means that it went well,
 * falling that it did not; between 300 and 1400 Hz, which old ears still hear.
 */
export const SIGNALS: Readonly<Record<SoundName, readonly Note[]>> = {
  attention: notes(G5, E5),
  success: notes(E5, G5, C6),
  failure: notes(A4, E4),
  'take-card': notes(C6, G5, C6),
  'take-ticket': notes(G5, C6, E6),
  paid: notes(C6, E6),
};

/** Seconds from the first note to the end of the last. */
export const lengthOf = (signal: readonly Note[]): number =>
  Math.max(0, ...signal.map(({ at, length }) => at + length));
