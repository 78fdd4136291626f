import { FaultError } from '../../../core/contract/errors.ts';
import { type DriverName } from '../../contract/driver-table.ts';
import { type AudioOutputDriver, type DriverContext } from '../../contract/driver.ts';
import { createStatusReporter } from '../../core/status-reporter.ts';
import { type Loudspeaker } from './loudspeaker.ts';
import { type FindRecording } from './recordings.ts';

export interface AudioOutputOptions {
  readonly driver: DriverName;
  readonly loudspeaker: Loudspeaker;
  readonly findRecording: FindRecording;
  /** 0 to 1. */
  readonly volume: number;
}

/** Plays the sounds of a visit, one at a time: the newest is the one that matters. */
export const createAudioOutput = (
  { driver, loudspeaker, findRecording, volume }: AudioOutputOptions,
  context: DriverContext,
): AudioOutputDriver => {
  const report = createStatusReporter(context, 'audio-output', driver);
  let latest = 0;

  return {
    kind: 'audio-output',
    start: () => {
      loudspeaker.watch(there =>
        report(there ? { state: 'ready' } : { state: 'unavailable', fault: 'device-absent' }),
      );
      return Promise.resolve();
    },
    stop: () => {
      latest += 1;
      loudspeaker.stop();
      return Promise.resolve();
    },
    play: async sound => {
      latest += 1;
      const turn = latest;
      const overtaken = (): boolean => turn !== latest;
      const recording = await findRecording(sound);
      if (overtaken()) throw new FaultError('device-busy', 'another sound took its place');
      try {
        await loudspeaker.play({
          name: sound.name,
          volume,
          ...(recording === undefined ? {} : { recording }),
        });
      } catch (thrown) {
        if (overtaken()) throw new FaultError('device-busy', 'another sound took its place');
        throw thrown;
      }
    },
  };
};
