import { type Printable } from '../../../core/contract/printable.ts';

/** Width of a piece of text in dots, in the style it will be drawn in. */
export type Measure = (text: string) => number;

type Language = Printable['language'];

/** Khmer puts no space between words: a dictionary finds them. Others break at spaces. */
const khmerWords = new Intl.Segmenter('km', { granularity: 'word' });
const characters = new Intl.Segmenter('vi', { granularity: 'grapheme' });

const segmentsOf = (segmenter: Intl.Segmenter, text: string): string[] =>
  Array.from(segmenter.segment(text), ({ segment }) => segment);

/**
 * Pieces between which a line may end; each ends with the spaces that follow it. A sign that stands
 * alone (`·`, `–`, `%`) stays with the word before: no line begins with it.
 */
const WORD = /[^ \t]+[ \t]*(?:[^\p{L}\p{M}\p{N}\p{Ps}\p{Pi} \t]+(?:[ \t]+|$))*/gu;

const wordsOf = (text: string, language: Language): string[] => {
  const bySpaces = text.match(WORD) ?? [];
  return language === 'km' ? bySpaces.flatMap(word => segmentsOf(khmerWords, word)) : bySpaces;
};

/**
 * Cuts text into lines of at most `width` dots: at words, and inside one only where it is wider
 * than the paper. A line feed in the text ends a line.
 */
export const breakLines = (
  text: string,
  width: number,
  measure: Measure,
  language: Language,
): string[] => cleaned(text).flatMap(line => breakLine(line, width, measure, language));

const cleaned = (text: string): string[] =>
  text
    .normalize('NFC')
    .split(/\r\n|[\r\n]/)
    .map(line => line.replace(/\p{Cc}+/gu, ' ').trim());

const breakLine = (text: string, width: number, measure: Measure, language: Language): string[] => {
  const lines: string[] = [];
  let line = '';
  const take = (piece: string): boolean => {
    if (measure((line + piece).trimEnd()) > width) return false;
    line += piece;
    return true;
  };
  const endLine = (): void => {
    if (line !== '') lines.push(line.trimEnd());
    line = '';
  };
  /** A dot between two facts separates nothing at the end of a line. */
  const wrap = (): void => {
    line = line.replace(/(?<=\S)\s+[·•]\s*$/u, '');
    endLine();
  };
  for (const word of wordsOf(text, language)) {
    if (take(word)) continue;
    wrap();
    if (take(word)) continue;
    for (const character of segmentsOf(characters, word)) {
      if (take(character)) continue;
      endLine();
      line = character;
    }
  }
  endLine();
  return lines.length === 0 ? [''] : lines;
};

/**
 * The same lines as short as they all can be, so that a heading does not end in one lost word.
 */
export const breakBalanced = (
  text: string,
  width: number,
  measure: Measure,
  language: Language,
): string[] => {
  const widest = breakLines(text, width, measure, language);
  let enough = width;
  for (let tooNarrow = width / 2; enough - tooNarrow > 4; ) {
    const middle = (tooNarrow + enough) / 2;
    if (breakLines(text, middle, measure, language).length > widest.length) tooNarrow = middle;
    else enough = middle;
  }
  return breakLines(text, enough, measure, language);
};
