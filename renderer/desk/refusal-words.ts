import { deskRefusalsVi } from '../../core/words/desk-refusals.vi.ts';
import { faultWords } from './desk-words.ts';

type Work = keyof typeof deskRefusalsVi;

/** Why the hub did not do this work, and what to do. */
export const refusalWords = (work: Work, code: string): string => {
  const own: Readonly<Record<string, string>> = deskRefusalsVi[work];
  return own[code] ?? faultWords(code);
};
