import { type Clock } from '../../../core/ports/ports.ts';
import { type CodeText, codeTextOf } from './code-text.ts';
import { MAX_FRAME_BYTES } from './framing.ts';
import { parseScannedDataReport, SHARED_LAYOUT, type ScannedDataLayout } from './hid-pos-report.ts';
import { withoutInterpretations } from './symbology.ts';

export interface HidPosCodesOptions {
  readonly clock: Clock;
  readonly onCode: (code: CodeText) => void;
  /** A code that did not arrive whole is gone; the next one is not. */
  readonly onCutShort: () => void;
  readonly onOversize: () => void;
}

export interface HidPosCodes {
  /** Takes the reports as they come, one at a time. */
  readonly push: (report: Uint8Array) => void;
  /** How the reports that follow are laid out. */
  readonly expect: (layout: ScannedDataLayout) => void;
  /** Forgets what was begun: the scanner is away. */
  readonly reset: () => void;
}

/** Reports of one code follow each other within milliseconds. */
const BETWEEN_REPORTS_MS = 500;

/** Puts the codes together that a HID scanner cut into reports. Total on any bytes. */
export const createHidPosCodes = (options: HidPosCodesOptions): HidPosCodes => {
  let layout = SHARED_LAYOUT;
  let parts: Uint8Array[] = [];
  let cancelWait: () => void = () => undefined;

  const forget = (): void => {
    cancelWait();
    parts = [];
  };

  const finish = (symbology: string): void => {
    const bytes = Buffer.concat(parts);
    forget();
    if (bytes.length > MAX_FRAME_BYTES) {
      options.onOversize();
      return;
    }
    const { text, replaced } = codeTextOf(withoutTerminator(bytes));
    if (text !== '') options.onCode({ text: withoutInterpretations(text, symbology), replaced });
  };

  return {
    push: report => {
      const read = parseScannedDataReport(report, layout);
      if (read === undefined) return;
      cancelWait();
      // Beyond the longest code only the fact is kept that it was longer.
      if (lengthOf(parts) <= MAX_FRAME_BYTES) parts.push(read.data);
      if (!read.continues) {
        finish(read.symbology);
        return;
      }
      cancelWait = options.clock.after(BETWEEN_REPORTS_MS, () => {
        forget();
        options.onCutShort();
      });
    },
    expect: described => {
      layout = described;
    },
    reset: forget,
  };
};

const lengthOf = (parts: readonly Uint8Array[]): number =>
  parts.reduce((sum, { length }) => sum + length, 0);

/** A scanner set up for a keyboard before may still add what a keyboard needs: CR, LF, Tab, ETX. */
const TERMINATORS: ReadonlySet<number | undefined> = new Set([0x0d, 0x0a, 0x09, 0x03]);

const withoutTerminator = (bytes: Uint8Array): Uint8Array => {
  let end = bytes.length;
  while (end > 0 && TERMINATORS.has(bytes[end - 1])) end -= 1;
  return bytes.subarray(0, end);
};
