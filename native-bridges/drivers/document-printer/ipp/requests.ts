import { JOB_ATTRIBUTES, LISTED_ATTRIBUTES } from './job-state.ts';
import {
  OPERATIONS,
  type IppAttribute,
  type IppMessage,
  type IppValue,
  type OperationName,
  type TextTag,
} from './message.ts';
import { PRINTER_ATTRIBUTES } from './printer-state.ts';

/** How the printer shall print a document, in IPP's words. */
export interface JobTicket {
  /** Our own name of the job: it stands in the printer's list, so it names nobody. */
  readonly name: string;
  readonly format: string;
  readonly copies: number;
  /** Absent where the printer can not choose. */
  readonly media?: string;
  readonly sides?: string;
}

export type IppRequest =
  | { readonly operation: 'getPrinterAttributes' }
  | { readonly operation: 'validateJob'; readonly ticket: JobTicket }
  | { readonly operation: 'printJob'; readonly ticket: JobTicket; readonly document: Uint8Array }
  | { readonly operation: 'getJobAttributes'; readonly jobId: number }
  | { readonly operation: 'cancelJob'; readonly jobId: number }
  /** Those that are not over and whose user asks. */
  | { readonly operation: 'getJobs' };

/** Whoever sends: printers keep it with the job and show it. */
export const DEFAULT_USER = 'tiep-don';

const texts = (name: string, kind: TextTag, ...values: string[]): IppAttribute => ({
  name,
  values: values.map(text => ({ kind, text }) satisfies IppValue),
});

const integer = (name: string, number: number): IppAttribute => ({
  name,
  values: [{ kind: 'integer', number }],
});

/** The message of a request; charset and language come first (RFC 8011, 4.1.4). */
export const messageOf = (
  request: IppRequest,
  printerUri: string,
  requestId: number,
  user = DEFAULT_USER,
): IppMessage => ({
  version: { major: 2, minor: 0 },
  code: OPERATIONS[request.operation satisfies OperationName],
  requestId,
  groups: [
    {
      kind: 'operation',
      attributes: [
        texts('attributes-charset', 'charset', 'utf-8'),
        texts('attributes-natural-language', 'language', 'en'),
        texts('printer-uri', 'uri', printerUri),
        ...('jobId' in request ? [integer('job-id', request.jobId)] : []),
        texts('requesting-user-name', 'name', user),
        ...operationAttributes(request),
      ],
    },
    ...('ticket' in request ? [jobGroup(request.ticket)] : []),
  ],
  data: request.operation === 'printJob' ? request.document : new Uint8Array(),
});

const operationAttributes = (request: IppRequest): readonly IppAttribute[] => {
  switch (request.operation) {
    case 'getPrinterAttributes':
      return [texts('requested-attributes', 'keyword', ...PRINTER_ATTRIBUTES)];
    case 'getJobAttributes':
      return [texts('requested-attributes', 'keyword', ...JOB_ATTRIBUTES)];
    case 'cancelJob':
      return [];
    case 'getJobs':
      return [
        texts('requested-attributes', 'keyword', ...LISTED_ATTRIBUTES),
        texts('which-jobs', 'keyword', 'not-completed'),
        { name: 'my-jobs', values: [{ kind: 'boolean', value: true }] },
      ];
    case 'validateJob':
    case 'printJob':
      return [
        texts('job-name', 'name', request.ticket.name),
        texts('document-format', 'mimeType', request.ticket.format),
      ];
  }
};

const jobGroup = ({ copies, media, sides }: JobTicket) => ({
  kind: 'job' as const,
  attributes: [
    integer('copies', copies),
    ...(media === undefined ? [] : [texts('media', 'keyword', media)]),
    ...(sides === undefined ? [] : [texts('sides', 'keyword', sides)]),
  ],
});
