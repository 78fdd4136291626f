import { createInstance, type i18n, type Resource } from 'i18next';

/** Values put into a sentence: numbers choose plural forms through `count`. */
export type Values = Readonly<Record<string, string | number>>;

/**
 * The words of one page as an i18next instance, ready at once: every resource is part of the
 * program. There is no fall-back language: a missing key is a defect that the tests find.
 */
export const createWords = (resources: Resource, language: string): i18n => {
  const instance = createInstance();
  void instance.init({
    resources,
    lng: language,
    fallbackLng: false,
    defaultNS: 'words',
    ns: ['words'],
    initAsync: false,
    // React escapes what it shows.
    interpolation: { escapeValue: false },
  });
  return instance;
};

export type { i18n };
