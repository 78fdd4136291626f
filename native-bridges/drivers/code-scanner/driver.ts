import { type ScannerTerminator } from '../../contract/code-framing.ts';
import { type OpenByteChannel } from '../../contract/byte-channel.ts';
import { type DriverName } from '../../contract/driver-table.ts';
import { type CodeScannerDriver, type DriverContext } from '../../contract/driver.ts';
import { createStatusReporter } from '../../core/status-reporter.ts';
import { keepChannel } from '../../transports/kept-channel.ts';
import { createCodeIntake } from './code-intake.ts';
import { createFraming } from './framing.ts';

export interface CodeScannerOptions {
  readonly driver: DriverName;
  readonly open: OpenByteChannel;
  readonly prefix: string;
  readonly terminator: ScannerTerminator;
  /** Milliseconds of silence that end a code; absent: as long as the terminator suggests. */
  readonly silenceMs?: number | undefined;
}

/** Emits every code that arrives on a scanner's byte line. */
export const createCodeScanner = (
  { driver, open, prefix, terminator, silenceMs }: CodeScannerOptions,
  context: DriverContext,
): CodeScannerDriver => {
  const { deviceId, clock, log } = context;
  const report = createStatusReporter(context, 'code-scanner', driver);
  const intake = createCodeIntake(context);
  const framing = createFraming({
    clock,
    prefix,
    terminator,
    silenceMs,
    onFrame: ({ text, replaced }) => {
      if (replaced) log({ level: 'warn', event: 'scan-not-utf8', deviceId });
      intake.push(text);
    },
    onOversize: () => log({ level: 'warn', event: 'scan-oversize', deviceId }),
  });
  const channel = keepChannel({
    open: context.recorder?.channel(open) ?? open,
    clock,
    onOpen: () => report({ state: 'ready' }),
    onData: framing.push,
    onLost: ({ code }) => {
      framing.reset();
      intake.reset();
      report({ state: 'unavailable', fault: code });
    },
  });
  return {
    kind: 'code-scanner',
    start: channel.start,
    stop: () => {
      channel.stop();
      framing.reset();
      intake.reset();
      return Promise.resolve();
    },
  };
};
