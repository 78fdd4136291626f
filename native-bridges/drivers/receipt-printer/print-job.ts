import { asFaultError, type FaultCode } from '../../../core/contract/errors.ts';
import { type PrintJob, type PrintOutcome } from '../../../core/contract/device.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { pause, TIMED_OUT, within } from '../../core/deadline.ts';
import { type Bitmap } from '../../imaging/bitmap.ts';
import { ticketCommands, type EscPosCommand } from './escpos.ts';
import { type JobWatch } from './job-watch.ts';
import { type PrinterLink } from './printer-link.ts';
import { type PrinterProfile } from './profiles.ts';
import { rasterise } from './raster.ts';
import { faultOf, isStopped, type PrinterCondition } from './status.ts';

/** A printer that takes nothing for longer is stuck, beyond what a slow line needs for the band. */
const WRITE_MS = 5_000;
/** The slowest head needs about 20 s for the longest ticket. */
const CONFIRM_MS = 30_000;
/** How often a printer at work is asked whether it still can, and how soon again after a silence. */
const LOOK_MS = 500;
const AGAIN_MS = 100;
/** A printer that answered and says nothing for so long will not say that it is done. */
const SILENT_MS = 8_000;
/** What a system keeps of a line that is slower than whoever writes to it. */
const LINE_BUFFER_BYTES = 4_096;
/** On a slow line bands are so low that the printer can be heard between two of them. */
const BAND_SECONDS = 0.25;
const LOWEST_BAND = 8;

export interface PrintSurroundings {
  readonly link: PrinterLink;
  readonly profile: PrinterProfile;
  readonly clock: Clock;
  /** The latest the printer said; also moves while the job runs. */
  readonly condition: () => PrinterCondition;
  /** Takes what the printer said of itself in the middle of the job. */
  readonly heard: (condition: PrinterCondition) => void;
  /** Paper of a job that broke off still hangs from the printer. */
  readonly leftover: boolean;
  /** Undefined: faster than any printer. */
  readonly bytesPerSecond: number | undefined;
  readonly watch: JobWatch;
}

const failed = (fault: FaultCode): PrintOutcome => ({ outcome: 'failed', fault });
const UNCERTAIN: PrintOutcome = { outcome: 'uncertain', fault: 'print-uncertain' };
const PRINTED: PrintOutcome = { outcome: 'printed' };

/**
 * Prints one document. Up to `begin` nothing can have come out, and every failure is `failed`; after
 * it a failure is `uncertain`, since some of the ticket may hang from the printer.
 */
export const runPrintJob = async (
  job: PrintJob,
  surroundings: PrintSurroundings,
  begin: () => Promise<void>,
): Promise<PrintOutcome> => {
  const { link, profile } = surroundings;
  let bitmap: Bitmap;
  try {
    bitmap = rasterise(job.document, profile);
    const fault = await whyNot(surroundings);
    if (fault !== undefined) return failed(fault);
    await link.settle();
    await begin();
  } catch (thrown) {
    return failed(asFaultError(thrown).code);
  }
  if (!link.isOpen()) return failed('device-absent');
  surroundings.watch.begin();
  const sent = await sendAll(commandsOf(bitmap, surroundings), surroundings);
  if (!sent) return UNCERTAIN;
  return profile.confirms === 'never' ? PRINTED : await awaitPrinted(surroundings);
};

/** Why the printer cannot take a job now. Silence counts, unless the model is known never to speak. */
const whyNot = async ({ link, profile }: PrintSurroundings): Promise<FaultCode | undefined> => {
  if (!link.isOpen()) return 'device-absent';
  if (!profile.answers) return undefined;
  const condition = (await link.query()) ?? (await link.query());
  if (condition !== undefined) return faultOf(condition);
  return link.isOpen() ? 'printer-silent' : 'device-absent';
};

const commandsOf = (bitmap: Bitmap, surroundings: PrintSurroundings): EscPosCommand[] => {
  const { profile, leftover, bytesPerSecond = Infinity } = surroundings;
  const rows = Math.floor((bytesPerSecond * BAND_SECONDS) / bitmap.bytesPerRow);
  const bandRows = Math.min(profile.bandRows, Math.max(LOWEST_BAND, rows));
  const commands = [...ticketCommands(bitmap, { ...profile, bandRows })];
  if (leftover && profile.cut === 'partial') commands.unshift({ command: 'partial-cut', dots: 0 });
  // ESC @ may have switched it off.
  if (profile.automaticStatus) commands.push({ command: 'automatic-status', on: true });
  return commands;
};

/** True once the line took everything; stops between two commands when the printer cannot go on. */
const sendAll = async (
  commands: readonly EscPosCommand[],
  { link, clock, condition, watch, bytesPerSecond = Infinity }: PrintSurroundings,
): Promise<boolean> => {
  for (const command of commands) {
    if (isStopped(condition())) return false;
    try {
      const bytes = command.command === 'raster' ? command.data.length : 0;
      const patience = WRITE_MS + (2_000 * bytes) / bytesPerSecond;
      const result = await within(clock, patience, link.send(command));
      if (result === TIMED_OUT) return false;
      watch.moved(owedMs(bytesPerSecond));
    } catch {
      return false;
    }
  }
  return true;
};

/** How long a question may take that waits behind all that the system holds of the line. */
const owedMs = (bytesPerSecond: number): number => (1_000 * LINE_BUFFER_BYTES) / bytesPerSecond;

/** Waits for the word that it is out, and looks meanwhile whether the printer still can. */
const awaitPrinted = async ({
  link,
  clock,
  heard,
  bytesPerSecond = Infinity,
}: PrintSurroundings): Promise<PrintOutcome> => {
  let over = false;
  const confirmed = link
    .confirm()
    .then(result => (result === 'confirmed' ? PRINTED : UNCERTAIN))
    .catch(() => UNCERTAIN);
  const stopped = async (): Promise<PrintOutcome> => {
    await pause(clock, owedMs(bytesPerSecond));
    let answeredAt = clock.now();
    let wait = LOOK_MS;
    while (clock.now() - answeredAt < SILENT_MS) {
      await pause(clock, wait);
      if (over) return UNCERTAIN;
      const condition = await link.query();
      wait = condition === undefined ? AGAIN_MS : LOOK_MS;
      if (condition === undefined) continue;
      answeredAt = clock.now();
      if (!isStopped(condition)) continue;
      heard(condition);
      return UNCERTAIN;
    }
    return UNCERTAIN;
  };
  const outcome = await within(clock, CONFIRM_MS, Promise.race([confirmed, stopped()]));
  over = true;
  return outcome === TIMED_OUT ? UNCERTAIN : outcome;
};
