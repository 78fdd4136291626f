import { isReferenceCode, REFERENCE_LENGTH, REFERENCE_PREFIX } from './reference-code.ts';

/**
 * Banks wrap, prefix, lower-case, split and cut what a transfer says. A code is looked for in the
 * text as it came and in the text without anything but letters and digits, so that a space or a line
 * break inside the code does not hide it.
 */

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[đĐ]/g, 'D')
    .toUpperCase();

const codesIn = (text: string): readonly string[] => {
  const codes: string[] = [];
  for (
    let at = text.indexOf(REFERENCE_PREFIX);
    at >= 0;
    at = text.indexOf(REFERENCE_PREFIX, at + 1)
  ) {
    const candidate = text.slice(at, at + REFERENCE_LENGTH);
    if (isReferenceCode(candidate)) codes.push(candidate);
  }
  return codes;
};

/**
 * Every code with right check characters in what a bank says of a transfer, each once, in the order
 * of the text. Which of them the hospital gave out only its records know: exactly one known code
 * identifies a bill, none or several go to a person. A code that was cut is never completed.
 */
export const extractReferences = (narrative: string): readonly string[] => {
  const text = plain(narrative);
  return [...new Set([...codesIn(text), ...codesIn(text.replace(/[^0-9A-Z]/g, ''))])];
};
