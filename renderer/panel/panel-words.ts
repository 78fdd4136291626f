import type { Language } from '../../core/contract/primitives.ts';
import { panelEn } from '../../core/words/panel.en.ts';
import { panelVi } from '../../core/words/panel.vi.ts';
import type { WordKey } from '../../core/words/translation.ts';
import { createWords, type Values } from '../ui/words/words.ts';

const words = createWords({ vi: { words: panelVi }, en: { words: panelEn } }, 'vi');

export type PanelKey = WordKey<typeof panelVi>;
export type Say = (key: PanelKey, values?: Values) => string;

export const panelWords = (language: Language): Say => {
  const translate = words.getFixedT(language);
  return (key, values) => translate(key, { ...values });
};
