import { hardwareOf } from './hardware.ts';
import { openHarness } from './harness.ts';
import { paymentDisplaySuite } from './payment-display.suite.ts';

for (const dialect of ['qf100', 'soundbox-push'] as const) {
  paymentDisplaySuite(`simulated, ${dialect}`, {
    open: options =>
      openHarness({ id: 'display', driver: 'simulated-payment-display', dialect }, options),
  });
}

for (const device of hardwareOf('payment-display')) {
  paymentDisplaySuite(device.id, { open: options => openHarness(device, options) });
}
