import { FaultError } from '../../../core/contract/errors.ts';
import { type Printable } from '../../../core/contract/printable.ts';
import { bitmapOf, type Bitmap } from '../../imaging/bitmap.ts';
import { createCanvas } from '../../imaging/canvas.ts';
import { FONT_FAMILIES, loadFonts } from './fonts.ts';
import { layOut, type FontMetrics, type PlacedItem } from './layout.ts';
import { type PrinterProfile } from './profiles.ts';
import { withoutRealTimeCommands } from './real-time-safety.ts';
import { type TextStyle } from './typography.ts';

/** A metre of paper: more is a mistake, never a ticket. */
const LONGEST_ROWS = 8000;
/** Dots at least this dark become black; a little above one half keeps thin strokes whole. */
const BLACK_BELOW = 150;

type Context = ReturnType<ReturnType<typeof createCanvas>['getContext']>;

/**
 * Draws a document as the dots of a printer's head. Synchronous, about 20 ms a ticket; the first
 * call also loads the fonts.
 * @throws FaultError `render-failed`
 */
export const rasterise = (
  document: Printable,
  profile: Pick<PrinterProfile, 'widthDots' | 'dotsPerMm'>,
): Bitmap => {
  try {
    loadFonts();
    const layout = layOut(document, profile, fontMetrics());
    if (layout.heightDots > LONGEST_ROWS) throw new RangeError(`${layout.heightDots} rows`);
    const canvas = createCanvas(profile.widthDots, layout.heightDots);
    const context = canvas.getContext('2d');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, profile.widthDots, layout.heightDots);
    for (const item of layout.items) draw(context, item);
    const { data } = context.getImageData(0, 0, profile.widthDots, layout.heightDots);
    return withoutRealTimeCommands(threshold(data, profile.widthDots));
  } catch (thrown) {
    throw new FaultError('render-failed', 'the document could not be drawn', { cause: thrown });
  }
};

const fontOf = ({ em, weight }: TextStyle): string => `${weight} ${em}px ${FONT_FAMILIES}`;

const fontMetrics = (): FontMetrics => {
  const context = createCanvas(8, 8).getContext('2d');
  const measure = (text: string, style: TextStyle) => {
    context.font = fontOf(style);
    return context.measureText(text);
  };
  return {
    widthIn: style => text => measure(text, style).width,
    inkOf: (text, style) => {
      const { actualBoundingBoxAscent, actualBoundingBoxDescent } = measure(text, style);
      return { ascent: actualBoundingBoxAscent, descent: actualBoundingBoxDescent };
    },
  };
};

const draw = (context: Context, item: PlacedItem): void => {
  context.fillStyle = '#000';
  switch (item.kind) {
    case 'text':
      context.font = fontOf(item.style);
      context.fillStyle = item.colour === 'white' ? '#fff' : '#000';
      context.fillText(item.text, item.x, item.baseline);
      return;
    case 'box':
      context.beginPath();
      context.roundRect(item.x, item.y, item.width, item.height, item.radius);
      context.fill();
      return;
    case 'qr':
      drawQr(context, item);
  }
};

const drawQr = (context: Context, item: Extract<PlacedItem, { kind: 'qr' }>): void => {
  const { modules, x, y } = item;
  const side = modules.moduleDots;
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.isDark(column, row)) {
        context.fillRect(x + column * side, y + row * side, side, side);
      }
    }
  }
};

/** Everything drawn is black on white, so one colour channel says it all. */
const threshold = (rgba: Uint8ClampedArray, widthDots: number): Bitmap => {
  const data = new Uint8Array(rgba.length / 32);
  for (let dot = 0; dot < data.length * 8; dot += 1) {
    if ((rgba[dot * 4] ?? 255) < BLACK_BELOW) {
      data[dot >> 3] = (data[dot >> 3] ?? 0) | (0x80 >> (dot & 7));
    }
  }
  return bitmapOf(widthDots, data);
};
