import { nameOf, type Rule, shownAll, type Violation } from './violation.ts';

const page = (rule: string, problem: string): Violation => ({ rule, where: 'page', problem });

/** One question at a time: exactly one h1; that of a page beneath an overlay is at rest. */
export const oneQuestion: Rule = () => {
  const headings = shownAll('h1');
  return headings.length === 1 ? [] : [page('one-question', `${headings.length} h1 elements`)];
};

/** The four buttons of every page, in their order, each with words. */
const ALWAYS_THERE = ['footer-back', 'footer-staff', 'footer-size', 'footer-language'];

export const alwaysThere: Rule = () => {
  const found = shownAll('footer button').map(
    button => ALWAYS_THERE.find(name => button.classList.contains(name)) ?? nameOf(button),
  );
  return found.join() === ALWAYS_THERE.join()
    ? []
    : [page('always-there', `the footer holds: ${found.join(', ') || 'nothing'}`)];
};

/** Things that act like buttons are buttons: no roles, no bare click, hover or drag handlers. */
export const realButtons: Rule = () => [
  ...[...document.querySelectorAll('[role="button"]:not(button)')].map(element => ({
    rule: 'real-buttons',
    where: nameOf(element),
    problem: 'has the role of a button without being one',
  })),
  ...[...document.querySelectorAll('[draggable="true"], [title]')].map(element => ({
    rule: 'real-buttons',
    where: nameOf(element),
    problem: 'needs dragging or hovering',
  })),
  ...[...document.querySelectorAll<HTMLElement>('body *')]
    .filter(
      element =>
        element.closest('button, a[href], input, select, textarea, svg') === null &&
        getComputedStyle(element).cursor === 'pointer',
    )
    .map(element => ({
      rule: 'real-buttons',
      where: nameOf(element),
      problem: 'looks as if it could be pressed',
    })),
];

/** At most six choices; the keys of a keypad are one thing. */
const MOST_CHOICES = 6;

export const fewChoices: Rule = () => {
  const choices = shownAll('.choice, .clinic');
  return choices.length <= MOST_CHOICES
    ? []
    : [page('few-choices', `${choices.length} choices, at most ${MOST_CHOICES}`)];
};

export const languageIsSaid: Rule = () =>
  /^(vi|en)$/.test(document.documentElement.lang)
    ? []
    : [page('language-is-said', `lang="${document.documentElement.lang}"`)];
