import { type PrintJob, type PrintOutcome } from '../../../core/contract/device.ts';
import { type FaultError } from '../../../core/contract/errors.ts';
import { type OpenByteChannel } from '../../contract/byte-channel.ts';
import { type DriverName } from '../../contract/driver-table.ts';
import { type DriverContext, type ReceiptPrinterDriver } from '../../contract/driver.ts';
import { type LineUse } from '../../transports/held-line.ts';
import { createJobOutcomes } from '../../core/job-outcomes.ts';
import { createStatusReporter, type StatusDetails } from '../../core/status-reporter.ts';
import { loadFonts } from './fonts.ts';
import { renderTicketPng } from './preview.ts';
import { runPrintJob } from './print-job.ts';
import { createJobWatch } from './job-watch.ts';
import { createPrinterLink } from './printer-link.ts';
import { type PrinterProfile } from './profiles.ts';
import { faultOf, UNKNOWN_CONDITION, type PrinterCondition } from './status.ts';

export interface ReceiptPrinterOptions {
  readonly driver: DriverName;
  readonly open: OpenByteChannel;
  readonly profile: PrinterProfile;
  /** Absent: `kept`. */
  readonly use?: LineUse;
  /** How fast the line is at best; absent: faster than any printer. */
  readonly bytesPerSecond?: number;
}

/** An idle printer is asked how it is: any state is told within two seconds, silence included. */
const POLL_MS = 800;
/** After one silence, which may be chance, it is asked again soon. */
const AGAIN_MS = 100;
/** Silences in a row before a printer that used to answer is called offline. */
const SILENCES = 2;

export const createReceiptPrinter = (
  { driver, open, profile, use = 'kept', bytesPerSecond }: ReceiptPrinterOptions,
  context: DriverContext,
): ReceiptPrinterDriver => {
  const { clock, deviceId, log } = context;
  const report = createStatusReporter(context, 'receipt-printer', driver);
  const once = createJobOutcomes();
  let condition: PrinterCondition = UNKNOWN_CONDITION;
  let lineFault: FaultError | undefined;
  let silences = 0;
  let atWork = false;
  let leftover = false;
  let started = false;
  let stopped = false;
  let cancelPoll: (() => void) | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  /** One silence may be chance, unless it is all that was ever heard on this line. */
  const isSilent = (): boolean =>
    watch.isStill() ||
    (profile.answers && silences >= (condition === UNKNOWN_CONDITION ? 1 : SILENCES));

  const reportNow = (): void => report(describe(condition, lineFault, isSilent()));
  const watch = createJobWatch(clock, reportNow);

  const link = createPrinterLink({
    open: context.recorder?.channel(open) ?? open,
    use,
    profile,
    clock,
    onOpen: () => {
      lineFault = undefined;
      if (use === 'visited') return;
      silences = 0;
      if (started) void look();
    },
    onLost: fault => {
      lineFault = fault;
      condition = UNKNOWN_CONDITION;
      reportNow();
    },
    onWord: () => watch.moved(),
    onCondition: said => heard(said),
  });

  const heard = (said: PrinterCondition): void => {
    condition = said;
    silences = 0;
    reportNow();
  };

  /** Asks the printer how it is and reports what is new. */
  const look = async (): Promise<void> => {
    const release = await link.hold();
    if (link.isOpen() && profile.answers) {
      const answer = await link.query();
      // A line that went away meanwhile has said so itself.
      if (answer !== undefined) silences = 0;
      // While a ticket is on a slow line the question waits behind it: the job has its own patience.
      else if (link.isOpen() && !atWork) silences += 1;
      condition = answer ?? condition;
    }
    release();
    reportNow();
  };

  const poll = (): void => {
    if (stopped) return;
    const wait = silences > 0 && silences < SILENCES ? AGAIN_MS : POLL_MS;
    cancelPoll = clock.after(wait, () => void look().finally(poll));
  };

  const runJob = async (job: PrintJob, begin: () => Promise<void>): Promise<PrintOutcome> => {
    const release = await link.hold();
    leftover ||= job.leftover === true;
    const surroundings = {
      link,
      profile,
      clock,
      condition: () => condition,
      heard,
      leftover,
      bytesPerSecond,
      watch,
    };
    atWork = true;
    const outcome = await runPrintJob(job, surroundings, begin);
    atWork = false;
    if (outcome.outcome === 'printed') leftover = false;
    if (outcome.outcome === 'uncertain') await breakOff();
    if (outcome.outcome !== 'printed') {
      log({ level: 'warn', event: `print-${outcome.outcome}`, deviceId, ...codeOf(outcome) });
    }
    await look();
    // What stood still to the end is silent until it says something.
    if (watch.isStill()) silences = SILENCES;
    watch.end(outcome.outcome === 'printed');
    release();
    return outcome;
  };

  /** What the printer still holds of a broken ticket must not come out for the next patient. */
  const breakOff = async (): Promise<void> => {
    leftover = true;
    if (profile.clearsBuffers && link.isOpen()) await link.clear().catch(() => undefined);
    link.abandon();
  };

  const print = (job: PrintJob, begin: () => Promise<void>): Promise<PrintOutcome> =>
    once(job.jobId, () => {
      const outcome = queue.then(() => runJob(job, begin));
      queue = outcome;
      return outcome;
    });

  /** Takes the loading of the fonts off the first ticket. */
  const warmUp = (): void => {
    try {
      loadFonts();
    } catch {
      log({ level: 'error', event: 'ticket-fonts-missing', deviceId, code: 'render-failed' });
    }
  };

  return {
    kind: 'receipt-printer',
    start: async () => {
      await link.start();
      started = true;
      await look();
      poll();
      clock.after(0, warmUp);
    },
    stop: async () => {
      stopped = true;
      cancelPoll?.();
      await queue;
      link.stop();
    },
    print,
    preview: document => renderTicketPng(document, profile),
  };
};

const codeOf = ({ fault }: PrintOutcome): { code?: NonNullable<PrintOutcome['fault']> } =>
  fault === undefined ? {} : { code: fault };

const describe = (
  condition: PrinterCondition,
  lineFault: FaultError | undefined,
  silent: boolean,
): StatusDetails => {
  if (lineFault !== undefined) {
    return { state: 'unavailable', fault: lineFault.code, paper: 'unknown' };
  }
  if (silent) return { state: 'unavailable', fault: 'printer-silent', paper: 'unknown' };
  const { paper } = condition;
  const fault = faultOf(condition);
  if (fault !== undefined) return { state: 'unavailable', fault, paper };
  return { state: paper === 'near-end' ? 'degraded' : 'ready', paper };
};
