import { type ElementaryFileName } from '../../contract/chip-card.ts';

/**
 * The keys of chip authentication come first, so that all else is read under them (ICAO 9303-11,
 * 6.2); then what the verdict needs, then who the holder is; pictures last, since nobody waits for
 * them.
 */
const ORDER: readonly ElementaryFileName[] = [
  'COM',
  'DG14',
  'DG15',
  'SOD',
  'DG13',
  'DG1',
  'DG11',
  'DG12',
  'DG16',
  'DG7',
  'DG2',
  'DG3',
];

/** The files of the application among `asked`, each once. */
export const readingOrder = (asked: readonly ElementaryFileName[]): readonly ElementaryFileName[] =>
  ORDER.filter(name => asked.includes(name));
