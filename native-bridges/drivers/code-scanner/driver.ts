import { type ScannerTerminator } from '../../contract/bridge.ts';
import { type OpenByteChannel } from '../../contract/byte-channel.ts';
import { type DriverName } from '../../contract/driver-table.ts';
import { type CodeScannerDriver, type DriverContext } from '../../contract/driver.ts';
import { createStatusReporter } from '../../core/status-reporter.ts';
import { keepChannel } from '../../transports/kept-channel.ts';
import { createFraming } from './framing.ts';
import { createZoneLines } from './zone-lines.ts';

export interface CodeScannerOptions {
  readonly driver: DriverName;
  readonly open: OpenByteChannel;
  readonly prefix: string;
  readonly terminator: ScannerTerminator;
}

/** Emits every code that arrives on a scanner's byte line. */
export const createCodeScanner = (
  { driver, open, prefix, terminator }: CodeScannerOptions,
  context: DriverContext,
): CodeScannerDriver => {
  const { deviceId, clock, emit, log } = context;
  const report = createStatusReporter(context, 'code-scanner', driver);
  const zoneLines = createZoneLines(clock, text => emit({ type: 'code-scanned', deviceId, text }));
  const framing = createFraming({
    clock,
    prefix,
    terminator,
    onFrame: ({ text, replaced }) => {
      if (replaced) log({ level: 'warn', event: 'scan-not-utf8', deviceId });
      zoneLines.push(text);
    },
    onOversize: () => log({ level: 'warn', event: 'scan-oversize', deviceId }),
  });
  const channel = keepChannel({
    open,
    clock,
    onOpen: () => report({ state: 'ready' }),
    onData: framing.push,
    onLost: ({ code }) => {
      framing.reset();
      zoneLines.reset();
      report({ state: 'unavailable', fault: code });
    },
  });
  return {
    kind: 'code-scanner',
    start: channel.start,
    stop: () => {
      channel.stop();
      framing.reset();
      zoneLines.reset();
      return Promise.resolve();
    },
  };
};
