import { type SimulatorAction } from '../../../core/contract/device.ts';
import { FaultError } from '../../../core/contract/errors.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { type DocumentFormat } from '../../contract/document-printer-config.ts';
import { type SimulatedHardware } from '../../contract/driver.ts';
import { decodeMessage } from '../../drivers/document-printer/ipp/decode.ts';
import { encodeMessage } from '../../drivers/document-printer/ipp/encode.ts';
import { type IppLine } from '../../drivers/document-printer/ipp/exchange.ts';
import {
  groupOf,
  numberOf,
  OPERATIONS,
  STATUS,
  textsOf,
  type IppAttribute,
  type IppGroup,
  type IppMessage,
} from '../../drivers/document-printer/ipp/message.ts';
import { type Bitmap } from '../../imaging/bitmap.ts';
import { readPwgRaster } from './pwg-reader.ts';

export interface SimulatedIppPrinter {
  readonly line: IppLine;
  readonly hardware: SimulatedHardware;
  /** Takes the bytes of a request, as off the wire, and answers as a printer does. */
  answer(request: Uint8Array): Uint8Array;
  /** Documents as they arrived, oldest first. */
  readonly documents: readonly { readonly format: string; readonly bytes: Uint8Array }[];
}

/** About twenty pages a minute. */
const PAGE_MS = 3_000;
const DOTS_PER_INCH = 150;

interface Job {
  readonly id: number;
  readonly owner: string;
  readonly pages: readonly (Bitmap | undefined)[];
  done: number;
  over: 'no' | 'completed' | 'canceled' | 'aborted';
}

const JOB_STATE = { pending: 3, processing: 5, stopped: 6, canceled: 7, aborted: 8, completed: 9 };
const PRINTER_STATE = { idle: 3, processing: 4, stopped: 5 };

/** An A4 printer of the driverless kind, which prints page after page while it can. */
export const createSimulatedIppPrinter = (
  formats: readonly DocumentFormat[],
  clock: Clock,
  onPage: (page: Bitmap) => void,
  pageMs = PAGE_MS,
): SimulatedIppPrinter => {
  const jobs = new Map<number, Job>();
  const documents: { format: string; bytes: Uint8Array }[] = [];
  let paper: 'ok' | 'near-end' | 'end' = 'ok';
  let coverOpen = false;
  let jammed = false;
  let connected = true;
  let cancelPage: (() => void) | undefined;

  const reasons = (): string[] => [
    ...(paper === 'end' ? ['media-empty-error'] : []),
    ...(paper === 'near-end' ? ['media-low-warning'] : []),
    ...(coverOpen ? ['cover-open-error'] : []),
    ...(jammed ? ['media-jam-error'] : []),
  ];
  const canPrint = (): boolean => paper !== 'end' && !coverOpen && !jammed;
  const atWork = (): Job | undefined => [...jobs.values()].find(({ over }) => over === 'no');

  const work = (): void => {
    const job = atWork();
    if (cancelPage !== undefined || job === undefined || !canPrint()) return;
    cancelPage = clock.after(pageMs, () => {
      cancelPage = undefined;
      finishPage(job);
      work();
    });
  };

  const finishPage = (job: Job): void => {
    if (job.over !== 'no' || !canPrint()) return;
    const page = job.pages[job.done];
    job.done += 1;
    if (page !== undefined) onPage(page);
    if (job.done >= job.pages.length) job.over = 'completed';
  };

  const stopPage = (): void => {
    cancelPage?.();
    cancelPage = undefined;
  };

  const jobGroup = (job: Job): IppGroup => {
    const stateNow =
      job.over !== 'no'
        ? JOB_STATE[job.over]
        : atWork() !== job
          ? JOB_STATE.pending
          : canPrint()
            ? JOB_STATE.processing
            : JOB_STATE.stopped;
    return {
      kind: 'job',
      attributes: [
        integer('job-id', job.id),
        enumeration('job-state', stateNow),
        keywords('job-state-reasons', job.over === 'no' ? ['job-printing'] : [`job-${job.over}`]),
        integer('job-impressions-completed', job.done),
        { name: 'job-originating-user-name', values: [{ kind: 'name', text: job.owner }] },
      ],
    };
  };

  const printerGroup = (): IppGroup => ({
    kind: 'printer',
    attributes: [
      enumeration(
        'printer-state',
        !canPrint()
          ? PRINTER_STATE.stopped
          : atWork() === undefined
            ? PRINTER_STATE.idle
            : PRINTER_STATE.processing,
      ),
      keywords('printer-state-reasons', reasons().length === 0 ? ['none'] : reasons()),
      { name: 'printer-is-accepting-jobs', values: [{ kind: 'boolean', value: true }] },
      {
        name: 'document-format-supported',
        values: formats.map(text => ({ kind: 'mimeType', text })),
      },
      keywords('media-supported', ['iso_a4_210x297mm']),
      keywords('sides-supported', ['one-sided', 'two-sided-long-edge']),
      {
        name: 'operations-supported',
        values: Object.values(OPERATIONS).map(number => ({ kind: 'enum', number })),
      },
      {
        name: 'pwg-raster-document-resolution-supported',
        values: [{ kind: 'resolution', x: DOTS_PER_INCH, y: DOTS_PER_INCH, unit: 3 }],
      },
      keywords('pwg-raster-document-type-supported', ['sgray_8']),
    ],
  });

  const takeJob = (request: IppMessage): Answer => {
    const ticket = ticketOf(request);
    const refused = refusal(ticket, formats);
    if (refused !== undefined) return { code: refused };
    if (request.code === OPERATIONS.validateJob) return { code: STATUS.ok };
    const pages = pagesOf(ticket.format, request.data);
    documents.push({ format: ticket.format, bytes: request.data });
    const job: Job = {
      id: jobs.size + 1,
      owner: userOf(request),
      pages: Array.from({ length: ticket.copies }, () => pages).flat(),
      done: 0,
      over: pages.length === 0 ? 'aborted' : 'no',
    };
    jobs.set(job.id, job);
    work();
    return { code: STATUS.ok, groups: [jobGroup(job)] };
  };

  const cancel = (job: Job): Answer => {
    if (job.over !== 'no') return { code: STATUS.notPossible };
    if (atWork() === job) stopPage();
    job.over = 'canceled';
    work();
    return { code: STATUS.ok };
  };

  const unfinishedOf = (user: string): IppGroup[] =>
    [...jobs.values()].filter(({ owner, over }) => over === 'no' && owner === user).map(jobGroup);

  const perform = (request: IppMessage): Answer => {
    const job = jobs.get(numberOf(groupOf(request, 'operation'), 'job-id') ?? 0);
    switch (request.code) {
      case OPERATIONS.getPrinterAttributes:
        return { code: STATUS.ok, groups: [printerGroup()] };
      case OPERATIONS.printJob:
      case OPERATIONS.validateJob:
        return takeJob(request);
      case OPERATIONS.getJobAttributes:
        return job === undefined
          ? { code: STATUS.notFound }
          : { code: STATUS.ok, groups: [jobGroup(job)] };
      case OPERATIONS.getJobs:
        return { code: STATUS.ok, groups: unfinishedOf(userOf(request)) };
      case OPERATIONS.cancelJob:
        return job === undefined ? { code: STATUS.notFound } : cancel(job);
      default:
        return { code: STATUS.operationNotSupported };
    }
  };

  const answer = (bytes: Uint8Array): Uint8Array => {
    const request = decodeMessage(bytes);
    const { code, groups = [] } = perform(request);
    return encodeMessage({
      version: { major: 2, minor: 0 },
      code,
      requestId: request.requestId,
      groups: [OPERATION_GROUP, ...groups],
      data: new Uint8Array(),
    });
  };

  const act = (action: SimulatorAction): void => {
    switch (action.action) {
      case 'paper':
        paper = action.state;
        break;
      case 'cover':
        coverOpen = action.open;
        break;
      case 'jam':
        jammed = action.jammed;
        break;
      case 'plug':
        connected = action.connected;
        break;
      default:
        throw new FaultError('bad-request', `a printer cannot take ${action.action}`);
    }
    if (!canPrint()) stopPage();
    work();
  };

  return {
    documents,
    answer,
    hardware: { act },
    line: {
      printerUri: 'ipp://simulated/ipp/print',
      exchange: request =>
        connected
          ? Promise.resolve(answer(request))
          : Promise.reject(new FaultError('device-absent', 'unplugged')),
      stop: () => undefined,
    },
  };
};

