import { type SoundName } from '../../../core/contract/sound.ts';

/** What a loudspeaker is given: an audio file, or the name of a signal it makes of tones. */
export interface Clip {
  readonly name: SoundName;
  /** An audio file, base64. */
  readonly recording?: string;
  /** 0 to 1. */
  readonly volume: number;
}

/** A loudspeaker, wherever it is. */
export interface Loudspeaker {
  /** Calls `onChange` now, and whenever it comes or goes. */
  watch(onChange: (there: boolean) => void): void;
  /**
   * Resolves when the clip was heard to its end; a clip that still sounds is broken off.
   * @throws FaultError
   */
  play(clip: Clip): Promise<void>;
  stop(): void;
}
