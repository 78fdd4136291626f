import { create } from 'qrcode';

/** A QR code as squares, at its size on the page. */
export interface QrSymbol {
  /** Modules on a side, without the white around them. */
  readonly size: number;
  /** Points on a side. */
  readonly side: number;
  readonly isDark: (column: number, row: number) => boolean;
}

/** @throws RangeError for data that no symbol holds */
export const qrSymbol = (data: string, side: number): QrSymbol => {
  try {
    const { modules } = create(data, { errorCorrectionLevel: 'M' });
    return {
      size: modules.size,
      side,
      isDark: (column, row) => modules.get(row, column) !== 0,
    };
  } catch (cause) {
    throw new RangeError('no code holds so much', { cause });
  }
};
