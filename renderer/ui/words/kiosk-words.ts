import type { Addressee, Place } from '../../../core/contract/kiosk.ts';
import type { Language, Localised } from '../../../core/contract/primitives.ts';
import { kioskEn } from '../../../core/words/kiosk.en.ts';
import { type KioskWords, kioskVi, PRONOUNS_VI } from '../../../core/words/kiosk.vi.ts';
import type { WordKey } from '../../../core/words/translation.ts';
import { grouped } from '../format.ts';
import { createWords, type Values } from './words.ts';

export type KioskKey = WordKey<KioskWords>;

export const kioskWords = createWords({ vi: { words: kioskVi }, en: { words: kioskEn } }, 'vi');

/** English says "you" to everybody. */
const PRONOUNS = { vi: PRONOUNS_VI, en: undefined } as const satisfies Record<Language, unknown>;

/** A sentence for one person: i18next's context picks the form of address. */
export interface Words {
  readonly language: Language;
  readonly say: (key: KioskKey, values?: Values) => string;
  /** Words of the hospital's own configuration. */
  readonly local: (words: Localised) => string;
  readonly money: (amount: number) => string;
  /** `Phòng 205`; a counter is called by its name. */
  readonly room: (place: Place) => string;
}

const formOf = (language: Language, key: KioskKey, addressee: Addressee): string | undefined => {
  if (addressee === 'unknown') return undefined;
  return addressee === 'child' && kioskWords.exists(`${key}_child`, { lng: language })
    ? 'child'
    : 'you';
};

const wordsOf = (language: Language, addressee: Addressee): Words => {
  const t = kioskWords.getFixedT(language);
  const pronouns = PRONOUNS[language]?.[addressee];
  const say: Words['say'] = (key, values) => {
    const context = formOf(language, key, addressee);
    return t(key, { ...pronouns, ...values, ...(context === undefined ? {} : { context }) });
  };
  return {
    language,
    say,
    local: words => words[language],
    money: amount => say('units.money', { amount: grouped(amount, language) }),
    room: place =>
      place.pictogram === 'counter'
        ? place.name[language]
        : /^\d/.test(place.room)
          ? say('units.room', { room: place.room })
          : place.room,
  };
};

const made = new Map<string, Words>();

/** The words of a language for an addressee; made once, so that a page may compare by identity. */
export const wordsFor = (language: Language, addressee: Addressee): Words => {
  const key = `${language} ${addressee}`;
  const words = made.get(key) ?? wordsOf(language, addressee);
  made.set(key, words);
  return words;
};
