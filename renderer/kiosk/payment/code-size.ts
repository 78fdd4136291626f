/** What a phone reads at arm's length off a screen. */
export const SMALLEST_CODE_MM = 45;

const MM_PER_INCH = 25.4;

/** CSS pixels to a millimetre on a screen of that diagonal. */
export const pixelsPerMm = (width: number, height: number, inches: number): number =>
  Math.hypot(width, height) / (inches * MM_PER_INCH);

/** The least width of a code, in CSS pixels: a panel is never taken for larger than it is. */
export const smallestCode = (width: number, height: number, inches: number): number =>
  Math.ceil(SMALLEST_CODE_MM * pixelsPerMm(width, height, inches));
