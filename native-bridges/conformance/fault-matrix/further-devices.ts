import { FaultError } from '../../../core/contract/errors.ts';
import { type DeviceConfig } from '../../contract/bridge.ts';
import { type DriverName } from '../../contract/driver-table.ts';
import { type DisplayDialect } from '../../contract/payment-display-config.ts';
import { createAudioOutput } from '../../drivers/audio-output/driver.ts';
import { createDocumentPrinter } from '../../drivers/document-printer/driver.ts';
import { type IppLine } from '../../drivers/document-printer/ipp/exchange.ts';
import { createPaymentDisplay } from '../../drivers/payment-display/driver.ts';
import { speak } from '../../drivers/payment-display/spoken-line.ts';
import { pause } from '../../core/deadline.ts';
import { installDevice } from '../../core/registry.ts';
import { createSimulatedIppPrinter } from '../../simulators/ipp/printer.ts';
import { createSimulatedLoudspeaker } from '../../simulators/loudspeaker.ts';
import { createSimulatedSoundBox } from '../../simulators/sound-box.ts';
import { rubbish, type MakeDevice } from './troubled-device.ts';

const BABBLE_BYTES = 200;

/** A printer of the network. */
export const ippPrinter =
  (driver: DriverName): MakeDevice =>
  ({ clock }) => {
    const sheets: number[] = [];
    const printer = createSimulatedIppPrinter(['image/pwg-raster'], clock, ({ heightDots }) =>
      sheets.push(heightDots),
    );
    let hung = false;
    let delayMs = 0;
    let babbles = 0;
    const line: IppLine = {
      ...printer.line,
      exchange: async (request, limits) => {
        if (hung) {
          await pause(clock, limits.ms);
          throw new FaultError('printer-silent', 'no answer in time');
        }
        if (delayMs > 0) await pause(clock, delayMs);
        if (babbles === 0) return printer.line.exchange(request, limits);
        babbles -= 1;
        return rubbish(BABBLE_BYTES);
      },
      stop: () => undefined,
    };
    const plug = (connected: boolean): void => printer.hardware.act({ action: 'plug', connected });
    return {
      sheets,
      plug,
      hang: now => {
        hung = now;
      },
      slow: ms => {
        delayMs = ms;
      },
      babble: () => {
        babbles = 1;
      },
      act: action => printer.hardware.act(action),
      orphaned: () => undefined,
      install: context =>
        Promise.resolve({ driver: createDocumentPrinter({ driver, line }, context) }),
    };
  };

/** A display that takes messages over a network. */
export const messageDisplay =
  (driver: DriverName, dialect: DisplayDialect): MakeDevice =>
  ({ clock }) => {
    const box = createSimulatedSoundBox(clock);
    const plug = (connected: boolean): void => box.hardware.act({ action: 'plug', connected });
    return {
      plug,
      power: plug,
      act: () => undefined,
      orphaned: () => void box.line.stop(),
      install: context =>
        Promise.resolve({
          driver: createPaymentDisplay({ driver, line: speak(dialect, 'SN1', box.line) }, context),
        }),
    };
  };

export const loudspeaker =
  (driver: DriverName): MakeDevice =>
  ({ clock }) => {
    const made = createSimulatedLoudspeaker(clock);
    const plug = (connected: boolean): void => made.hardware.act({ action: 'plug', connected });
    return {
      plug,
      power: plug,
      act: () => undefined,
      orphaned: () => made.loudspeaker.stop(),
      install: context =>
        Promise.resolve({
          driver: createAudioOutput(
            {
              driver,
              loudspeaker: made.loudspeaker,
              findRecording: () => Promise.resolve(undefined),
              volume: 1,
            },
            context,
          ),
        }),
    };
  };

/** A device that is part of the kiosk's page. */
export const pageDevice =
  (config: DeviceConfig): MakeDevice =>
  ({ page }) => ({
    plug: page.there,
    // One that does not answer is one that hangs.
    hang: hung => page.answers(!hung),
    act: action => {
      if (action.action === 'scan')
        page.scan(Buffer.from(action.bytes, 'base64').toString().trim());
    },
    orphaned: () => undefined,
    install: context => installDevice(config, context),
  });
