import { describe, expect, it } from 'vitest';
import { type AudioOutputDriver } from '../contract/driver.ts';
import { statusOf, whilePassing, type DeviceHarness, type OpenHarness } from './harness.ts';

export interface AudioOutputRig {
  readonly open: OpenHarness;
}

/** What every driver of an audio output does, wherever the loudspeaker is. */
export const audioOutputSuite = (name: string, rig: AudioOutputRig): void => {
  const started = async (): Promise<{ harness: DeviceHarness; output: AudioOutputDriver }> => {
    const harness = await rig.open();
    if (harness.driver.kind !== 'audio-output') throw new TypeError('no audio output');
    await whilePassing(harness, harness.driver.start());
    return { harness, output: harness.driver };
  };

  describe(`audio output: ${name}`, () => {
    it('has said that it is ready when it has started', async () => {
      const { harness, output } = await started();
      expect(statusOf(harness)).toMatchObject({ kind: 'audio-output', state: 'ready' });
      await output.stop();
    });

    it('plays a sound to its end', async () => {
      const { harness, output } = await started();
      await whilePassing(harness, output.play({ name: 'success', language: 'vi' }));
      await output.stop();
    });

    it('breaks a sound off for a newer one', async () => {
      const { harness, output } = await started();
      const older = output.play({ name: 'attention', language: 'vi' });
      const refused = expect(older).rejects.toMatchObject({ code: 'device-busy' });
      await harness.pass(100);
      const newer = output.play({ name: 'failure', language: 'vi' });
      await whilePassing(harness, newer);
      await refused;
      await output.stop();
    });

    it('says that nothing was heard while it is unplugged, and plays again afterwards', async () => {
      const { harness, output } = await started();
      harness.hand({ action: 'plug', connected: false }, 'unplug the loudspeaker');
      await harness.until('unavailable', () => statusOf(harness).state === 'unavailable');
      await expect(
        whilePassing(harness, output.play({ name: 'paid', language: 'vi' })),
      ).rejects.toMatchObject({ code: 'device-absent' });
      harness.hand({ action: 'plug', connected: true }, 'plug the loudspeaker in');
      await harness.until('ready', () => statusOf(harness).state === 'ready');
      await whilePassing(harness, output.play({ name: 'paid', language: 'vi' }));
      await output.stop();
    });
  });
};
