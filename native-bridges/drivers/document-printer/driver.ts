import { type PrintOutcome } from '../../../core/contract/device.ts';
import { asFaultError, type FaultCode } from '../../../core/contract/errors.ts';
import { type DocumentJob } from '../../../core/contract/sheet.ts';
import { type DriverName } from '../../contract/driver-table.ts';
import { type DocumentPrinterDriver, type DriverContext } from '../../contract/driver.ts';
import { createJobOutcomes } from '../../core/job-outcomes.ts';
import { createStatusReporter, type StatusDetails } from '../../core/status-reporter.ts';
import { createIppClient } from './ipp/client.ts';
import { heardLine, type IppLine } from './ipp/exchange.ts';
import { type PrinterState } from './ipp/printer-state.ts';
import { runDocumentJob } from './print-job.ts';

export interface DocumentPrinterOptions {
  readonly driver: DriverName;
  readonly line: IppLine;
}

/** Together the two are how long a fault may go unseen. */
const POLL_MS = 1_000;
/** A printer that has not answered by then is called silent, until it does. */
const LATE_MS = 1_000;

/** A printer for A4 pages that speaks the Internet Printing Protocol. */
export const createDocumentPrinter = (
  { driver, line }: DocumentPrinterOptions,
  context: DriverContext,
): DocumentPrinterDriver => {
  const { clock, deviceId, log } = context;
  const report = createStatusReporter(context, 'document-printer', driver);
  const client = createIppClient(heardLine(line, context.recorder));
  const once = createJobOutcomes();
  let stopped = false;
  let cancelPoll: (() => void) | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  const onState = (state: PrinterState): void => {
    report(describe(state));
  };

  const reportFault = (fault: FaultCode): void =>
    report({ state: 'unavailable', fault, paper: 'unknown' });

  const look = async (): Promise<void> => {
    const cancelLate = clock.after(LATE_MS, () => reportFault('printer-silent'));
    try {
      onState(await client.printerState());
    } catch (thrown) {
      reportFault(asFaultError(thrown).code);
    } finally {
      cancelLate();
    }
  };

  const poll = (): void => {
    if (stopped) return;
    cancelPoll = clock.after(POLL_MS, () => void look().finally(poll));
  };

  const runJob = async (job: DocumentJob, begin: () => Promise<void>): Promise<PrintOutcome> => {
    const outcome = await runDocumentJob(job, { client, clock, onState }, begin);
    const { outcome: word, fault } = outcome;
    if (word !== 'printed') {
      log({
        level: 'warn',
        event: `document-${word}`,
        deviceId,
        ...(fault === undefined ? {} : { code: fault }),
      });
    }
    await look();
    return outcome;
  };

  const print = (job: DocumentJob, begin: () => Promise<void>): Promise<PrintOutcome> =>
    once(job.jobId, () => {
      const outcome = queue.then(() => runJob(job, begin));
      queue = outcome;
      return outcome;
    });

  return {
    kind: 'document-printer',
    start: async () => {
      await look();
      poll();
    },
    stop: async () => {
      stopped = true;
      cancelPoll?.();
      await queue;
      line.stop();
    },
    print,
  };
};

const describe = ({ fault, worn, paper }: PrinterState): StatusDetails => {
  if (fault !== undefined) return { state: 'unavailable', fault, paper };
  return { state: worn || paper === 'near-end' ? 'degraded' : 'ready', paper };
};
