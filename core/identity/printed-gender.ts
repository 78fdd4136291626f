import type { Gender } from '../contract/primitives.ts';
import { nameKey } from './person-name.ts';

const WORDS: ReadonlyMap<string, Gender> = new Map([
  ['nam', 'male'],
  ['male', 'male'],
  ['nu', 'female'],
  ['female', 'female'],
  ['khac', 'other'],
  ['other', 'other'],
]);

/** Gender as a card words it, `Nam` or `Nữ`; undefined for anything else. */
export const parsePrintedGender = (text: string): Gender | undefined => WORDS.get(nameKey(text));
