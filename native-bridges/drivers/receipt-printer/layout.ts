import { type Printable, type PrintableBlock } from '../../../core/contract/printable.ts';
import { breakBalanced, breakLines, type Measure } from './line-breaking.ts';
import { type PrinterProfile } from './profiles.ts';
import { qrModules, type QrModules } from './qr-modules.ts';
import { CAP_HEIGHT, LINE_METRICS, textStyle, type TextStyle } from './typography.ts';

/** Something at its place on the paper; all numbers are whole dots. */
export type PlacedItem =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly style: TextStyle;
      readonly x: number;
      readonly baseline: number;
      readonly colour: 'black' | 'white';
    }
  | {
      readonly kind: 'box';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly radius: number;
    }
  | { readonly kind: 'qr'; readonly x: number; readonly y: number; readonly modules: QrModules };

export interface Layout {
  readonly items: readonly PlacedItem[];
  readonly heightDots: number;
}

/** Widths of text in a style: the fonts live behind this. */
export type MeasureIn = (style: TextStyle) => Measure;

/** The head prints up to the edge, the paper is not always straight below it. */
const SIDE_MARGIN_MM = 1;
const TOP_MARGIN_MM = 1;
const PAIR = { gapMm: 2.5, afterStackMm: 0.8 };
const RULE = { thicknessDots: 2, aroundMm: 1.4 };
const NUMBER = { tallestMm: 22, aroundMm: 2.2 };
const BANNER = { insideMm: 0.7, sideMm: 2, afterMm: 1.2, radiusMm: 1.2 };

/**
 * Places the blocks of a document below one another on paper of the profile's width.
 * @throws RangeError for a code that cannot be printed on such paper
 */
export const layOut = (
  document: Printable,
  profile: Pick<PrinterProfile, 'widthDots' | 'dotsPerMm'>,
  measureIn: MeasureIn,
): Layout => {
  const { language, scale } = document;
  const { dotsPerMm } = profile;
  const dots = (mm: number): number => Math.round(mm * dotsPerMm);
  const left = dots(SIDE_MARGIN_MM);
  const width = profile.widthDots - 2 * left;
  const metrics = LINE_METRICS[language];
  const items: PlacedItem[] = [];
  let y = dots(TOP_MARGIN_MM);

  const centred = (itemWidth: number): number => Math.round(left + (width - itemWidth) / 2);

  /** Puts one line of text with its top at `y` and moves `y` below it. */
  const line = (
    text: string,
    style: TextStyle,
    align: 'left' | 'center',
    colour: 'black' | 'white' = 'black',
  ): void => {
    const x = align === 'left' ? left : centred(measureIn(style)(text));
    const baseline = y + Math.ceil(metrics.ascent * style.em);
    items.push({ kind: 'text', text, style, x, baseline, colour });
    y = baseline + Math.ceil(metrics.descent * style.em);
  };

  const text = (block: Extract<PrintableBlock, { kind: 'text' }>): void => {
    const style = textStyle(block.size, block.weight, dotsPerMm, scale);
    const breaking = block.align === 'center' ? breakBalanced : breakLines;
    for (const part of breaking(block.text, width, measureIn(style), language)) {
      line(part, style, block.align);
    }
  };

  const pair = (block: Extract<PrintableBlock, { kind: 'pair' }>): void => {
    const labelStyle = textStyle('normal', 'regular', dotsPerMm, scale);
    const valueStyle = textStyle('normal', 'bold', dotsPerMm, scale);
    const labelWidth = measureIn(labelStyle)(block.label);
    const valueWidth = measureIn(valueStyle)(block.value);
    const [value, ...more] = breakLines(block.value, width, measureIn(valueStyle), language);
    const fits = labelWidth + dots(PAIR.gapMm) + valueWidth <= width && more.length === 0;
    if (!fits) {
      const labels = breakLines(block.label, width, measureIn(labelStyle), language);
      for (const part of labels) line(part, labelStyle, 'left');
      for (const part of [value ?? '', ...more]) line(part, valueStyle, 'left');
      y += dots(PAIR.afterStackMm);
      return;
    }
    const top = y;
    line(block.label, labelStyle, 'left');
    const baseline = top + Math.ceil(metrics.ascent * valueStyle.em);
    const x = Math.floor(left + width - valueWidth);
    const colour = 'black';
    items.push({ kind: 'text', text: value ?? '', style: valueStyle, x, baseline, colour });
  };

  const number = (block: Extract<PrintableBlock, { kind: 'number' }>): void => {
    const tallest = Math.floor((dots(NUMBER.tallestMm) * scale) / CAP_HEIGHT);
    const unit = measureIn({ em: 100, weight: 800 })(block.text) / 100;
    const em = Math.min(tallest, Math.floor(width / Math.max(unit, 0.1)));
    const style: TextStyle = { em, weight: 800 };
    // Digits and capitals stand on the line: only their own height counts here.
    const baseline = y + dots(NUMBER.aroundMm) + Math.ceil(em * CAP_HEIGHT);
    const x = centred(measureIn(style)(block.text));
    items.push({ kind: 'text', text: block.text, style, x, baseline, colour: 'black' });
    y = baseline + dots(NUMBER.aroundMm);
  };

  const banner = (block: Extract<PrintableBlock, { kind: 'banner' }>): void => {
    const style = textStyle('banner', 'bold', dotsPerMm, scale);
    const inside = width - 2 * dots(BANNER.sideMm);
    const lines = breakBalanced(block.text, inside, measureIn(style), language);
    const top = y;
    const at = items.length;
    y += dots(BANNER.insideMm);
    for (const part of lines) line(part, style, 'center', 'white');
    y += dots(BANNER.insideMm);
    const box = { x: left, y: top, width, height: y - top, radius: dots(BANNER.radiusMm) };
    items.splice(at, 0, { kind: 'box', ...box });
    y += dots(BANNER.afterMm);
  };

  const code = (block: Extract<PrintableBlock, { kind: 'code' }>): void => {
    const modules = qrModules(block.data, profile, scale);
    if (modules === undefined) throw new RangeError('the code does not fit on the paper');
    const side = modules.size * modules.moduleDots;
    items.push({ kind: 'qr', x: Math.round((profile.widthDots - side) / 2), y, modules });
    y += side;
  };

  const rule = (): void => {
    y += dots(RULE.aroundMm);
    items.push({ kind: 'box', x: left, y, width, height: RULE.thicknessDots, radius: 0 });
    y += RULE.thicknessDots + dots(RULE.aroundMm);
  };

  const place = (block: PrintableBlock): void => {
    switch (block.kind) {
      case 'text': {
        text(block);
        return;
      }
      case 'pair': {
        pair(block);
        return;
      }
      case 'number': {
        number(block);
        return;
      }
      case 'banner': {
        banner(block);
        return;
      }
      case 'code': {
        code(block);
        return;
      }
      case 'rule': {
        rule();
        return;
      }
      case 'space':
        y += dots(block.millimetres);
    }
  };

  document.blocks.forEach(place);
  return { items, heightDots: Math.max(1, Math.ceil(y)) };
};
