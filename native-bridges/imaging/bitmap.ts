/** A picture of black and white dots, as a thermal head sees it. */
export interface Bitmap {
  readonly widthDots: number;
  readonly heightDots: number;
  readonly bytesPerRow: number;
  /** Rows top to bottom, most significant bit left, 1 = black. Bits right of the width are 0. */
  readonly data: Uint8Array;
}

/** @param widthDots a multiple of eight */
export const bitmapOf = (widthDots: number, data: Uint8Array): Bitmap => {
  const bytesPerRow = widthDots / 8;
  return { widthDots, heightDots: data.length / bytesPerRow, bytesPerRow, data };
};

export const isBlack = (bitmap: Bitmap, x: number, y: number): boolean =>
  ((bitmap.data[y * bitmap.bytesPerRow + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;
