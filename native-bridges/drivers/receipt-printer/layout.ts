import { type Printable, type PrintableBlock } from '../../../core/contract/printable.ts';
import { breakBalanced, breakLines, type Measure } from './line-breaking.ts';
import { type PrinterProfile } from './profiles.ts';
import { qrModules, type QrModules } from './qr-modules.ts';
import {
  CAP_HEIGHT,
  INK_GAP,
  LINE_EXTENT,
  textStyle,
  type Extent,
  type TextStyle,
} from './typography.ts';

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

/** The fonts, as far as placing needs them; all in dots. */
export interface FontMetrics {
  widthIn(style: TextStyle): Measure;
  /** How far the ink of a text reaches from the baseline. */
  inkOf(text: string, style: TextStyle): Extent;
}

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
  fonts: FontMetrics,
): Layout => {
  const { language, scale } = document;
  const { dotsPerMm } = profile;
  const dots = (mm: number): number => Math.round(mm * dotsPerMm);
  const left = dots(SIDE_MARGIN_MM);
  const width = profile.widthDots - 2 * left;
  const least = LINE_EXTENT[language];
  const items: PlacedItem[] = [];
  let y = dots(TOP_MARGIN_MM);

  const centred = (itemWidth: number): number => Math.round(left + (width - itemWidth) / 2);

  /** Moves `y` past a line that holds all of the texts; the baseline is what comes back. */
  const advance = (...texts: readonly (readonly [string, TextStyle])[]): number => {
    const room = (side: keyof Extent): number =>
      Math.max(
        ...texts.map(([value, style]) =>
          Math.ceil(
            Math.max(least[side] * style.em, fonts.inkOf(value, style)[side] + INK_GAP * style.em),
          ),
        ),
      );
    const baseline = y + room('ascent');
    y = baseline + room('descent');
    return baseline;
  };

  const line = (
    text: string,
    style: TextStyle,
    align: 'left' | 'center',
    colour: 'black' | 'white' = 'black',
  ): void => {
    const x = align === 'left' ? left : centred(fonts.widthIn(style)(text));
    items.push({ kind: 'text', text, style, x, baseline: advance([text, style]), colour });
  };

  const text = (block: Extract<PrintableBlock, { kind: 'text' }>): void => {
    const style = textStyle(block.size, block.weight, dotsPerMm, scale);
    const breaking = block.align === 'center' ? breakBalanced : breakLines;
    for (const part of breaking(block.text, width, fonts.widthIn(style), language)) {
      line(part, style, block.align);
    }
  };

  const pair = (block: Extract<PrintableBlock, { kind: 'pair' }>): void => {
    const labelStyle = textStyle('normal', 'regular', dotsPerMm, scale);
    const valueStyle = textStyle('normal', 'bold', dotsPerMm, scale);
    const labelWidth = fonts.widthIn(labelStyle)(block.label);
    const valueWidth = fonts.widthIn(valueStyle)(block.value);
    const [value, ...more] = breakBalanced(block.value, width, fonts.widthIn(valueStyle), language);
    const fits = labelWidth + dots(PAIR.gapMm) + valueWidth <= width && more.length === 0;
    if (!fits) {
      const labels = breakLines(block.label, width, fonts.widthIn(labelStyle), language);
      for (const part of labels) line(part, labelStyle, 'left');
      for (const part of [value ?? '', ...more]) line(part, valueStyle, 'left');
      y += dots(PAIR.afterStackMm);
      return;
    }
    const baseline = advance([block.label, labelStyle], [block.value, valueStyle]);
    const common = { kind: 'text', baseline, colour: 'black' } as const;
    const right = Math.floor(left + width - valueWidth);
    items.push(
      { ...common, text: block.label, style: labelStyle, x: left },
      { ...common, text: value ?? '', style: valueStyle, x: right },
    );
  };

  const number = (block: Extract<PrintableBlock, { kind: 'number' }>): void => {
    const tallest = Math.floor((dots(NUMBER.tallestMm) * scale) / CAP_HEIGHT);
    const unit = fonts.widthIn({ em: 100, weight: 800 })(block.text) / 100;
    const em = Math.min(tallest, Math.floor(width / Math.max(unit, 0.1)));
    const style: TextStyle = { em, weight: 800 };
    const ink = fonts.inkOf(block.text, style);
    const baseline = y + dots(NUMBER.aroundMm) + Math.ceil(ink.ascent);
    const x = centred(fonts.widthIn(style)(block.text));
    items.push({ kind: 'text', text: block.text, style, x, baseline, colour: 'black' });
    y = baseline + Math.ceil(Math.max(ink.descent, 0)) + dots(NUMBER.aroundMm);
  };

  const banner = (block: Extract<PrintableBlock, { kind: 'banner' }>): void => {
    const style = textStyle('banner', 'bold', dotsPerMm, scale);
    const inside = width - 2 * dots(BANNER.sideMm);
    const lines = breakBalanced(block.text, inside, fonts.widthIn(style), language);
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
