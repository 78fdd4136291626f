import { type SimulatorAction } from '../../core/contract/device.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type SimulatedHardware } from '../contract/driver.ts';
import { type Clip, type Loudspeaker } from '../drivers/audio-output/loudspeaker.ts';

/** A short signal; a recording at the 16 kB a second of ordinary speech files. */
const SIGNAL_MS = 700;
const BYTES_A_SECOND = 16_000;

export interface SimulatedLoudspeaker {
  readonly loudspeaker: Loudspeaker;
  readonly hardware: SimulatedHardware;
  /** What was heard to its end, oldest first. */
  readonly heard: readonly Clip[];
}

/** A loudspeaker that takes as long as a real one and can be unplugged in the middle. */
export const createSimulatedLoudspeaker = (clock: Clock): SimulatedLoudspeaker => {
  const heard: Clip[] = [];
  let connected = true;
  let onChange: (there: boolean) => void = () => undefined;
  let breakOff: ((fault: FaultError) => void) | undefined;

  const play = (clip: Clip): Promise<void> =>
    new Promise((resolve, reject) => {
      breakOff?.(new FaultError('device-busy', 'another sound took its place'));
      if (!connected) {
        reject(new FaultError('device-absent', 'unplugged'));
        return;
      }
      const cancel = clock.after(lengthOf(clip), () => {
        breakOff = undefined;
        heard.push(clip);
        resolve();
      });
      breakOff = fault => {
        breakOff = undefined;
        cancel();
        reject(fault);
      };
    });

  const act = (action: SimulatorAction): void => {
    if (action.action !== 'plug') {
      throw new FaultError('bad-request', `a loudspeaker cannot take ${action.action}`);
    }
    connected = action.connected;
    if (!connected) breakOff?.(new FaultError('device-absent', 'unplugged'));
    onChange(connected);
  };

  return {
    heard,
    hardware: { act },
    loudspeaker: {
      watch: listener => {
        onChange = listener;
        listener(connected);
      },
      play,
      stop: () => {
        onChange = () => undefined;
        breakOff?.(new FaultError('device-absent', 'stopped'));
      },
    },
  };
};

const lengthOf = ({ recording }: Clip): number =>
  recording === undefined
    ? SIGNAL_MS
    : Math.ceil((Buffer.from(recording, 'base64').length / BYTES_A_SECOND) * 1_000);
