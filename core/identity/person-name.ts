/** Letters that look like đ: the Vietnamese one, and the Icelandic eth of old code pages. */
const CROSSED_D = /[đĐðÐ]/g;

/**
 * What two spellings of one name share: no accents, no case, no spaces, no punctuation. It is for
 * comparing only; the name is always shown as the chip or the card spells it.
 *
 * What an input method made of scanned keystrokes is not undone: tone keys are letters of other
 * names too, and undoing them would make two people one.
 */
export const nameKey = (name: string): string =>
  name
    .replace(CROSSED_D, 'd')
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();

/** True where both names are the same but for accents, case, spaces and punctuation. */
export const namesAgree = (one: string, other: string): boolean => {
  const key = nameKey(one);
  return key !== '' && key === nameKey(other);
};

/** A name as printed: NFC, no line breaks, single spaces, none at the ends. */
export const printedText = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zs}\p{Zl}\p{Zp}\u200B\uFEFF]+/gu, ' ')
    .trim();
