import { type DeviceConfig, type PrintPreview } from '../contract/bridge.ts';
import { type DriverName } from '../contract/driver-table.ts';
import { type DriverContext, type InstalledDevice } from '../contract/driver.ts';

export interface InstallContext extends DriverContext {
  /** Takes a sheet that came out of a simulated printer. */
  readonly onSheet: (sheet: PrintPreview) => void;
}

type ConfigOf<Name extends DriverName> = Extract<DeviceConfig, { driver: Name }>;
type Install<Name extends DriverName> = (
  config: ConfigOf<Name>,
  context: InstallContext,
) => Promise<InstalledDevice>;

/** Loud enough for a hall, and not for the next room. */
const DEFAULT_VOLUME = 0.8;

/**
 * Driver name → how to set it up. Code is loaded when it is needed: a kiosk without printer does
 * not load Skia, and a scanner need not wait for it.
 */
const REGISTRY: { readonly [Name in DriverName]: Install<Name> } = {
  'simulated-card-reader': async (config, context) => {
    const { createSimulatedCardReader } = await import('../simulators/card-reader.ts');
    const { installChipCardReader } = await import('../drivers/chip-card-reader/install.ts');
    const { slot, hardware } = createSimulatedCardReader(config.cards ?? [], context.clock);
    return { driver: installChipCardReader(config, slot, context), hardware };
  },

  'pcsc-card-reader': async (config, context) => {
    const { createPcscCardSlot } = await import('../transports/pcsc/card-slot.ts');
    const { openPcscMini } = await import('../transports/pcsc/pcsc-mini.ts');
    const { installChipCardReader } = await import('../drivers/chip-card-reader/install.ts');
    const { clock, log, deviceId } = context;
    const slot = createPcscCardSlot({
      openService: openPcscMini,
      nameContains: config.reader ?? '',
      clock,
      log: entry => log({ ...entry, deviceId }),
    });
    return { driver: installChipCardReader(config, slot, context) };
  },

  'vendor-toolkit-card-reader': async (config, context) => {
    const { installVendorToolkitReader } = await import(
      '../drivers/chip-card-reader/install-vendor-toolkit.ts'
    );
    return { driver: installVendorToolkitReader(config, context) };
  },

  'simulated-code-scanner': async (config, context) => {
    const { createSimulatedCodeScanner } = await import('../simulators/code-scanner.ts');
    const { driver, line = 'serial', prefix, terminator = 'any', silenceMs } = config;
    const { open, hardware } = createSimulatedCodeScanner(line);
    if (line === 'hid-pos') {
      const { createHidPosScanner } = await import('../drivers/code-scanner/hid-pos.ts');
      return { driver: createHidPosScanner({ driver, open }, context), hardware };
    }
    const { createCodeScanner } = await import('../drivers/code-scanner/driver.ts');
    return {
      driver: createCodeScanner({ driver, open, prefix, terminator, silenceMs }, context),
      hardware,
    };
  },

  'serial-code-scanner': async (config, context) => {
    const { createSerialChannel } = await import('../transports/serial/serial-channel.ts');
    const { createCodeScanner } = await import('../drivers/code-scanner/driver.ts');
    const { driver, prefix, terminator = 'any', silenceMs } = config;
    const open = createSerialChannel({ settings: config, clock: context.clock });
    return { driver: createCodeScanner({ driver, open, prefix, terminator, silenceMs }, context) };
  },

  'tcp-receipt-printer': async ({ driver, host, port = 9100, profile }, context) => {
    const { openTcpChannel } = await import('../transports/tcp/tcp-channel.ts');
    const { createReceiptPrinter } = await import('../drivers/receipt-printer/driver.ts');
    const { PRINTER_PROFILES } = await import('../drivers/receipt-printer/profiles.ts');
    const open = openTcpChannel({ host, port });
    const options = { driver, open, use: 'visited', profile: PRINTER_PROFILES[profile] } as const;
    return { driver: createReceiptPrinter(options, context) };
  },

  'serial-receipt-printer': async ({ driver, profile, ...settings }, context) => {
    const { createSerialChannel } = await import('../transports/serial/serial-channel.ts');
    const { bytesPerSecond } = await import('../transports/serial/line-speed.ts');
    const { createReceiptPrinter } = await import('../drivers/receipt-printer/driver.ts');
    const { PRINTER_PROFILES } = await import('../drivers/receipt-printer/profiles.ts');
    const open = createSerialChannel({ settings, clock: context.clock });
    const options = { driver, open, profile: PRINTER_PROFILES[profile] };
    return {
      driver: createReceiptPrinter(
        { ...options, bytesPerSecond: bytesPerSecond(settings) },
        context,
      ),
    };
  },

  'usblp-receipt-printer': async ({ driver, port, profile }, context) => {
    const { openUsbPrinter } = await import('../transports/usblp/usb-printer-channel.ts');
    const { createReceiptPrinter } = await import('../drivers/receipt-printer/driver.ts');
    const { PRINTER_PROFILES } = await import('../drivers/receipt-printer/profiles.ts');
    const open = openUsbPrinter({ choice: port, clock: context.clock });
    return {
      driver: createReceiptPrinter({ driver, open, profile: PRINTER_PROFILES[profile] }, context),
    };
  },

  'winspool-receipt-printer': async ({ driver, printer, profile }, context) => {
    const { startPowerShell } = await import('../transports/winspool/powershell.ts');
    const { openSpooler } = await import('../transports/winspool/spooler.ts');
    const { createSpooledPrinter } = await import('../drivers/receipt-printer/spooled-printer.ts');
    const { PRINTER_PROFILES } = await import('../drivers/receipt-printer/profiles.ts');
    const spooler = openSpooler({ start: startPowerShell(), clock: context.clock });
    const options = { driver, spooler, printer, profile: PRINTER_PROFILES[profile] };
    return { driver: createSpooledPrinter(options, context) };
  },

  'hid-pos-code-scanner': async ({ driver, ...choice }, context) => {
    const { createHidChannel } = await import('../transports/hid/hid-channel.ts');
    const { createHidPosScanner, BAR_CODE_SCANNER_PAGE } = await import(
      '../drivers/code-scanner/hid-pos.ts'
    );
    const open = createHidChannel({
      binding: async () => (await import('../transports/hid/node-hid.ts')).nodeHid,
      choice,
      usagePage: BAR_CODE_SCANNER_PAGE,
    });
    return { driver: createHidPosScanner({ driver, open }, context) };
  },

  'keyboard-code-scanner': async (config, context) => {
    const { createPageScanner } = await import('../drivers/code-scanner/page-scanner.ts');
    const { driver, prefix, betweenKeysMs = 50 } = config;
    const order = { kind: 'scan-keyboard', prefix, betweenKeysMs } as const;
    return { driver: createPageScanner({ driver, order }, context) };
  },

  'camera-code-scanner': async ({ driver, camera }, context) => {
    const { createPageScanner } = await import('../drivers/code-scanner/page-scanner.ts');
    const order = { kind: 'scan-camera', ...(camera === undefined ? {} : { camera }) } as const;
    return { driver: createPageScanner({ driver, order }, context) };
  },

  'simulated-receipt-printer': async ({ driver, profile: profileId }, context) => {
    const { createSimulatedReceiptPrinter } = await import('../simulators/receipt-printer.ts');
    const { createReceiptPrinter } = await import('../drivers/receipt-printer/driver.ts');
    const { PRINTER_PROFILES } = await import('../drivers/receipt-printer/profiles.ts');
    const { pictureOf } = await import('../drivers/receipt-printer/preview.ts');
    const profile = PRINTER_PROFILES[profileId];
    const { open, hardware } = createSimulatedReceiptPrinter(profile, context.clock, sheet =>
      context.onSheet(pictureOf(sheet)),
    );
    return { driver: createReceiptPrinter({ driver, open, profile }, context), hardware };
  },

  'ipp-document-printer': async ({ driver, url, certificateSha256, owner }, context) => {
    const { openIppLine } = await import('../transports/http/ipp-line.ts');
    const { createDocumentPrinter } = await import('../drivers/document-printer/driver.ts');
    const line = openIppLine({ url, certificateSha256 });
    return { driver: createDocumentPrinter({ driver, line, owner }, context) };
  },

  'simulated-document-printer': async ({ driver, formats = ['image/pwg-raster'] }, context) => {
    const { createSimulatedIppPrinter } = await import('../simulators/ipp/printer.ts');
    const { createDocumentPrinter } = await import('../drivers/document-printer/driver.ts');
    const { pictureOf } = await import('../drivers/receipt-printer/preview.ts');
    const { line, hardware } = createSimulatedIppPrinter(formats, context.clock, page =>
      context.onSheet(pictureOf(page)),
    );
    return { driver: createDocumentPrinter({ driver, line }, context), hardware };
  },

  'http-payment-display': async (config, context) => {
    const { installPushDisplay } = await import('../drivers/payment-display/install.ts');
    return { driver: await installPushDisplay(config, context) };
  },

  'mqtt-payment-display': async (config, context) => {
    const { installPublishDisplay } = await import('../drivers/payment-display/install.ts');
    return { driver: await installPublishDisplay(config, context) };
  },

  'page-payment-display': async (config, context) => {
    const { installPageDisplay } = await import('../drivers/payment-display/install.ts');
    return { driver: installPageDisplay(config, context) };
  },

  'simulated-payment-display': async ({ driver, dialect = 'qf100' }, context) => {
    const { createSimulatedSoundBox } = await import('../simulators/sound-box.ts');
    const { createPaymentDisplay } = await import('../drivers/payment-display/driver.ts');
    const { speak } = await import('../drivers/payment-display/spoken-line.ts');
    const { heardMessages } = await import('../drivers/payment-display/display-line.ts');
    const { line, hardware } = createSimulatedSoundBox(context.clock);
    const spoken = speak(dialect, 'SIMULATED', heardMessages(line, context.recorder));
    return { driver: createPaymentDisplay({ driver, line: spoken }, context), hardware };
  },

  'page-audio-output': async ({ driver, recordings, volume = DEFAULT_VOLUME }, context) => {
    const { createAudioOutput } = await import('../drivers/audio-output/driver.ts');
    const { createPageLoudspeaker } = await import('../drivers/audio-output/page-loudspeaker.ts');
    const { recordingsIn } = await import('../drivers/audio-output/recordings.ts');
    const { loudspeaker, onPage } = createPageLoudspeaker(context);
    const findRecording = recordingsIn(recordings);
    const options = { driver, loudspeaker, findRecording, volume };
    return { driver: { ...createAudioOutput(options, context), onPage } };
  },

  'simulated-audio-output': async ({ driver, recordings, volume = DEFAULT_VOLUME }, context) => {
    const { createAudioOutput } = await import('../drivers/audio-output/driver.ts');
    const { recordingsIn } = await import('../drivers/audio-output/recordings.ts');
    const { createSimulatedLoudspeaker } = await import('../simulators/loudspeaker.ts');
    const { loudspeaker, hardware } = createSimulatedLoudspeaker(context.clock);
    const findRecording = recordingsIn(recordings);
    const options = { driver, loudspeaker, findRecording, volume };
    return { driver: createAudioOutput(options, context), hardware };
  },
};

/** Sets up one configured device; nothing runs before its driver is started. */
export const installDevice = (
  config: DeviceConfig,
  context: InstallContext,
): Promise<InstalledDevice> => {
  const install = REGISTRY[config.driver] as Install<DriverName>;
  return install(config, context);
};
