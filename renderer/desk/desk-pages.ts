import type { DeskRole } from '../../core/contract/desk-access.ts';

/** Pages in the order of the day's work, and whom each is for. */
const PAGES = {
  live: ['cashier', 'supervisor'],
  shifts: ['cashier', 'supervisor'],
  search: ['cashier', 'supervisor'],
  suspense: ['cashier', 'supervisor'],
  matching: ['cashier', 'supervisor'],
  refunds: ['cashier', 'supervisor'],
  statements: ['cashier', 'supervisor'],
  day: ['cashier', 'supervisor'],
  reports: ['cashier', 'supervisor'],
  users: ['it'],
  audit: ['supervisor', 'it'],
} as const satisfies Record<string, readonly DeskRole[]>;
export type PageName = keyof typeof PAGES;

/** What there is to do on the page for matching. */
export const MATCHING_PARTS = ['proposals', 'by-hand', 'outgoing', 'done'] as const;
export type MatchingPart = (typeof MATCHING_PARTS)[number];

export const pagesOf = (role: DeskRole): readonly PageName[] =>
  (Object.keys(PAGES) as PageName[]).filter(page =>
    (PAGES[page] as readonly DeskRole[]).includes(role),
  );

export const firstPageOf = (role: DeskRole): PageName => pagesOf(role)[0] ?? 'audit';
