import { createCanvas } from '../../imaging/canvas.ts';
import { FONT_FAMILIES, loadFonts } from '../receipt-printer/fonts.ts';
import { type MeasureText, type Page, type PageItem, type PageStyle } from './page-layout.ts';

/** What drawing needs of a canvas, or of a page of a PDF. */
interface Context {
  fillStyle: unknown;
  font: string;
  fillText(text: string, x: number, y: number): void;
  fillRect(x: number, y: number, width: number, height: number): void;
}

/** Points. */
const RULE_WIDTH = 0.6;

const fontOf = ({ em, weight }: PageStyle): string => `${weight} ${em}px ${FONT_FAMILIES}`;

/** Measures as the page will be drawn. */
export const measureWithFonts = (): MeasureText => {
  loadFonts();
  const context = createCanvas(8, 8).getContext('2d');
  return (text, style) => {
    context.font = fontOf(style);
    return context.measureText(text).width;
  };
};

/** Draws a page in black; one unit of the context is a point. */
export const drawPage = (context: Context, page: Page): void => {
  context.fillStyle = '#000';
  for (const item of page) draw(context, item);
};

const draw = (context: Context, item: PageItem): void => {
  switch (item.kind) {
    case 'text':
      context.font = fontOf(item.style);
      context.fillText(item.text, item.x, item.baseline);
      return;
    case 'line':
      context.fillRect(item.x, item.y - RULE_WIDTH / 2, item.width, RULE_WIDTH);
      return;
    case 'qr': {
      const module = item.symbol.side / item.symbol.size;
      for (let row = 0; row < item.symbol.size; row += 1) {
        drawDarkRuns(context, item, row, module);
      }
    }
  }
};

/** Neighbours in one piece: hairlines between them would confuse a scanner. */
const drawDarkRuns = (
  context: Context,
  { symbol, x, y }: Extract<PageItem, { kind: 'qr' }>,
  row: number,
  module: number,
): void => {
  let from = 0;
  while (from < symbol.size) {
    let to = from;
    while (to < symbol.size && symbol.isDark(to, row)) to += 1;
    if (to > from) {
      context.fillRect(x + from * module, y + row * module, (to - from) * module, module);
    }
    from = to + 1;
  }
};
