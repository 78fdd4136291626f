import { type Sheet, type SheetBlock } from '../../../core/contract/sheet.ts';
import { breakLines } from '../receipt-printer/line-breaking.ts';
import { qrSymbol, type QrSymbol } from './qr-symbol.ts';

/** Something at its place on a page; all lengths are points of 1/72 inch. */
export type PageItem =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly style: PageStyle;
      readonly x: number;
      readonly baseline: number;
    }
  | {
      readonly kind: 'line';
      readonly x: number;
      readonly y: number;
      readonly width: number;
    }
  | { readonly kind: 'qr'; readonly x: number; readonly y: number; readonly symbol: QrSymbol };

export type Page = readonly PageItem[];

export interface PageStyle {
  /** Points. */
  readonly em: number;
  readonly weight: 500 | 700;
}

/** Width of a text in points. */
export type MeasureText = (text: string, style: PageStyle) => number;

const POINTS_A_MM = 72 / 25.4;
const mm = (length: number): number => length * POINTS_A_MM;

/** ISO 216, A4. */
export const PAGE = { width: mm(210), height: mm(297) } as const;
/** As in official papers of Vietnam (Decree 30/2020/NĐ-CP, Appendix I): the left is bound. */
const MARGIN = { left: mm(25), right: mm(18), top: mm(20), bottom: mm(20) } as const;
const WIDTH = PAGE.width - MARGIN.left - MARGIN.right;
const FOOT = mm(10);

const STYLES = {
  heading1: { em: 16, weight: 700 },
  heading2: { em: 13, weight: 700 },
  small: { em: 9, weight: 500 },
  normal: { em: 11.5, weight: 500 },
  large: { em: 14, weight: 500 },
  label: { em: 11.5, weight: 500 },
  value: { em: 11.5, weight: 700 },
  cell: { em: 10.5, weight: 500 },
  cellTitle: { em: 10.5, weight: 700 },
} as const satisfies Record<string, PageStyle>;

/** Room of a line over its em: marks above and below letters, Khmer subscripts. */
const LEADING: Readonly<Record<Sheet['language'], { readonly line: number; readonly up: number }>> =
  {
    vi: { line: 1.45, up: 1.12 },
    en: { line: 1.45, up: 1.12 },
    km: { line: 1.9, up: 1.2 },
  };
const SPACE = { block: 4, beforeHeading: 10, cell: 3, column: 6, sign: mm(24) } as const;
/** A label takes this much of the line at most; the value stands beside it. */
const LABEL_SHARE = 0.42;
const QR_MM = 32;

type Align = 'left' | 'center' | 'right';
type BlockOf<Kind extends SheetBlock['kind']> = Extract<SheetBlock, { kind: Kind }>;

/**
 * Places the blocks of a sheet on as many pages as they need, with the number of each page.
 * @throws RangeError for a code that cannot be drawn
 */