interface Answer {
  readonly code: number;
  readonly groups?: readonly IppGroup[];
}

const integer = (name: string, number: number): IppAttribute => ({
  name,
  values: [{ kind: 'integer', number }],
});
const enumeration = (name: string, number: number): IppAttribute => ({
  name,
  values: [{ kind: 'enum', number }],
});
const keywords = (name: string, texts: readonly string[]): IppAttribute => ({
  name,
  values: texts.map(text => ({ kind: 'keyword', text })),
});

const OPERATION_GROUP: IppGroup = {
  kind: 'operation',
  attributes: [
    { name: 'attributes-charset', values: [{ kind: 'charset', text: 'utf-8' }] },
    { name: 'attributes-natural-language', values: [{ kind: 'language', text: 'en' }] },
  ],
};

const userOf = (request: IppMessage): string =>
  textsOf(groupOf(request, 'operation'), 'requesting-user-name')[0] ?? 'anonymous';

const ticketOf = (request: IppMessage) => ({
  format: textsOf(groupOf(request, 'operation'), 'document-format')[0] ?? '',
  media: textsOf(groupOf(request, 'job'), 'media')[0],
  copies: numberOf(groupOf(request, 'job'), 'copies') ?? 1,
});

const refusal = (
  { format, media }: ReturnType<typeof ticketOf>,
  formats: readonly string[],
): number | undefined => {
  if (!formats.includes(format)) return STATUS.documentFormatNotSupported;
  return media === undefined || media === 'iso_a4_210x297mm'
    ? undefined
    : STATUS.attributesNotSupported;
};

/** Pages that can be looked at where it is a raster; of a PDF as many as it has, unseen. */
const pagesOf = (format: string, bytes: Uint8Array): readonly (Bitmap | undefined)[] => {
  if (format === 'image/pwg-raster') return readPwgRaster(bytes);
  const text = Buffer.from(bytes).toString('latin1');
  if (!text.startsWith('%PDF-')) return [];
  return Array.from(text.matchAll(/\/Type\s*\/Page\b(?!s)/g), () => undefined);
};
