import type { Tone } from './controls.tsx';

/** What a page says after somebody has done something. */
export interface Said {
  readonly words: string;
  readonly tone: Tone;
}
