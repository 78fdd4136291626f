/** Counts the pages of the kiosk: while one is replaced by the next, both are there. */
export interface PagePresence {
  came(): void;
  went(): void;
  readonly isThere: () => boolean;
}

export const createPagePresence = (): PagePresence => {
  let pages = 0;
  return {
    came: () => {
      pages += 1;
    },
    went: () => {
      pages = Math.max(0, pages - 1);
    },
    isThere: () => pages > 0,
  };
};
