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
import { createLeftJobs } from './left-jobs.ts';
import { runDocumentJob } from './print-job.ts';

export interface DocumentPrinterOptions {
  readonly driver: DriverName;
  readonly line: IppLine;
  /**
   * The user its jobs belong to, of nobody else's device: what of them was left in the printer is
   * taken back. Absent: nothing is.
   */
  readonly owner?: string | undefined;
}

/** Together the two are how long a fault may go unseen. */
const POLL_MS = 1_000;
/** A printer that has not answered by then is called silent, until it does. */
const LATE_MS = 1_000;

/** A printer for A4 pages that speaks the Internet Printing Protocol. */
export const createDocumentPrinter = (
  { driver, line, owner }: DocumentPrinterOptions,
  context: DriverContext,
): DocumentPrinterDriver => {
  const { clock, deviceId, log } = context;
  const report = createStatusReporter(context, 'document-printer', driver);
  const client = createIppClient(heardLine(line, context.recorder), owner);
  const left = owner === undefined ? undefined : createLeftJobs(client);
  const once = createJobOutcomes();
  let stopped = false;
  let takesTurn = false;
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
      takeBackInTurn();
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

  const takeBackLeft = async (): Promise<void> => {
    const jobs = (await left?.takeBack()) ?? 0;
    if (jobs === 0) return;
    log({ level: 'warn', event: 'documents-taken-back', deviceId, detail: String(jobs) });
  };

  /** Not beside a job that is at work: it would be taken for one that was left. */
  const takeBackInTurn = (): void => {
    if (left?.isSuspected() !== true || takesTurn) return;
    takesTurn = true;
    queue = queue.then(takeBackLeft).finally(() => {
      takesTurn = false;
    });
  };

  const runJob = async (job: DocumentJob, begin: () => Promise<void>): Promise<PrintOutcome> => {
    await takeBackLeft();
    const outcome = await runDocumentJob(job, { client, clock, onState }, begin);
    const { outcome: word, fault } = outcome;
    if (word === 'uncertain') left?.suspect();
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
      await queue;
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
