import { paymentEn } from '../../core/words/payment.en.ts';
import { paymentVi, type PaymentTexts } from '../../core/words/payment.vi.ts';
import type { WordKey } from '../../core/words/translation.ts';
import { createWords, type Values } from '../ui/words/words.ts';

const words = createWords({ vi: { words: paymentVi }, en: { words: paymentEn } }, 'vi');
const fixed = { vi: words.getFixedT('vi'), en: words.getFixedT('en') };

/** Whoever pays has chosen no language here: everything is said in both. */
export const LANGUAGES = ['vi', 'en'] as const;

export const say = (
  language: (typeof LANGUAGES)[number],
  key: WordKey<PaymentTexts>,
  values: Values = {},
): string => fixed[language](key, { ...values });
