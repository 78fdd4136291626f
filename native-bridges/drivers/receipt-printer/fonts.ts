import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { GlobalFonts } from '../../imaging/canvas.ts';

/**
 * Thin strokes break at one bit a dot, so nothing lighter than medium is loaded; the queue number
 * has the heaviest.
 */
export type FontWeight = 500 | 700 | 800;

interface FontSubset {
  readonly family: string;
  readonly weights: readonly FontWeight[];
  readonly file: (weight: FontWeight) => string;
}

const notoSans = (subset: string): FontSubset => ({
  family: `Ticket ${subset}`,
  weights: [500, 700, 800],
  file: weight => `@fontsource/noto-sans/files/noto-sans-${subset}-${weight}-normal.woff2`,
});

/** Each file holds one script; a glyph that the first has not is looked for in the next. */
const SUBSETS: readonly FontSubset[] = [
  notoSans('latin'),
  notoSans('vietnamese'),
  notoSans('latin-ext'),
  {
    family: 'Ticket khmer',
    weights: [500, 700],
    file: weight =>
      `@fontsource/noto-sans-khmer/files/noto-sans-khmer-khmer-${weight}-normal.woff2`,
  },
];

export const FONT_FAMILIES = SUBSETS.map(({ family }) => `"${family}"`).join(', ');

let loaded = false;

/**
 * Registers the ticket's fonts, once a process. The bytes go through Node, which can also read
 * them inside an application archive.
 */
export const loadFonts = (): void => {
  if (loaded) return;
  const { resolve } = createRequire(import.meta.url);
  for (const { family, weights, file } of SUBSETS) {
    for (const weight of weights) {
      const path = resolve(file(weight));
      if (GlobalFonts.register(readFileSync(path), family) === null) {
        throw new Error(`not a font: ${file(weight)}`);
      }
    }
  }
  loaded = true;
};
