/**
 * What came of trying one format on a text: it is such a code, it plainly was meant to be one and
 * something in it is broken, or it is something else.
 */
export type CodeReading<T> =
  | ({ readonly outcome: 'read' } & T)
  | { readonly outcome: 'damaged' }
  | { readonly outcome: 'foreign' };

export const DAMAGED = { outcome: 'damaged' } as const;
export const FOREIGN = { outcome: 'foreign' } as const;
