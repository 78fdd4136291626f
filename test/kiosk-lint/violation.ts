/** Something on a page that a patient could stumble over and axe cannot see. */
export interface Violation {
  readonly rule: string;
  /** The element in a few words: tag, class, and the beginning of its text. */
  readonly where: string;
  readonly problem: string;
}

/** What the page is shown on and how. */
export interface Panel {
  /** Pixels per millimetre: 4.03 on the 21.5" reference panel. */
  readonly pixelsPerMillimetre: number;
  /** Everything to touch stands below this, in pixels from the top; 0 on a wide panel. */
  readonly reachLine: number;
  readonly textSize: 'normal' | 'large';
}

export type Rule = (panel: Panel) => Violation[];

/** Names an element for a person who looks for it. */
export const nameOf = (element: Element): string => {
  const text = element.textContent.trim().replace(/\s+/g, ' ').slice(0, 40);
  const className = element.getAttribute('class') ?? '';
  return `<${element.tagName.toLowerCase()}${className === '' ? '' : ` class="${className}"`}> ${text}`;
};

/** True for what a person can see and is not covered by something that must be answered first. */
export const isShown = (element: Element): boolean =>
  element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
  element.closest('[inert]') === null;

export const shownAll = (selector: string): HTMLElement[] =>
  [...document.querySelectorAll<HTMLElement>(selector)].filter(isShown);

export const BUTTONS = 'button, a[href], input, select, textarea, [role="button"], [role="link"]';
