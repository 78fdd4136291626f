import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import type { Panel, Violation } from './violation.ts';

let bundle: Promise<string> | undefined;

/** The rules as one script; evaluated in the page, which its content policy does not forbid. */
const rulesScript = (): Promise<string> => {
  bundle ??= build({
    entryPoints: [fileURLToPath(new URL('./rules.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'kioskLint',
    target: 'chrome120',
  }).then(({ outputFiles }) => outputFiles[0]?.text ?? '');
  return bundle;
};

/** What is wrong with the page shown, beyond what axe can see. Empty where all is well. */
export const lintPage = async (page: Page, panel: Panel): Promise<Violation[]> => {
  const script = await rulesScript();
  return page.evaluate<Violation[]>(`${script}; kioskLint.lint(${JSON.stringify(panel)})`);
};
