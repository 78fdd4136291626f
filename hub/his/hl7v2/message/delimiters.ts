/** The five characters that give an HL7 message its structure (v2.5.1, 2.5.4). */
export interface Delimiters {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
  readonly escape: string;
  readonly subcomponent: string;
}

/** The recommended ones: `|^~\&`. Everything we send uses them. */
export const STANDARD_DELIMITERS: Delimiters = {
  field: '|',
  component: '^',
  repetition: '~',
  escape: '\\',
  subcomponent: '&',
};

/** MSH-2 as it is written. */
export const encodingCharacters = (of: Delimiters): string =>
  `${of.component}${of.repetition}${of.escape}${of.subcomponent}`;

const USABLE = /^[^\p{L}\p{N}\p{C}\s]$/u;

/**
 * The delimiters a header declares: `MSH|^~\&|…`. A header may leave out the last ones it does not
 * use; the recommended characters stand in then. Undefined where they contradict each other.
 */
export const delimitersOf = (header: string): Delimiters | undefined => {
  const field = header.charAt(3);
  if (!header.startsWith('MSH') || !USABLE.test(field)) return undefined;
  const declared = header.slice(4).split(field, 1)[0] ?? '';
  // A fifth character, the truncation of v2.7, means nothing here.
  if (declared.length < 1 || declared.length > 5) return undefined;
  const at = (index: number, standard: string): string => declared.charAt(index) || standard;
  const delimiters: Delimiters = {
    field,
    component: at(0, STANDARD_DELIMITERS.component),
    repetition: at(1, STANDARD_DELIMITERS.repetition),
    escape: at(2, STANDARD_DELIMITERS.escape),
    subcomponent: at(3, STANDARD_DELIMITERS.subcomponent),
  };
  const all = Object.values(delimiters) as string[];
  const areUsable = all.every(one => USABLE.test(one)) && new Set(all).size === all.length;
  return areUsable ? delimiters : undefined;
};
