import i18next from 'i18next';
import { reportVi } from '../../core/words/report.vi.ts';

const words = i18next.createInstance();
void words.init({
  lng: 'vi',
  resources: { vi: { report: reportVi } },
  ns: ['report'],
  defaultNS: 'report',
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** A word of a report, by its path in `core/words/report.vi.ts`. */
export const word = (
  path: string,
  values: Readonly<Record<string, string | number>> = {},
): string => words.t(path, values);

/** Cash, or who told of the money. */
export const methodWord = (method: string): string =>
  words.t([`providers.${method}`, 'providers.other'], { name: method });
