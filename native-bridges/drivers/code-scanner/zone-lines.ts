import { ZONE_LAYOUTS } from '../../../core/contract/machine-readable-zone.ts';
import { type Clock } from '../../../core/ports/ports.ts';

export interface ZoneLines {
  /** Takes every code as it was scanned. */
  readonly push: (code: string) => void;
  /** Forgets what was begun: the line was lost. */
  readonly reset: () => void;
}

/** Lines of one zone are sent without a break. */
export const BETWEEN_LINES_MS = 500;

/** Document code and issuer of a document with a chip: `IDVNM`, `P<UTO`. */
const FIRST_LINE = /^[ACIP][A-Z<][A-Z<]{3}[A-Z0-9<]+$/;
const FURTHER_LINE = /^[A-Z0-9<]+$/;

/**
 * Readers of machine readable zones end every line as they end a code. Puts the lines of one zone
 * together, a line feed between them; every other code passes as it came.
 */
export const createZoneLines = (clock: Clock, onCode: (code: string) => void): ZoneLines => {
  let lines: readonly string[] = [];
  let cancelSilence: (() => void) | undefined;

  const forget = (): void => {
    cancelSilence?.();
    cancelSilence = undefined;
    lines = [];
  };
  const release = (): void => {
    const held = lines;
    forget();
    if (held.length > 0) onCode(held.join('\n'));
  };

  return {
    push: code => {
      cancelSilence?.();
      const [first = code] = lines;
      const count = linesOfZone(first.length);
      const belongs = lines.length === 0 ? FIRST_LINE.test(code) : FURTHER_LINE.test(code);
      if (count === undefined || !belongs || code.length !== first.length) {
        release();
        if (lines.length === 0 && startsZone(code)) hold([code]);
        else onCode(code);
        return;
      }
      hold([...lines, code]);
      if (lines.length === count) release();
    },
    reset: forget,
  };

  function hold(now: readonly string[]): void {
    lines = now;
    cancelSilence = clock.after(BETWEEN_LINES_MS, release);
  }
};

const startsZone = (code: string): boolean =>
  linesOfZone(code.length) !== undefined && FIRST_LINE.test(code);

const linesOfZone = (lineLength: number): number | undefined =>
  ZONE_LAYOUTS.find(layout => layout.lineLength === lineLength)?.lines;
