import { audioOutputSuite } from './audio-output.suite.ts';
import { openHarness } from './harness.ts';

audioOutputSuite('simulated', {
  open: options => openHarness({ id: 'speaker', driver: 'simulated-audio-output' }, options),
});
