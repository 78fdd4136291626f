import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** A person who uses a page with the keyboard alone, and sees where it is. */
export interface Keyboard {
  /** Tab until what is called so has the focus, and shows it. */
  to(name: string | RegExp): Promise<void>;
  /** Enter on what is called so. */
  press(name: string | RegExp): Promise<void>;
  /** Text into the field that is called so, in place of what is in it. */
  type(name: string | RegExp, text: string): Promise<void>;
  /** The file field that is called so opens, and this file is chosen. */
  choose(name: string | RegExp, file: string): Promise<void>;
  /** Of a mouse, a finger or a pen, since the page was opened. */
  touches(): Promise<number>;
}

interface Focused {
  readonly name: string;
  readonly isSeen: boolean;
}

/** Two rounds through the longest page. */
const MOST_TABS = 800;

const focused = (page: Page): Promise<Focused> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement)) return { name: '', isSeen: false };
    const labels =
      element instanceof HTMLInputElement || element instanceof HTMLSelectElement
        ? [...(element.labels ?? [])].map(label => label.textContent).join(' ')
        : '';
    const text = labels === '' ? element.textContent : labels;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const { top, bottom } = element.getBoundingClientRect();
    return {
      name: (element.getAttribute('aria-label') ?? text).trim(),
      isSeen:
        element.matches(':focus-visible') &&
        outlineStyle !== 'none' &&
        parseFloat(outlineWidth) >= 2 &&
        bottom > 0 &&
        top < innerHeight,
    };
  });

/** @param page is told to count what is not a key. */
export const keyboardAt = async (page: Page): Promise<Keyboard> => {
  await page.evaluate(() => {
    document.documentElement.dataset['touches'] = '0';
    addEventListener(
      'pointerdown',
      () => {
        const { dataset } = document.documentElement;
        dataset['touches'] = String(Number(dataset['touches']) + 1);
      },
      true,
    );
  });
  const fits = (name: string, wanted: string | RegExp): boolean =>
    typeof wanted === 'string' ? name === wanted : wanted.test(name);
  const to = async (wanted: string | RegExp): Promise<void> => {
    const passed = new Set<string>();
    for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
      const { name, isSeen } = await focused(page);
      if (fits(name, wanted)) {
        expect(isSeen, `the focus on ${name} is seen`).toBe(true);
        return;
      }
      passed.add(name.slice(0, 60));
      await page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not come to ${String(wanted)}, but to ${[...passed].join(' | ')}`);
  };
  return {
    to,
    async press(name) {
      await to(name);
      await page.keyboard.press('Enter');
    },
    async type(name, text) {
      await to(name);
      await page.keyboard.press('Control+A');
      await page.keyboard.type(text);
    },
    async choose(name, file) {
      await to(name);
      const chooser = page.waitForEvent('filechooser');
      await page.keyboard.press('Space');
      await (await chooser).setFiles(file);
    },
    touches: () => page.evaluate(() => Number(document.documentElement.dataset['touches'])),
  };
};
