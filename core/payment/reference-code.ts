/**
 * The code by which a transfer is recognised on its way through the banks: `KC`, seven random
 * characters, two check characters. The alphabet has 29 letters, a prime, and none that look alike.
 * The checks are two parities over GF(29) with weights a and a²: no two columns depend on each other,
 * so that no one or two wrong characters, nor two swapped ones, give another valid code.
 */

export const REFERENCE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXY';
export const REFERENCE_PREFIX = 'KC';
const SIZE = REFERENCE_ALPHABET.length;
const RANDOM_CHARACTERS = 7;
const CHECKED_LENGTH = RANDOM_CHARACTERS + 2;

/** Characters of a whole code. */
export const REFERENCE_LENGTH = REFERENCE_PREFIX.length + CHECKED_LENGTH;

const weighed = (characters: readonly number[], power: 1 | 2): string => {
  const sum = characters.reduce((total, value, at) => total + (at + 2) ** power * value, 0);
  return REFERENCE_ALPHABET.charAt((SIZE - (sum % SIZE)) % SIZE);
};

const checksOf = (values: readonly number[]): string => weighed(values, 1) + weighed(values, 2);

/**
 * The code of a drawn number.
 * @param draw random, evenly spread whole number from 0 below {@link REFERENCE_CODES}.
 * @throws RangeError for any other number.
 */
export const referenceCode = (draw: number): string => {
  if (!Number.isSafeInteger(draw) || draw < 0 || draw >= REFERENCE_CODES) {
    throw new RangeError('a reference code is drawn from the numbers below REFERENCE_CODES');
  }
  const values: number[] = [];
  for (let rest = draw; values.length < RANDOM_CHARACTERS; rest = Math.floor(rest / SIZE)) {
    values.push(rest % SIZE);
  }
  const body = values.map(value => REFERENCE_ALPHABET.charAt(value)).join('');
  return REFERENCE_PREFIX + body + checksOf(values);
};

/** How many different codes there are. */
export const REFERENCE_CODES = SIZE ** RANDOM_CHARACTERS;

/** True for upper-case text that is a whole code with the right check characters. */
export const isReferenceCode = (text: string): boolean => {
  if (text.length !== REFERENCE_LENGTH || !text.startsWith(REFERENCE_PREFIX)) return false;
  const values = Array.from(text.slice(REFERENCE_PREFIX.length), character =>
    REFERENCE_ALPHABET.indexOf(character),
  );
  if (values.includes(-1)) return false;
  return checksOf(values.slice(0, RANDOM_CHARACTERS)) === text.slice(-2);
};

/** The number a code was drawn as; undefined for text that is no code. */
export const referenceDraw = (code: string): number | undefined => {
  if (!isReferenceCode(code)) return undefined;
  const values = Array.from(code.slice(REFERENCE_PREFIX.length, -2), character =>
    REFERENCE_ALPHABET.indexOf(character),
  );
  return values.reduceRight((draw, value) => draw * SIZE + value, 0);
};
