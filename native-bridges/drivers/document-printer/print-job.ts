import { type PrintOutcome } from '../../../core/contract/device.ts';
import { asFaultError, type FaultCode } from '../../../core/contract/errors.ts';
import { type DocumentJob } from '../../../core/contract/sheet.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { DOCUMENT_FOLLOWED_MS } from '../../contract/document-patience.ts';
import { pause } from '../../core/deadline.ts';
import { type IppClient } from './ipp/client.ts';
import { type JobState } from './ipp/job-state.ts';
import { type PrinterState } from './ipp/printer-state.ts';
import { type JobTicket } from './ipp/requests.ts';
import { chooseFormat, renderDocument } from './render-document.ts';

const LOOK_MS = 500;
/** A printer that stands still for so long waits for a person: the patient does not. */
const STANDSTILL_MS = 60_000;
/** Looks in a row that a printer may leave unanswered before it is called lost. */
const SILENCES = 6;
/** A cancelled job may still finish its sheet. */
const CANCEL_MS = 15_000;

export interface JobSurroundings {
  readonly client: IppClient;
  readonly clock: Clock;
  readonly onState: (state: PrinterState) => void;
}

const failed = (fault: FaultCode): PrintOutcome => ({ outcome: 'failed', fault });
const uncertain = (fault: FaultCode = 'print-uncertain'): PrintOutcome => ({
  outcome: 'uncertain',
  fault,
});
const PRINTED: PrintOutcome = { outcome: 'printed' };

/**
 * Prints one document and follows it to its end. Nothing is sent before `begin`; a document that
 * cannot come out soon is taken back, so that it does not come out when nobody waits for it.
 */
export const runDocumentJob = async (
  job: DocumentJob,
  surroundings: JobSurroundings,
  begin: () => Promise<void>,
): Promise<PrintOutcome> => {
  const { client, onState } = surroundings;
  let ticket: JobTicket;
  let document: Uint8Array;
  try {
    const state = await client.printerState();
    onState(state);
    if (state.fault !== undefined) return failed(state.fault);
    const format = chooseFormat(state);
    ticket = ticketOf(job, format.type, state);
    if (state.validates) await client.validate(ticket);
    document = renderDocument(job.sheet, format);
    await begin();
  } catch (thrown) {
    return failed(asFaultError(thrown).code);
  }
  const started = surroundings.clock.now();
  let sent: JobState;
  try {
    sent = await client.printJob(ticket, document);
  } catch (thrown) {
    const fault = asFaultError(thrown);
    return neverTaken(fault) ? failed(fault.code) : uncertain();
  }
  return follow(sent, started, surroundings);
};

/** Nothing was sent, or the printer has said no: there is no job. Silence says nothing. */
const neverTaken = ({ code }: { readonly code: FaultCode }): boolean =>
  code !== 'printer-silent' && code !== 'device-protocol' && code !== 'internal';

const DEFAULT_MEDIA = 'iso_a4_210x297mm';

const ticketOf = (job: DocumentJob, format: string, state: PrinterState): JobTicket => ({
  name: `tiep-don ${job.jobId}`,
  format,
  copies: job.copies,
  ...(state.media.includes(DEFAULT_MEDIA) ? { media: DEFAULT_MEDIA } : {}),
  ...(state.sides.includes(job.sides) ? { sides: job.sides } : {}),
});

/** Asks after the job until it is over, or until nobody can wait any longer. */
const follow = async (
  first: JobState,
  started: number,
  { client, clock, onState }: JobSurroundings,
): Promise<PrintOutcome> => {
  let state = first;
  let moved = clock.now();
  let silences = 0;
  let fault: FaultCode | undefined;
  for (;;) {
    const outcome = outcomeOf(state, fault);
    if (outcome !== undefined) return outcome;
    if (state.state === 'processing') moved = clock.now();
    const now = clock.now();
    if (now - moved > STANDSTILL_MS || now - started > DOCUMENT_FOLLOWED_MS) {
      return takeBack(state, fault, client, clock);
    }
    await pause(clock, LOOK_MS);
    try {
      const printer = await client.printerState();
      onState(printer);
      fault = printer.fault;
      state = await client.jobState(first.jobId);
      silences = 0;
    } catch {
      silences += 1;
      if (silences >= SILENCES) return uncertain();
    }
  }
};

/** What a job that is over came to; undefined while it is not. */
const outcomeOf = (
  { state, impressions, reasons }: JobState,
  fault: FaultCode | undefined,
): PrintOutcome | undefined => {
  switch (state) {
    case 'completed':
      return reasons.includes('job-completed-with-errors') ? uncertain() : PRINTED;
    case 'canceled':
    case 'aborted':
      return impressions === 0 ? failed(fault ?? 'printer-offline') : uncertain();
    default:
      return undefined;
  }
};

/** The job must not come out for the next patient. */
const takeBack = async (
  last: JobState,
  fault: FaultCode | undefined,
  client: IppClient,
  clock: Clock,
): Promise<PrintOutcome> => {
  const end = clock.now() + CANCEL_MS;
  try {
    await client.cancel(last.jobId);
    for (;;) {
      const outcome = outcomeOf(await client.jobState(last.jobId), fault);
      if (outcome !== undefined) return outcome;
      if (clock.now() >= end) return uncertain();
      await pause(clock, LOOK_MS);
    }
  } catch {
    return uncertain();
  }
};
