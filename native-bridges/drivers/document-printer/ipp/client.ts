import { FaultError, type FaultCode } from '../../../../core/contract/errors.ts';
import { decodeMessage } from './decode.ts';
import { encodeMessage } from './encode.ts';
import { type IppLine } from './exchange.ts';
import { readJobsOf, readJobState, type JobState } from './job-state.ts';
import { STATUS, type IppMessage } from './message.ts';
import { readPrinterState, type PrinterState } from './printer-state.ts';
import { DEFAULT_USER, messageOf, type IppRequest, type JobTicket } from './requests.ts';

/** A printer, spoken to in IPP 2.0. All methods throw FaultErrors. */
export interface IppClient {
  printerState(): Promise<PrinterState>;
  /** @throws FaultError `render-failed` where the printer cannot print such a document */
  validate(ticket: JobTicket): Promise<void>;
  /** Resolves when the printer has taken the whole document, with the job it made of it. */
  printJob(ticket: JobTicket, document: Uint8Array): Promise<JobState>;
  jobState(jobId: number): Promise<JobState>;
  /** A job that is over cannot be cancelled, which is no error here. */
  cancel(jobId: number): Promise<void>;
  /** This user's jobs that are not over; none of a printer that keeps no list. */
  unfinished(): Promise<readonly number[]>;
}

/** A question is answered at once; a document takes its time through a slow printer's memory. */
const QUESTION_MS = 5_000;
const DOCUMENT_MS = 60_000;

const FAULTS: Readonly<Record<number, FaultCode>> = {
  [STATUS.forbidden]: 'not-permitted',
  [STATUS.notAuthenticated]: 'not-permitted',
  [STATUS.notAuthorized]: 'not-permitted',
  [STATUS.documentFormatNotSupported]: 'render-failed',
  [STATUS.attributesNotSupported]: 'render-failed',
  [STATUS.serviceUnavailable]: 'device-busy',
  [STATUS.deviceError]: 'printer-offline',
  [STATUS.temporaryError]: 'device-busy',
  [STATUS.notAcceptingJobs]: 'device-busy',
  [STATUS.busy]: 'device-busy',
};

/** @param user whose jobs those are that it sends, lists and cancels */
export const createIppClient = (line: IppLine, user = DEFAULT_USER): IppClient => {
  let lastRequestId = 0;

  const ask = async (
    request: IppRequest,
    ms = QUESTION_MS,
    accepted: readonly number[] = [],
  ): Promise<IppMessage> => {
    lastRequestId = (lastRequestId % 0x7fff_ffff) + 1;
    const requestId = lastRequestId;
    const bytes = encodeMessage(messageOf(request, line.printerUri, requestId, user));
    const answer = decodeMessage(await line.exchange(bytes, { ms }));
    if (answer.requestId !== requestId) throw new FaultError('device-protocol', 'a stray answer');
    const { code } = answer;
    if (code >= STATUS.firstFailure && !accepted.includes(code)) throw refusal(request, code);
    return answer;
  };

  const stateIn = (answer: IppMessage): JobState => {
    const state = readJobState(answer);
    if (state === undefined) throw new FaultError('device-protocol', 'an answer without a job');
    return state;
  };

  return {
    printerState: async () => readPrinterState(await ask({ operation: 'getPrinterAttributes' })),
    validate: async ticket => {
      await ask({ operation: 'validateJob', ticket });
    },
    printJob: async (ticket, document) =>
      stateIn(await ask({ operation: 'printJob', ticket, document }, DOCUMENT_MS)),
    jobState: async jobId => stateIn(await ask({ operation: 'getJobAttributes', jobId })),
    cancel: async jobId => {
      const over = [STATUS.notPossible, STATUS.notFound];
      await ask({ operation: 'cancelJob', jobId }, QUESTION_MS, over);
    },
    unfinished: async () => {
      const none = [STATUS.operationNotSupported, STATUS.notFound];
      return readJobsOf(await ask({ operation: 'getJobs' }, QUESTION_MS, none), user);
    },
  };
};

const refusal = ({ operation }: IppRequest, status: number): FaultError =>
  new FaultError(
    FAULTS[status] ?? 'device-protocol',
    `${operation} was refused with 0x${status.toString(16).padStart(4, '0')}`,
  );
