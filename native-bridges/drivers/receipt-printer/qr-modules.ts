import { create } from 'qrcode';
import { type PrinterProfile } from './profiles.ts';

/** Light modules around the code (ISO/IEC 18004, 5.3.8). */
const QUIET_ZONE = 4;
/** Large enough for a scanner's window and a shaking hand, small enough to leave room. */
const WANTED_SIDE_MM = 27;
const SMALLEST_MODULE_DOTS = 2;
const LARGEST_MODULE_DOTS = 8;

export interface QrModules {
  /** Modules on a side, quiet zone included. */
  readonly size: number;
  /** Whole dots a module is wide, so that no edge falls between two dots. */
  readonly moduleDots: number;
  isDark(column: number, row: number): boolean;
}

/**
 * The modules of a QR code (error correction M) that is at most `widthDots` wide; undefined where
 * the data do not fit on such paper.
 */
export const qrModules = (
  data: string,
  { widthDots, dotsPerMm }: Pick<PrinterProfile, 'widthDots' | 'dotsPerMm'>,
  scale: number,
): QrModules | undefined => {
  const { modules } = create(data, { errorCorrectionLevel: 'M' });
  const size = modules.size + 2 * QUIET_ZONE;
  const wanted = Math.floor((WANTED_SIDE_MM * dotsPerMm * scale) / size);
  const fitting = Math.floor(widthDots / size);
  const moduleDots = Math.min(Math.max(wanted, 4), fitting, LARGEST_MODULE_DOTS);
  if (moduleDots < SMALLEST_MODULE_DOTS) return undefined;
  const inside = (at: number): boolean => at >= 0 && at < modules.size;
  return {
    size,
    moduleDots,
    isDark: (column, row) => {
      const x = column - QUIET_ZONE;
      const y = row - QUIET_ZONE;
      return inside(x) && inside(y) && modules.get(y, x) === 1;
    },
  };
};
