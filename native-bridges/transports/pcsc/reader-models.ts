import { type ReaderTraits } from '../../contract/chip-card.ts';

interface ReaderModel {
  /** Found in the name PC/SC gives. */
  readonly name: RegExp;
  readonly traits: Partial<Omit<ReaderTraits, 'model'>>;
  readonly why: string;
}

/** Models known to need care; any other is taken at its word, and what fails is found out. */
const READER_MODELS: readonly ReaderModel[] = [
  {
    name: /ACR1281/,
    traits: { extendedLength: false },
    why: 'commands above 255 bytes never reach the card (github.com/acshk/acsccid/issues/42)',
  },
  {
    name: /ACR122/,
    traits: { extendedLength: false, maxShortResponse: 255 },
    why: 'responses of exactly 256 bytes are lost (github.com/mwalle/neopgp/issues/3)',
  },
];

/** Slots no patient can reach: the security module inside a reader. */
const INNER_SLOT = /\bSAM\b/;

export const isForCards = (readerName: string): boolean => !INNER_SLOT.test(readerName);

/** What is known of a reader from its PC/SC name. */
export const traitsOf = (readerName: string): ReaderTraits => ({
  model: modelOf(readerName),
  extendedLength: true,
  maxShortResponse: 256,
  ...READER_MODELS.find(({ name }) => name.test(readerName))?.traits,
});

/**
 * The name without what tells one piece from another: the serial number in brackets, and index and
 * slot at the end (pcsc-lite writes `Maker Model [Interface] (serial) 00 00`, Windows `Maker Model 0`).
 */
export const modelOf = (readerName: string): string =>
  readerName
    .replaceAll(/\s*\([^()]*\)/g, '')
    .replace(/(\s+[0-9A-F]{1,2}){1,2}$/, '')
    .trim();
