import { type Localised } from '../../../core/contract/primitives.ts';
import { type Extension } from './resources.ts';
import { EXTENSIONS } from './systems.ts';

interface Extended {
  readonly extension?: readonly Extension[];
}

const englishOf = (companion: Extended | undefined): string | undefined => {
  const translations = (companion?.extension ?? []).filter(
    ({ url }) => url === EXTENSIONS.translation,
  );
  for (const { extension = [] } of translations) {
    const language = extension.find(({ url }) => url === 'lang')?.valueCode;
    const content = extension.find(({ url }) => url === 'content')?.valueString;
    if (language?.startsWith('en') === true && content !== undefined && content !== '')
      return content;
  }
  return undefined;
};

/**
 * A text and its FHIR translation extension (on the `_name` companion). Without a translation the
 * Vietnamese stands in both languages: a name in one language is better than none.
 */
export const localisedOf = (
  text: string | undefined,
  companion: unknown,
): Localised | undefined => {
  if (text === undefined || text.trim() === '') return undefined;
  return { vi: text, en: englishOf(companion as Extended | undefined) ?? text };
};

/** The other direction: the value of a `_name` companion that carries the English. */
export const translationOf = (text: Localised): { extension: Extension[] } => ({
  extension: [
    {
      url: EXTENSIONS.translation,
      extension: [
        { url: 'lang', valueCode: 'en' },
        { url: 'content', valueString: text.en },
      ],
    },
  ],
});
