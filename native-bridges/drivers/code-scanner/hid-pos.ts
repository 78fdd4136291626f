import { type OpenByteChannel } from '../../contract/byte-channel.ts';
import { type DriverName } from '../../contract/driver-table.ts';
import { type CodeScannerDriver, type DriverContext } from '../../contract/driver.ts';
import { createStatusReporter } from '../../core/status-reporter.ts';
import { keepChannel } from '../../transports/kept-channel.ts';
import { createCodeIntake } from './code-intake.ts';
import { inputFieldsOf } from '../../transports/hid/input-fields.ts';
import { createHidPosCodes } from './hid-pos-codes.ts';
import { scannedDataLayout, SHARED_LAYOUT } from './hid-pos-report.ts';

/** HID Point of Sale Usage Tables 1.02, 3. */
export const BAR_CODE_SCANNER_PAGE = 0x8c;

export interface HidPosScannerOptions {
  readonly driver: DriverName;
  /** Each piece of data is one input report, with its id. */
  readonly open: OpenByteChannel;
}

/** Emits every code of a scanner of the HID point of sale class. */
export const createHidPosScanner = (
  { driver, open }: HidPosScannerOptions,
  context: DriverContext,
): CodeScannerDriver => {
  const { deviceId, clock, log } = context;
  const report = createStatusReporter(context, 'code-scanner', driver);
  const intake = createCodeIntake(context);
  const codes = createHidPosCodes({
    clock,
    onCode: ({ text, replaced }) => {
      if (replaced) log({ level: 'warn', event: 'scan-not-utf8', deviceId });
      intake.push(text);
    },
    onCutShort: () => log({ level: 'warn', event: 'scan-cut-short', deviceId }),
    onOversize: () => log({ level: 'warn', event: 'scan-oversize', deviceId }),
  });
  const forget = (): void => {
    codes.reset();
    intake.reset();
  };
  const channel = keepChannel({
    open,
    clock,
    onOpen: ({ descriptor }) => {
      const described = scannedDataLayout(inputFieldsOf(descriptor ?? new Uint8Array()));
      if (descriptor !== undefined && described === undefined) {
        log({ level: 'warn', event: 'scanner-layout-unknown', deviceId });
      }
      codes.expect(described ?? SHARED_LAYOUT);
      report({ state: 'ready' });
    },
    onData: codes.push,
    onLost: ({ code }) => {
      forget();
      report({ state: 'unavailable', fault: code });
    },
  });
  return {
    kind: 'code-scanner',
    start: channel.start,
    stop: () => {
      channel.stop();
      forget();
      return Promise.resolve();
    },
  };
};
