import { type RefObject, useEffect, useRef } from 'react';

/** For a heading of what has just appeared: the keyboard goes on from there. */
export const useFocusWhenShown = (): RefObject<HTMLHeadingElement | null> => {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return heading;
};

/** Where what had the keyboard is gone, it goes on from the heading of the page. */
export const focusPage = (): void => document.getElementById('page-title')?.focus();
