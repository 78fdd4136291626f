import { REFERENCE_LENGTH, REFERENCE_PREFIX } from '../payment/reference-code.ts';

/**
 * Codes that are known, found again in text where one character is wrong, missing, too many, or two
 * neighbours are swapped. Two valid codes differ in at least three places, so that one fault leads to
 * one code. Every text with one fault shares a text with one character less with what it should be:
 * those are the keys of the index.
 */
export class KnownReferences {
  readonly #shortened = new Map<string, Set<string>>();
  readonly #known: ReadonlySet<string>;

  constructor(references: Iterable<string>) {
    this.#known = new Set(references);
    for (const reference of this.#known) {
      for (const key of [reference, ...oneLess(reference)]) {
        const found = this.#shortened.get(key);
        if (found === undefined) this.#shortened.set(key, new Set([reference]));
        else found.add(reference);
      }
    }
  }

  /** Known codes that stand in the text with exactly one fault, each once. */
  repaired(narrative: string): readonly string[] {
    const text = lettersAndDigits(narrative);
    const found = new Set<string>();
    for (let at = 0; at + REFERENCE_LENGTH - 1 <= text.length; at += 1) {
      if (!beginsLikeACode(text, at)) continue;
      for (const length of [REFERENCE_LENGTH, REFERENCE_LENGTH - 1, REFERENCE_LENGTH + 1]) {
        const window = text.slice(at, at + length);
        if (window.length < length || this.#known.has(window)) continue;
        for (const reference of this.#near(window)) found.add(reference);
      }
    }
    return [...found];
  }

  /**
   * Known codes of which the text ends with the beginning, as banks cut it: at least the prefix and
   * four characters.
   */
  cut(narrative: string): readonly string[] {
    const text = lettersAndDigits(narrative);
    for (let length = REFERENCE_LENGTH - 1; length >= LEAST_CUT; length -= 1) {
      const end = text.slice(-length);
      if (end.length < length || !end.startsWith(REFERENCE_PREFIX)) continue;
      const found = [...this.#known].filter(reference => reference.startsWith(end));
      if (found.length > 0) return found;
    }
    return [];
  }

  #near(window: string): readonly string[] {
    const candidates = new Set<string>();
    for (const key of [window, ...oneLess(window)]) {
      for (const reference of this.#shortened.get(key) ?? []) candidates.add(reference);
    }
    return [...candidates].filter(reference => hasOneFault(window, reference));
  }
}

const LEAST_CUT = REFERENCE_PREFIX.length + 4;

const lettersAndDigits = (narrative: string): string =>
  narrative.toUpperCase().replace(/[^0-9A-Z]/g, '');

const oneLess = (text: string): readonly string[] =>
  Array.from(text, (_, at) => text.slice(0, at) + text.slice(at + 1));

/** The prefix with at most one fault; everything else is not worth a look. */
const beginsLikeACode = (text: string, at: number): boolean => {
  const [first, second] = REFERENCE_PREFIX;
  return text[at] === first || text[at + 1] === second || text[at] === second;
};

const hasOneFault = (said: string, meant: string): boolean => {
  if (said === meant) return false;
  let same = 0;
  while (same < said.length && said[same] === meant[same]) same += 1;
  const [rest, should] = [said.slice(same), meant.slice(same)];
  if (rest.slice(1) === should.slice(1)) return true;
  if (rest === should.slice(1) || rest.slice(1) === should) return true;
  return rest[0] === should[1] && rest[1] === should[0] && rest.slice(2) === should.slice(2);
};
