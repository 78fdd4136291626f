import { isShown, nameOf, type Rule } from './violation.ts';

/** WCAG 2.2, success criterion 1.4.6: 7:1 for every text, whatever its size. */
const LEAST = 7;

type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

const parse = (color: string): Rgba => {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (color.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue, alpha];
};

const over = (top: Rgba, bottom: Rgba): Rgba => {
  const alpha = top[3];
  const mix = (index: 0 | 1 | 2) => top[index] * alpha + bottom[index] * (1 - alpha);
  return [mix(0), mix(1), mix(2), 1];
};

/** WCAG 2.2, definition of relative luminance. */
const luminance = ([red, green, blue]: Rgba): number => {
  const channel = (value: number) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
};

export const contrastRatio = (one: string, other: string): number => {
  const [darker = 0, lighter = 0] = [luminance(parse(one)), luminance(parse(other))].sort(
    (a, b) => a - b,
  );
  return (lighter + 0.05) / (darker + 0.05);
};

const backgroundBehind = (element: Element): string => {
  const layers: Rgba[] = [];
  for (let above: Element | null = element; above !== null; above = above.parentElement) {
    const layer = parse(getComputedStyle(above).backgroundColor);
    if (layer[3] > 0) layers.unshift(layer);
    if (layer[3] === 1) break;
  }
  const [red, green, blue] = layers.reduce((bottom, top) => over(top, bottom), [255, 255, 255, 1]);
  return `rgb(${red} ${green} ${blue})`;
};

const hasOwnWords = (element: Element): boolean =>
  [...element.childNodes].some(
    node => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '',
  );

/** Every word, also those of disabled buttons, which axe leaves out. */
export const contrastOfWords: Rule = () =>
  [...document.querySelectorAll<HTMLElement>('body *')]
    .filter(element => hasOwnWords(element) && isShown(element))
    .flatMap(element => {
      const ratio = contrastRatio(getComputedStyle(element).color, backgroundBehind(element));
      return ratio >= LEAST
        ? []
        : [
            {
              rule: 'contrast-of-words',
              where: nameOf(element),
              problem: `${ratio.toFixed(1)}:1, at least ${LEAST}:1`,
            },
          ];
    });
