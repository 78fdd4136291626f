import { type Printable, type PrintableBlock } from '../../../core/contract/printable.ts';
import { type FontWeight } from './fonts.ts';

/** How a run of text is drawn: font size (em) in dots and weight. */
export interface TextStyle {
  readonly em: number;
  readonly weight: FontWeight;
}

type TextBlock = Extract<PrintableBlock, { kind: 'text' }>;

/** Height of a capital over the em, Noto Sans. */
export const CAP_HEIGHT = 0.714;

/** Height of capitals on paper in millimetres, for a ticket at normal size. */
const CAP_MM: Readonly<Record<TextBlock['size'] | 'banner', number>> = {
  small: 2.1,
  normal: 2.6,
  large: 3.6,
  title: 4.6,
  banner: 3.2,
};

const WEIGHTS: Readonly<Record<TextBlock['weight'], FontWeight>> = { regular: 500, bold: 700 };

export const textStyle = (
  size: keyof typeof CAP_MM,
  weight: TextBlock['weight'],
  dotsPerMm: number,
  scale: number,
): TextStyle => ({
  em: Math.round((CAP_MM[size] * dotsPerMm * scale) / CAP_HEIGHT),
  weight: WEIGHTS[weight],
});

/** Room above and below the baseline. */
export interface Extent {
  readonly ascent: number;
  readonly descent: number;
}

/**
 * The least room of a line by its script, in em: Khmer stacks subscripts below the line and asks
 * for 1.9 em in all. Letters that need more get it: Ẩ reaches 1.23 em up, ỵ 0.47 em down.
 */
export const LINE_EXTENT: Readonly<Record<Printable['language'], Extent>> = {
  vi: { ascent: 1.15, descent: 0.31 },
  en: { ascent: 1.15, descent: 0.31 },
  km: { ascent: 1.2, descent: 0.7 },
};

/** White between the ink of one line and the next where both need more than their least room. */
export const INK_GAP = 0.03;
