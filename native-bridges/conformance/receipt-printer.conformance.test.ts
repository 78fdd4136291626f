import { printerProfileIdSchema } from '../contract/printer-profile-id.ts';
import { PRINTER_PROFILES } from '../drivers/receipt-printer/profiles.ts';
import { hardwareOf } from './hardware.ts';
import { openHarness } from './harness.ts';
import { receiptPrinterSuite } from './receipt-printer.suite.ts';

for (const profile of printerProfileIdSchema.options) {
  receiptPrinterSuite(`simulated ${profile}`, {
    open: options =>
      openHarness({ id: 'printer', driver: 'simulated-receipt-printer', profile }, options),
    profile: PRINTER_PROFILES[profile],
    simulated: true,
    printed: ({ sheets }) => sheets.length,
  });
}

for (const device of hardwareOf('receipt-printer')) {
  if (!('profile' in device)) continue;
  receiptPrinterSuite(device.id, {
    open: options => openHarness(device, options),
    profile: PRINTER_PROFILES[device.profile],
    simulated: false,
    printed: () => undefined,
  });
}
