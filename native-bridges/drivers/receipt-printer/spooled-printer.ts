import { type PrintJob, type PrintOutcome } from '../../../core/contract/device.ts';
import { asFaultError, type FaultCode } from '../../../core/contract/errors.ts';
import { type DriverName } from '../../contract/driver-table.ts';
import { type DriverContext, type ReceiptPrinterDriver } from '../../contract/driver.ts';
import { type PrintSpooler } from '../../contract/print-spooler.ts';
import { pause } from '../../core/deadline.ts';
import { createJobOutcomes } from '../../core/job-outcomes.ts';
import { createStatusReporter } from '../../core/status-reporter.ts';
import { type Bitmap } from '../../imaging/bitmap.ts';
import { encodeCommand, ticketCommands } from './escpos.ts';
import { renderTicketPng } from './preview.ts';
import { type PrinterProfile } from './profiles.ts';
import { rasterise } from './raster.ts';
import { isHandedOver, isHeldUp, isTakenOut, spoolerFault } from './spooler-status.ts';

export interface SpooledPrinterOptions {
  readonly driver: DriverName;
  readonly spooler: PrintSpooler;
  /** As the system calls it. */
  readonly printer: string;
  readonly profile: PrinterProfile;
}

/** With the time of an answer less than two seconds, in which any state is told. */
const POLL_MS = 800;
const LOOK_MS = 300;
/** What stands in the queue for so long is not printed any more. */
const HELD_UP_MS = 2_000;
const LONGEST_MS = 20_000;
/** A spooler that is busy with something else for so long is asked again. */
const SILENT_MS = 5_000;
/** What a slow head needs for a millimetre of paper. */
const PAPER_MS_PER_MM = 10;
/** A job that is taken out may still be on its way to the printer. */
const CANCEL_MS = 3_000;
/** Documents of this program in the queue; nobody's name. */
const OWN = 'tiep-don ';

const failed = (fault: FaultCode): PrintOutcome => ({ outcome: 'failed', fault });
const UNCERTAIN: PrintOutcome = { outcome: 'uncertain', fault: 'print-uncertain' };
const PRINTED: PrintOutcome = { outcome: 'printed' };

/**
 * A receipt printer behind the spooler of the system, which hears nothing of the printer but what its
 * port tells it: handed over, and no complaint in the time it takes to print, is `printed`, as of a
 * model that never answers. A queue prints when it can, hours later too: what does not come out at
 * once is taken out again, and what an earlier life of this program left there as well.
 */