export const layOutPages = (sheet: Sheet, measure: MeasureText): readonly Page[] => {
  const { language, blocks } = sheet;
  const leading = LEADING[language];
  const pages: PageItem[][] = [[]];
  const bottom = PAGE.height - MARGIN.bottom;
  let y: number = MARGIN.top;

  const put = (item: PageItem): void => void pages.at(-1)?.push(item);
  const turn = (): void => {
    pages.push([]);
    y = MARGIN.top;
  };
  /** Turns the page where less than `height` is left of it. */
  const need = (height: number): boolean => {
    if (y + height <= bottom || y === MARGIN.top) return false;
    turn();
    return true;
  };
  const heightOf = (style: PageStyle): number => style.em * leading.line;
  const linesOf = (text: string, style: PageStyle, width: number): string[] =>
    breakLines(text, width, part => measure(part, style), language);

  /** One line of text in a column, at `y`. */
  const line = (text: string, style: PageStyle, x: number, width: number, align: Align): void => {
    const spare = align === 'left' ? 0 : width - measure(text, style);
    const from = x + (align === 'center' ? spare / 2 : spare);
    put({ kind: 'text', text, style, x: from, baseline: y + style.em * leading.up });
  };

  const paragraph = (value: string, style: PageStyle, align: Align): void => {
    for (const part of linesOf(value, style, WIDTH)) {
      need(heightOf(style));
      line(part, style, MARGIN.left, WIDTH, align);
      y += heightOf(style);
    }
  };

  const heading = ({ text, level }: BlockOf<'heading'>): void => {
    const style = level === 1 ? STYLES.heading1 : STYLES.heading2;
    // A heading does not stand alone at the foot of a page.
    need(SPACE.beforeHeading + 2 * heightOf(style) + heightOf(STYLES.normal));
    y += y === MARGIN.top ? 0 : SPACE.beforeHeading;
    paragraph(text, style, level === 1 ? 'center' : 'left');
  };

  /** Cells beside one another, as high as the highest; a row is never cut. */
  const row = (
    cells: readonly { text: string; x: number; width: number; style: PageStyle; align: Align }[],
    beforeTurn?: () => void,
  ): void => {
    const broken = cells.map(cell => ({
      ...cell,
      lines: linesOf(cell.text, cell.style, cell.width),
    }));
    const height = Math.max(...broken.map(({ lines, style }) => lines.length * heightOf(style)), 0);
    if (need(height + 2 * SPACE.cell)) beforeTurn?.();
    y += SPACE.cell;
    const top = y;
    for (const { lines, style, x, width, align } of broken) {
      y = top;
      for (const part of lines) {
        line(part, style, x, width, align);
        y += heightOf(style);
      }
    }
    y = top + height + SPACE.cell;
  };

  const pair = ({ label, value }: BlockOf<'pair'>): void => {
    const labelWidth = WIDTH * LABEL_SHARE - SPACE.column;
    const x = MARGIN.left + WIDTH * LABEL_SHARE;
    const width = WIDTH * (1 - LABEL_SHARE);
    row([
      { text: label, x: MARGIN.left, width: labelWidth, style: STYLES.label, align: 'left' },
      { text: value, x, width, style: STYLES.value, align: 'left' },
    ]);
  };

  const rule = (): void => put({ kind: 'line', x: MARGIN.left, y, width: WIDTH });

  const table = ({ columns, rows }: BlockOf<'table'>): void => {
    const shares = columns.reduce((sum, { share }) => sum + share, 0);
    let from: number = MARGIN.left;
    const places = columns.map(({ share, align, title }) => {
      const width = (WIDTH * share) / shares;
      from += width;
      return { x: from - width, width: width - SPACE.column, align, title };
    });
    const head = (): void => {
      rule();
      row(places.map(place => ({ ...place, text: place.title, style: STYLES.cellTitle })));
      rule();
    };
    need(3 * heightOf(STYLES.cellTitle));
    head();
    for (const cells of rows) {
      row(
        places.map((place, index) => ({
          ...place,
          text: cells[index] ?? '',
          style: STYLES.cell,
        })),
        head,
      );
      rule();
    }
    y += SPACE.block;
  };

  const code = ({ data }: BlockOf<'code'>): void => {
    const symbol = qrSymbol(data, mm(QR_MM));
    need(symbol.side + SPACE.block);
    put({ kind: 'qr', x: MARGIN.left + (WIDTH - symbol.side) / 2, y, symbol });
    y += symbol.side + SPACE.block;
  };

  const signatures = ({ places }: BlockOf<'signatures'>): void => {
    const width = WIDTH / places.length - SPACE.column;
    const cells = (texts: readonly string[], style: PageStyle): void =>
      row(
        texts.map((text, index) => ({
          text,
          x: MARGIN.left + (index * WIDTH) / places.length,
          width,
          style,
          align: 'center' as const,
        })),
      );
    need(SPACE.sign + 4 * heightOf(STYLES.value));
    y += SPACE.beforeHeading;
    cells(
      places.map(({ title }) => title),
      STYLES.value,
    );
    if (places.some(({ note }) => note !== undefined)) {
      cells(
        places.map(({ note }) => note ?? ''),
        STYLES.small,
      );
    }
    y += SPACE.sign;
    cells(
      places.map(({ name }) => name ?? ''),
      STYLES.value,
    );
  };

  const place = (block: SheetBlock): void => {
    switch (block.kind) {
      case 'heading': {
        heading(block);
        break;
      }
      case 'text': {
        const weight = block.weight === 'bold' ? 700 : 500;
        paragraph(block.text, { ...STYLES[block.size], weight }, block.align);
        break;
      }
      case 'pair': {
        pair(block);
        return;
      }
      case 'table': {
        table(block);
        return;
      }
      case 'code': {
        code(block);
        return;
      }
      case 'rule': {
        y += SPACE.block;
        rule();
        break;
      }
      case 'space': {
        y += mm(block.millimetres);
        if (y > bottom) turn();
        return;
      }
      case 'signatures':
        signatures(block);
    }
    y += SPACE.block;
  };

  blocks.forEach(place);
  return pages.map((page, index) => [...page, pageNumber(index + 1, pages.length, measure)]);
};

const pageNumber = (page: number, of: number, measure: MeasureText): PageItem => {
  const text = `${page}/${of}`;
  const style = STYLES.small;
  const x = MARGIN.left + WIDTH - measure(text, style);
  return { kind: 'text', text, style, x, baseline: PAGE.height - FOOT };
};
