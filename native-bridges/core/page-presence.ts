import { type PagePlace } from '../../core/contract/page-device.ts';

/** Counts the pages of the kiosk: while one is replaced by the next, both are there. */
export interface PagePresence {
  came(place: PagePlace): void;
  went(place: PagePlace): void;
  readonly isThere: (place: PagePlace) => boolean;
  /** Where there is a page now. */
  readonly there: () => readonly PagePlace[];
}

export const createPagePresence = (): PagePresence => {
  const pages = new Map<PagePlace, number>();
  const count = (place: PagePlace): number => pages.get(place) ?? 0;
  return {
    came: place => void pages.set(place, count(place) + 1),
    went: place => void pages.set(place, Math.max(0, count(place) - 1)),
    isThere: place => count(place) > 0,
    there: () => [...pages.keys()].filter(place => count(place) > 0),
  };
};
