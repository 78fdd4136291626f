import { isShown, nameOf, type Panel, type Rule, type Violation } from './violation.ts';

const SLACK = 1.5;

interface TextPiece {
  readonly element: HTMLElement;
  readonly text: string;
  readonly lines: readonly DOMRect[];
}

/** Visually hidden words for screen readers have no size to check. */
const isHeardOnly = (element: Element): boolean => element.closest('.heard-only') !== null;

const texts = (): TextPiece[] => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const pieces: TextPiece[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim() ?? '';
    if (element === null || text === '' || !isShown(element) || isHeardOnly(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    pieces.push({ element, text, lines: [...range.getClientRects()] });
  }
  return pieces;
};

const violation = (rule: string, { element, text }: TextPiece, problem: string): Violation => ({
  rule,
  where: `${nameOf(element)} "${text.slice(0, 30)}"`,
  problem,
});

/** Text lies inside the panel and inside everything that cuts off what is outside of it. */
export const notClipped: Rule = () =>
  texts().flatMap(piece => {
    const clippers = [...ancestors(piece.element)].filter(cutsOff);
    return piece.lines.flatMap(line => {
      const cut = clippers.find(clipper => !contains(clipper.getBoundingClientRect(), line));
      if (cut !== undefined) return [violation('not-clipped', piece, `cut off by ${nameOf(cut)}`)];
      return contains(new DOMRect(0, 0, innerWidth, innerHeight), line)
        ? []
        : [violation('not-clipped', piece, 'lies partly outside the panel')];
    });
  });

function* ancestors(element: Element): Generator<Element> {
  for (let above: Element | null = element; above !== null; above = above.parentElement)
    yield above;
}

const cutsOff = (element: Element): boolean => {
  const { overflowX, overflowY } = getComputedStyle(element);
  return overflowX !== 'visible' || overflowY !== 'visible';
};

const contains = (outer: DOMRect, inner: DOMRect): boolean =>
  inner.left >= outer.left - SLACK &&
  inner.right <= outer.right + SLACK &&
  inner.top >= outer.top - SLACK &&
  inner.bottom <= outer.bottom + SLACK;

/** Words stay inside the button, row or card they belong to. */
export const insideItsBox: Rule = () =>
  texts().flatMap(piece => {
    const box = piece.element.closest('button, .note, .ticket-card, .ticket-fact, .person, .cover');
    if (box === null) return [];
    const outer = box.getBoundingClientRect();
    return piece.lines.some(line => !contains(outer, line))
      ? [violation('inside-its-box', piece, `reaches out of ${nameOf(box)}`)]
      : [];
  });

/** Nothing scrolls sideways, and nothing scrolls at all unless it offers buttons for it. */
export const noScrolling: Rule = () => {
  const elements = [document.documentElement, ...document.querySelectorAll<HTMLElement>('body *')];
  return elements.flatMap(element => {
    if (element.tagName === 'svg' || element.closest('svg') !== null) return [];
    if (isHeardOnly(element) || !isShown(element)) return [];
    const sideways = element.scrollWidth > element.clientWidth + SLACK && cutsOff(element);
    const downwards = element.scrollHeight > element.clientHeight + SLACK && cutsOff(element);
    return [
      ...(sideways ? [{ rule: 'no-scrolling', where: nameOf(element), problem: 'sideways' }] : []),
      ...(downwards
        ? [{ rule: 'no-scrolling', where: nameOf(element), problem: 'downwards' }]
        : []),
    ];
  });
};

/**
 * Vietnamese capitals carry two marks above the letter (Ẳ, Ẫ, Ễ): the ink of a line must fit into
 * the height of the line, or it runs into the line above.
 */
export const marksHaveRoom: Rule = () => {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return [];
  return texts().flatMap(piece => {
    const style = getComputedStyle(piece.element);
    const lineHeight = Number.parseFloat(style.lineHeight);
    context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const ink = context.measureText(piece.text);
    const height = ink.actualBoundingBoxAscent + ink.actualBoundingBoxDescent;
    return Number.isNaN(lineHeight) || height > lineHeight + SLACK
      ? [violation('marks-have-room', piece, `ink ${height.toFixed(0)} px in ${style.lineHeight}`)]
      : [];
  });
};

/** Capitals are 0.714 em high in Noto Sans. */
const CAPITAL = 0.714;
const SMALLEST_CAPITAL_MM = { normal: 4.7, large: 7.1 } as const;

/** No text smaller than 27 px at 4.03 px/mm, and none smaller than 40 px in large print. */
export const largeEnough: Rule = ({ pixelsPerMillimetre, textSize }: Panel) =>
  texts().flatMap(piece => {
    const size = Number.parseFloat(getComputedStyle(piece.element).fontSize);
    const capital = (size * CAPITAL) / pixelsPerMillimetre;
    return capital >= SMALLEST_CAPITAL_MM[textSize]
      ? []
      : [violation('large-enough', piece, `capitals of ${capital.toFixed(1)} mm`)];
  });

/** The shipped font draws the words: its faces that are needed are there, and none has failed. */
export const oneFont: Rule = () => {
  const faces = [...document.fonts].map(face => face.status);
  return faces.includes('loaded') && !faces.includes('error')
    ? []
    : [{ rule: 'one-font', where: 'page', problem: `font faces: ${faces.join(', ')}` }];
};
