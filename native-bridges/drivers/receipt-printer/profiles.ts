import { type PrinterProfileId } from '../../contract/printer-profile-id.ts';

/** The traits of a printer model that matter for a ticket. */
export interface PrinterProfile {
  /** Dots of the head, a multiple of eight. */
  readonly widthDots: number;
  readonly dotsPerMm: number;
  /** Rows sent in one raster command: small printers hold little more. */
  readonly bandRows: number;
  /** `tear`: no cutter, the paper is fed past the tear bar instead. */
  readonly cut: 'partial' | 'tear';
  /** Blank paper below the ticket. */
  readonly feedMm: number;
  /** Answers DLE EOT. Where it does, silence means that something is wrong. */
  readonly answers: boolean;
  /** Sends its status by itself after GS a. */
  readonly automaticStatus: boolean;
  /**
   * How the model says that everything before was printed: `process-id`, the answer to GS ( H
   * function 48; `paper-status`, the answer to GS r, which waits its turn in the buffer; `never`.
   */
  readonly confirms: 'process-id' | 'paper-status' | 'never';
  /** Takes DLE DC4 function 8, so that the rest of a broken ticket does not come out later. */
  readonly clearsBuffers: boolean;
}

const PAPER_80MM = { widthDots: 576, dotsPerMm: 8, bandRows: 128 } as const;

export const PRINTER_PROFILES: Readonly<Record<PrinterProfileId, PrinterProfile>> = {
  'generic-80mm': {
    ...PAPER_80MM,
    cut: 'partial',
    feedMm: 3,
    answers: true,
    automaticStatus: false,
    confirms: 'paper-status',
    clearsBuffers: false,
  },
  'generic-58mm': {
    widthDots: 384,
    dotsPerMm: 8,
    bandRows: 64,
    cut: 'tear',
    feedMm: 14,
    answers: true,
    automaticStatus: false,
    confirms: 'paper-status',
    clearsBuffers: false,
  },
  'epson-tm-80mm': {
    ...PAPER_80MM,
    cut: 'partial',
    feedMm: 3,
    answers: true,
    automaticStatus: true,
    confirms: 'process-id',
    clearsBuffers: true,
  },
  /** Boards that never send a byte: many Wi-Fi ones, and `usblp` with cheap models. */
  'silent-80mm': {
    ...PAPER_80MM,
    cut: 'partial',
    feedMm: 3,
    answers: false,
    automaticStatus: false,
    confirms: 'never',
    clearsBuffers: false,
  },
};
