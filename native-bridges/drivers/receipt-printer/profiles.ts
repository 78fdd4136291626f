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
  /** Where the traits are from. */
  readonly source: string;
}

const DPI_203 = 8;
const DPI_180 = 180 / 25.4;

const PAPER_80MM = { widthDots: 576, dotsPerMm: DPI_203, bandRows: 128 } as const;
const PAPER_58MM = { widthDots: 384, dotsPerMm: DPI_203, bandRows: 64 } as const;
const CUTTER = { cut: 'partial', feedMm: 3 } as const;
const TEAR_BAR = { cut: 'tear', feedMm: 14 } as const;

/** What the commands of the common set come to on models that have only these. */
const COMMON = {
  answers: true,
  automaticStatus: false,
  confirms: 'paper-status',
  clearsBuffers: false,
} as const;
const SILENT = {
  answers: false,
  automaticStatus: false,
  confirms: 'never',
  clearsBuffers: false,
} as const;
const EPSON = {
  answers: true,
  automaticStatus: true,
  confirms: 'process-id',
  clearsBuffers: true,
} as const;

const PRINTER_DB = 'github.com/receipt-print-hq/escpos-printer-db';
const ENCODER = 'npm @point-of-sale/receipt-printer-encoder 4.0';
const EPSON_REFERENCE = 'Epson ESC/POS command reference';

export const PRINTER_PROFILES: Readonly<Record<PrinterProfileId, PrinterProfile>> = {
  'generic-80mm': {
    ...PAPER_80MM,
    ...CUTTER,
    ...COMMON,
    source: `${EPSON_REFERENCE}: the commands nearly all models have; width by ${PRINTER_DB}`,
  },
  /** Boards that leave eight millimetres white, and 180 dpi heads sold as 80 mm ones. */
  'generic-80mm-512': {
    ...PAPER_80MM,
    ...CUTTER,
    ...COMMON,
    widthDots: 512,
    source: `${PRINTER_DB}, data/profile/default.yml`,
  },
  'generic-58mm': {
    ...PAPER_58MM,
    ...TEAR_BAR,
    ...COMMON,
    source: `${PRINTER_DB}, data/profile/POS-5890.yml`,
  },
  /** Boards that never send a byte: many Wi-Fi ones, and `usblp` with cheap models. */
  'silent-80mm': { ...PAPER_80MM, ...CUTTER, ...SILENT, source: 'as generic-80mm, unanswered' },
  'silent-58mm': { ...PAPER_58MM, ...TEAR_BAR, ...SILENT, source: 'as generic-58mm, unanswered' },
  /** TM-T20II, TM-T20III, TM-T81, TM-T82, TM-m30: 203 dpi. */
  'epson-tm-80mm': {
    ...PAPER_80MM,
    ...CUTTER,
    ...EPSON,
    source: `${EPSON_REFERENCE}; TM-T81 specification (DLE DC4); ${PRINTER_DB}, TM-T20III.yml`,
  },
  /** TM-T88IV to TM-T88VII, TM-T70II: 180 dpi. Older ones do not tell process ids. */
  'epson-tm-t88': {
    ...PAPER_80MM,
    ...CUTTER,
    ...EPSON,
    widthDots: 512,
    dotsPerMm: DPI_180,
    source: `${EPSON_REFERENCE}; ${PRINTER_DB}, TM-T88V.yml; ${ENCODER}`,
  },
  'xprinter-80mm': {
    ...PAPER_80MM,
    ...CUTTER,
    ...COMMON,
    // The cheaper boards of the maker hold 4 KB.
    bandRows: 48,
    source: `XP-80X series programmer manual (DLE EOT, GS r, GS V, GS v 0); ${ENCODER}`,
  },
  /** SRP-350, SRP-350II, SRP-350plus: 180 dpi. */
  'bixolon-srp-350': {
    ...PAPER_80MM,
    ...CUTTER,
    ...COMMON,
    widthDots: 512,
    dotsPerMm: DPI_180,
    automaticStatus: true,
    clearsBuffers: true,
    source: `Bixolon SRP-350II and SRP-350plus command manuals (DLE DC4, GS a, GS r); ${ENCODER}`,
  },
  /** VKP80 and KPM in their ESC/POS emulation, paper of 80 or 82.5 mm. */
  'custom-80mm': {
    ...PAPER_80MM,
    ...CUTTER,
    ...COMMON,
    widthDots: 640,
    source: 'Custom VKP80II command reference and user manual, ESC/POS emulation',
  },
  /** TSP650II, TSP700II, mC-Print3, switched to ESC/POS; TSP100 has no such mode. */
  'star-escpos-80mm': {
    ...PAPER_80MM,
    ...CUTTER,
    ...COMMON,
    source: `Star ESC/POS mode specification; ${ENCODER}`,
  },
  /** TSP800II, switched to ESC/POS. */
  'star-escpos-112mm': {
    ...PAPER_80MM,
    ...CUTTER,
    ...COMMON,
    widthDots: 832,
    source: `Star ESC/POS mode specification; ${PRINTER_DB}, TSP800.yml`,
  },
};
