import { type FaultCode } from '../../../core/contract/errors.ts';

/**
 * What an answer of the FHIR server means for what is sent next.
 * again: later, with back-off; item: only this visit, system: everything waits for the server;
 * refresh: take a new token and repeat once, then as `again` of the system;
 * re-read: another change came first, read the resource and decide anew;
 * dead-letter: repeating cannot help, a person looks at it with the OperationOutcome.
 */
export type RetryAction =
  | { readonly action: 'again'; readonly scope: 'item' | 'system' }
  | { readonly action: 'refresh' | 're-read' | 'dead-letter' };

export interface RetryRule {
  readonly fault: FaultCode;
  readonly next: RetryAction;
}

const ITEM = { action: 'again', scope: 'item' } as const;
const SYSTEM = { action: 'again', scope: 'system' } as const;
const DEAD = { action: 'dead-letter' } as const;

/** HTTP status to rule; statuses not named here fall to their class below. */
export const STATUS_RULES: Readonly<Record<number, RetryRule>> = {
  400: { fault: 'his-rejected', next: DEAD },
  401: { fault: 'his-unauthorised', next: { action: 'refresh' } },
  // A wrong permission concerns every visit alike: none of them is at fault.
  403: { fault: 'his-unauthorised', next: SYSTEM },
  404: { fault: 'his-rejected', next: DEAD },
  408: { fault: 'his-timeout', next: ITEM },
  409: { fault: 'his-conflict', next: ITEM },
  410: { fault: 'his-rejected', next: DEAD },
  // If-Match did not match, or a conditional create matched several.
  412: { fault: 'his-conflict', next: { action: 're-read' } },
  422: { fault: 'his-rejected', next: DEAD },
  425: { fault: 'his-busy', next: ITEM },
  429: { fault: 'his-busy', next: SYSTEM },
  500: { fault: 'his-conflict', next: ITEM },
  502: { fault: 'his-unreachable', next: SYSTEM },
  503: { fault: 'his-busy', next: SYSTEM },
  504: { fault: 'his-timeout', next: SYSTEM },
};

/** By the hundreds. A redirect or a page instead of FHIR is a wrong address, not a wrong visit. */
const CLASS_RULES: Readonly<Record<number, RetryRule>> = {
  1: { fault: 'his-protocol', next: SYSTEM },
  2: { fault: 'his-protocol', next: SYSTEM },
  3: { fault: 'his-protocol', next: SYSTEM },
  4: { fault: 'his-rejected', next: DEAD },
  5: { fault: 'his-busy', next: ITEM },
};

/** No answer at all. After a time-out it may have happened. */
export const SILENCE_RULES = {
  network: { fault: 'his-unreachable', next: SYSTEM },
  timeout: { fault: 'his-timeout', next: SYSTEM },
} as const satisfies Record<string, RetryRule>;

const UNKNOWN: RetryRule = { fault: 'his-protocol', next: SYSTEM };

/** The rule of an HTTP status that is not a success. */
export const ruleOfStatus = (status: number): RetryRule =>
  STATUS_RULES[status] ?? CLASS_RULES[Math.floor(status / 100)] ?? UNKNOWN;

/**
 * Milliseconds of a Retry-After header (RFC 9110, 10.2.3: seconds or an HTTP date), at most an
 * hour; undefined where it is absent or says nothing.
 */
export const retryAfterMs = (header: string | null, now: number): number | undefined => {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), 3_600_000) : undefined;
};
