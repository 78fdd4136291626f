import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useSnapshot } from '../screen-context.ts';

/** Changes whenever everything may have another size. */
export const useLayoutKey = (): string => {
  const look = useSnapshot(({ language, display }) =>
    [language, ...Object.values(display)].join(' '),
  );
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    const changed = () => setChanges(count => count + 1);
    window.addEventListener('resize', changed);
    // Absent where there are no fonts to load, as in tests without a browser.
    const fonts = document.fonts as FontFaceSet | undefined;
    fonts?.addEventListener('loadingdone', changed);
    return () => {
      window.removeEventListener('resize', changed);
      fonts?.removeEventListener('loadingdone', changed);
    };
  }, []);
  return `${look} ${changes}`;
};

export interface FittingPages<T> {
  /** Put on the list's own element, so that its page can be measured. */
  readonly ref: RefObject<HTMLUListElement | null>;
  readonly shown: readonly T[];
  readonly position: number;
  readonly count: number;
  readonly previous: () => void;
  readonly next: () => void;
}

const overflows = (element: HTMLElement): boolean =>
  element.scrollHeight > element.clientHeight + 1;

/** The list and both halves hold what is in them, and nothing reaches into the page's margin. */
const fits = (list: HTMLElement | null): boolean => {
  const page = list?.closest<HTMLElement>('.page');
  const info = page?.querySelector<HTMLElement>('.page-info');
  const actions = page?.querySelector<HTMLElement>('.page-actions');
  if (!list || !page || !info || !actions) return true;
  const margin = Number.parseFloat(getComputedStyle(page).paddingBottom) || 0;
  const lowest = page.getBoundingClientRect().bottom - margin;
  return (
    !overflows(list) &&
    !overflows(info) &&
    !overflows(actions) &&
    actions.getBoundingClientRect().bottom <= lowest + 1
  );
};

/**
 * A list in pages of at most `most` entries, and of fewer where the text is large or the reach is
 * low: entries are taken away before the first paint until the page holds what it shows.
 */
export const usePagesThatFit = <T>(items: readonly T[], most: number): FittingPages<T> => {
  const key = `${useLayoutKey()} ${items.length}`;
  const ref = useRef<HTMLUListElement>(null);
  const [fitted, setFitted] = useState({ key, size: most });
  const [first, setFirst] = useState(0);
  const size = fitted.key === key ? fitted.size : most;

  useLayoutEffect(() => {
    if (size > 1 && !fits(ref.current)) setFitted({ key, size: size - 1 });
  });

  const count = Math.max(1, Math.ceil(items.length / size));
  const position = Math.min(Math.floor(first / size), count - 1);
  return {
    ref,
    shown: items.slice(position * size, (position + 1) * size),
    position,
    count,
    previous: () => setFirst((position - 1) * size),
    next: () => setFirst((position + 1) * size),
  };
};
