/**
 * Vietnamese as two ways of typing make it out of plain keys: Telex doubles letters and uses w, s, f,
 * r, x and j for the marks, VNI uses the digits.
 */
interface TypingMethod {
  readonly circumflex: (base: string) => string;
  readonly horn: (base: string) => string;
  readonly breve: string;
  readonly stroke: string;
  readonly tones: Readonly<Record<string, string>>;
}

const TELEX: TypingMethod = {
  circumflex: base => base,
  horn: () => 'w',
  breve: 'w',
  stroke: 'd',
  tones: { '\u0301': 's', '\u0300': 'f', '\u0309': 'r', '\u0303': 'x', '\u0323': 'j' },
};

const VNI: TypingMethod = {
  circumflex: () => '6',
  horn: () => '7',
  breve: '8',
  stroke: '9',
  tones: { '\u0301': '1', '\u0300': '2', '\u0309': '3', '\u0303': '4', '\u0323': '5' },
};

const METHODS: readonly TypingMethod[] = [TELEX, VNI];

const VIETNAMESE = /[\u0300-\u0323đĐăĂâÂêÊôÔơƠưƯ]/u;
/** What of a syllable may stand between a vowel and the key of its mark. */
const REST_OF_SYLLABLE = /^[aeiouy]{0,2}(?:ch|ng|nh|c|m|n|p|t)?/i;
/** More ways than this to have typed a word: nobody can say which it was. */
const MOST_WAYS = 200;

export const hasVietnameseLetters = (text: string): boolean =>
  VIETNAMESE.test(text.normalize('NFD'));

/**
 * Every run of plain keys that a word with Vietnamese letters may have been typed with; none where
 * there are too many to be of use. The marks of a letter are typed behind it, at once or up to the
 * end of its syllable.
 */
export const waysToType = (word: string): readonly string[] => {
  const ways = METHODS.flatMap(method => waysOf(word.normalize('NFC'), method));
  return ways.length > MOST_WAYS ? [] : [...new Set(ways)];
};

const waysOf = (word: string, method: TypingMethod): readonly string[] => {
  let ways: readonly string[] = [''];
  const letters = Array.from(word);
  // From behind, so that what follows a letter is plain already.
  for (const letter of letters.toReversed()) {
    const { plain, keys } = keysOf(letter, method);
    ways = keys.reduce((rests, key) => rests.flatMap(rest => typedWithin(rest, key)), ways);
    ways = ways.map(rest => plain + rest);
    if (ways.length > MOST_WAYS) return ways;
  }
  return ways;
};

const typedWithin = (rest: string, key: string): string[] => {
  const room = REST_OF_SYLLABLE.exec(rest)?.[0].length ?? 0;
  return Array.from({ length: room + 1 }, (_, at) => rest.slice(0, at) + key + rest.slice(at));
};

/** The plain letter and the keys that made this of it. */
const keysOf = (
  letter: string,
  method: TypingMethod,
): { readonly plain: string; readonly keys: readonly string[] } => {
  if (letter === 'đ' || letter === 'Đ') {
    const plain = letter === 'đ' ? 'd' : 'D';
    return { plain, keys: [sameCase(plain, method.stroke)] };
  }
  const [base = '', ...marks] = letter.normalize('NFD');
  const keys = marks.flatMap(mark => {
    const key = keyOfMark(mark, base.toLowerCase(), method);
    return key === undefined ? [] : [sameCase(base, key)];
  });
  return { plain: base, keys };
};

const keyOfMark = (mark: string, base: string, method: TypingMethod): string | undefined => {
  if (mark === '\u0302') return method.circumflex(base);
  if (mark === '\u031B') return method.horn(base);
  if (mark === '\u0306') return method.breve;
  return method.tones[mark];
};

const sameCase = (model: string, key: string): string =>
  model === model.toUpperCase() ? key.toUpperCase() : key;
