import { afterAll, beforeAll, describe } from 'vitest';
import { type DeviceConfig } from '../contract/bridge.ts';
import { documentPrinterSuite } from './document-printer.suite.ts';
import { hardwareOf } from './hardware.ts';
import { openHarness, type DeviceHarness } from './harness.ts';
import { runIppEvePrinter, whyNoIppEvePrinter, type IppEvePrinter } from './ippeveprinter.ts';

const simulated = (name: string, config: DeviceConfig): void => {
  let harness: DeviceHarness | undefined;
  documentPrinterSuite(name, {
    open: async options => {
      harness = await openHarness(config, options);
      return harness;
    },
    reachable: true,
    // Of a PDF the simulated printer shows no picture.
    ...(config.driver === 'simulated-document-printer' && config.formats === undefined
      ? { printed: () => harness?.sheets.length ?? 0 }
      : {}),
  });
};
simulated('simulated, raster', { id: 'a4', driver: 'simulated-document-printer' });
simulated('simulated, PDF', {
  id: 'a4',
  driver: 'simulated-document-printer',
  formats: ['application/pdf'],
});

const absent = whyNoIppEvePrinter();
const where = absent === undefined ? '' : ` (not run: ${absent})`;

for (const format of ['application/pdf', 'image/pwg-raster']) {
  describe.runIf(absent === undefined)(`the printer of CUPS, ${format}${where}`, () => {
    let printer: IppEvePrinter | undefined;
    let before = 0;
    beforeAll(async () => {
      printer = await runIppEvePrinter(format);
    });
    afterAll(() => printer?.stop());

    documentPrinterSuite('ippeveprinter', {
      open: options => {
        before = printer?.documents().length ?? 0;
        const url = printer?.url ?? '';
        return openHarness({ id: 'a4', driver: 'ipp-document-printer', url }, options);
      },
      reachable: false,
      printed: () => (printer?.documents().length ?? 0) - before,
    });
  });
}

for (const device of hardwareOf('document-printer')) {
  documentPrinterSuite(device.id, {
    open: options => openHarness(device, options),
    reachable: false,
  });
}