export const createSpooledPrinter = (
  { driver, spooler, printer, profile }: SpooledPrinterOptions,
  context: DriverContext,
): ReceiptPrinterDriver => {
  const { clock, deviceId, log, recorder } = context;
  const report = createStatusReporter(context, 'receipt-printer', driver);
  const once = createJobOutcomes();
  let fault: FaultCode | undefined = 'device-absent';
  let clean = false;
  let leftover = false;
  let atWork = false;
  let stopped = false;
  let cancelPoll: (() => void) | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  /** Asks how the printer is and reports what is new. */
  const look = async (): Promise<FaultCode | undefined> => {
    try {
      fault = spoolerFault(await spooler.look(printer));
    } catch (thrown) {
      fault = asFaultError(thrown).code;
    }
    recorder?.condition(fault);
    const paper = fault === 'printer-paper-end' ? 'end' : 'unknown';
    report(
      fault === undefined ? { state: 'ready', paper } : { state: 'unavailable', fault, paper },
    );
    return fault;
  };

  /** Nothing of before may come out: neither of a life that ended, nor of a job that was given up. */
  const sweep = async (): Promise<void> => {
    if (clean) return;
    await spooler.sweep(printer, OWN);
    clean = true;
  };

  const lookAndSweep = async (): Promise<void> => {
    if ((await look()) === 'device-absent' || atWork) return;
    await sweep().catch(() => undefined);
  };

  const poll = (): void => {
    if (stopped) return;
    cancelPoll = clock.after(POLL_MS, () => void lookAndSweep().finally(poll));
  };

  const bytesOf = (bitmap: Bitmap): Uint8Array => {
    const commands = [...ticketCommands(bitmap, profile)];
    if (!leftover) return Buffer.concat(commands.map(encodeCommand));
    if (profile.cut === 'partial') commands.unshift({ command: 'partial-cut', dots: 0 });
    // A band that was cut off would swallow the next commands as dots: it is filled up with white.
    const white = new Uint8Array((profile.bandRows * profile.widthDots) / 8);
    return Buffer.concat([white, ...commands.map(encodeCommand)]);
  };

  const runJob = async (job: PrintJob, begin: () => Promise<void>): Promise<PrintOutcome> => {
    leftover ||= job.leftover === true;
    let bitmap: Bitmap;
    try {
      bitmap = rasterise(job.document, profile);
      const why = await look();
      if (why !== undefined) return failed(why);
      await sweep();
      await begin();
    } catch (thrown) {
      return failed(asFaultError(thrown).code);
    }
    clean = false;
    atWork = true;
    let outcome = UNCERTAIN;
    try {
      const bytes = bytesOf(bitmap);
      recorder?.message('sent', bytes);
      const number = await spooler.submit(printer, `${OWN}${job.jobId}`, bytes);
      outcome = await follow(number, (PAPER_MS_PER_MM * bitmap.heightDots) / profile.dotsPerMm);
    } catch (thrown) {
      recorder?.failed(asFaultError(thrown).code);
      // It may stand in the queue: it is swept before anything else.
    }
    clean = outcome.outcome === 'printed';
    leftover = !clean;
    if (!clean) await sweep().catch(() => undefined);
    atWork = false;
    await look();
    return outcome;
  };

  /** Watches a job until it has left the queue and can be on paper, or takes it out. */
  const follow = async (job: number, paperMs: number): Promise<PrintOutcome> => {
    const started = clock.now();
    let movedAt = started;
    for (;;) {
      const status = await patiently(() => spooler.job(printer, job));
      if (status === undefined) return onPaper(started + paperMs);
      if (isTakenOut(status)) return UNCERTAIN;
      if (isHandedOver(status)) {
        // A queue that keeps what it has printed would print it again when somebody asks it to.
        await patiently(() => spooler.cancel(printer, job));
        return onPaper(started + paperMs);
      }
      const now = clock.now();
      if (!isHeldUp(status) && (await look()) === undefined) movedAt = now;
      if (now - movedAt >= HELD_UP_MS || now - started >= LONGEST_MS) return takeOut(job);
      await pause(clock, LOOK_MS);
    }
  };

  /** The printer has it: paper may still end under it. */
  const onPaper = async (until: number): Promise<PrintOutcome> => {
    const end = until + SILENT_MS;
    for (;;) {
      const why = await look();
      if (why === undefined && clock.now() >= until) return PRINTED;
      if (why !== undefined && (why !== 'printer-silent' || clock.now() >= end)) return UNCERTAIN;
      await pause(clock, LOOK_MS);
    }
  };

  const patiently = async <T>(ask: () => Promise<T>): Promise<T> => {
    const end = clock.now() + SILENT_MS;
    for (;;) {
      try {
        return await ask();
      } catch (thrown) {
        if (asFaultError(thrown).code !== 'printer-silent' || clock.now() >= end) throw thrown;
      }
      await pause(clock, LOOK_MS);
    }
  };

  const takeOut = async (job: number): Promise<PrintOutcome> => {
    const end = clock.now() + CANCEL_MS;
    await patiently(() => spooler.cancel(printer, job));
    while ((await spooler.job(printer, job)) !== undefined && clock.now() < end) {
      await pause(clock, LOOK_MS);
    }
    return UNCERTAIN;
  };

  const print = (job: PrintJob, begin: () => Promise<void>): Promise<PrintOutcome> =>
    once(job.jobId, () => {
      const outcome = queue.then(() => runJob(job, begin)).then(logged);
      queue = outcome;
      return outcome;
    });

  const logged = (outcome: PrintOutcome): PrintOutcome => {
    const { outcome: word, fault: code } = outcome;
    if (word !== 'printed') {
      const why = code === undefined ? {} : { code };
      log({ level: 'warn', event: `print-${word}`, deviceId, ...why });
    }
    return outcome;
  };

  return {
    kind: 'receipt-printer',
    start: async () => {
      await lookAndSweep();
      poll();
    },
    stop: async () => {
      stopped = true;
      cancelPoll?.();
      await queue;
      spooler.stop();
    },
    print,
    preview: document => renderTicketPng(document, profile),
  };
};
