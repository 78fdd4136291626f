import { type AnswerRule } from '../his-failure.ts';

/** No request of this contract has an idempotency key: `again` is after looking up what arrived. */
const DEAD: AnswerRule = { fault: 'his-rejected', next: 'dead-letter' };
const PROTOCOL: AnswerRule = { fault: 'his-protocol', next: 'again-system' };

/** `code` of the answer where it is not 000. */
const CODE_RULES: Readonly<Record<string, AnswerRule>> = {
  // Something named in the request does not exist there: the same next time.
  '404': DEAD,
  // The HIS failed: before or after it stored something is not said.
  '999': { fault: 'his-conflict', next: 'again-item' },
};

export const ruleOfCode = (code: string): AnswerRule => CODE_RULES[code] ?? DEAD;

/** HTTP status to rule, where the answer is none of the contract's. */
const STATUS_RULES: Readonly<Record<number, AnswerRule>> = {
  400: DEAD,
  // A wrong key, clock or address concerns every visit alike: none of them is at fault.
  401: { fault: 'his-unauthorised', next: 'again-system' },
  403: { fault: 'his-unauthorised', next: 'again-system' },
  404: PROTOCOL,
  405: PROTOCOL,
  408: { fault: 'his-timeout', next: 'again-item' },
  409: { fault: 'his-conflict', next: 'again-item' },
  413: DEAD,
  422: DEAD,
  429: { fault: 'his-busy', next: 'again-system' },
  500: { fault: 'his-conflict', next: 'again-item' },
  502: { fault: 'his-unreachable', next: 'again-system' },
  503: { fault: 'his-busy', next: 'again-system' },
  504: { fault: 'his-timeout', next: 'again-system' },
};

/** The rule of an HTTP status that is not a success; a redirect or a page is a wrong address. */
export const ruleOfStatus = (status: number): AnswerRule =>
  STATUS_RULES[status] ??
  (status >= 500 ? { fault: 'his-conflict', next: 'again-item' } : status >= 400 ? DEAD : PROTOCOL);

/** A success that is no answer of the contract: a page of a proxy, an empty body. */
export const NO_ANSWER_OF_CONTRACT = PROTOCOL;

/** No answer at all. After a time-out it may have happened. */
export const SILENCE_RULES = {
  network: { fault: 'his-unreachable', next: 'again-system' },
  timeout: { fault: 'his-timeout', next: 'again-system' },
} as const satisfies Record<string, AnswerRule>;
