import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Language } from '../../core/contract/primitives.ts';
import { kioskEn } from '../../core/words/kiosk.en.ts';
import { kioskVi } from '../../core/words/kiosk.vi.ts';
import type { WordKey } from '../../core/words/translation.ts';

type Key = WordKey<typeof kioskVi>;
type Tree = { readonly [key: string]: string | Tree };

const WORDS: Readonly<Record<Language, Tree>> = { vi: kioskVi, en: kioskEn };
const FORMS = ['', '_you', '_child', '_one', '_other'];

const lookUp = (tree: Tree, path: string): string | undefined => {
  const found = path
    .split('.')
    .reduce<string | Tree | undefined>(
      (at, step) => (typeof at === 'object' ? at[step] : undefined),
      tree,
    );
  return typeof found === 'string' ? found : undefined;
};

/** A sentence as it may stand on the screen: any of its forms, anything in its gaps. */
export const sentence = (language: Language, key: Key): RegExp => {
  const forms = FORMS.flatMap(form => lookUp(WORDS[language], `${key}${form}`) ?? []);
  if (forms.length === 0) throw new Error(`no words for ${key}`);
  const patterns = forms.map(form =>
    form
      .split(/\{\{.*?\}\}/)
      .map(part => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*'),
  );
  return new RegExp(patterns.join('|'));
};

/** Somebody in front of the screen who reads and taps; counts the taps. */
export interface PatientAtScreen {
  readonly page: Page;
  readonly touches: number;
  sees(heading: Key): Promise<void>;
  reads(key: Key): Promise<void>;
  tap(button: Key): Promise<void>;
  tapText(name: string | RegExp): Promise<void>;
  label(): Promise<string>;
}

export const patientAt = (page: Page, language: Language): PatientAtScreen => {
  let touches = 0;
  const tapText = async (name: string | RegExp): Promise<void> => {
    await page.getByRole('button', { name }).first().click();
    touches += 1;
  };
  return {
    page,
    get touches() {
      return touches;
    },
    sees: async heading => {
      await page
        .getByRole('heading', { level: 1, name: sentence(language, heading) })
        .waitFor({ timeout: 15_000 });
    },
    reads: async key => {
      await page.getByText(sentence(language, key)).first().waitFor({ timeout: 15_000 });
    },
    tap: button => tapText(sentence(language, button)),
    tapText,
    label: async () => {
      const text = await page
        .getByText(/^[A-Z]{1,2}-\d{4,}$/)
        .first()
        .textContent();
      expect(text).not.toBeNull();
      return text ?? '';
    },
  };
};
