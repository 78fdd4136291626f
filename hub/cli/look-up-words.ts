import { portalResultOf } from '../insurance/portal-result.ts';

/** Ends of a look-up that are no result code of the portal, for IT. */
const TROUBLES: Readonly<Record<string, string>> = {
  timeout: 'no answer in time',
  network: 'no connection',
  unreadable: 'an answer nobody can read',
  'half-answer': 'an answer without the card',
  'circuit-open': 'not asked: failed before',
  'no-time': 'not asked: no time was left',
  'unverified-portal-away': 'the portal did not answer',
  'unverified-hub-away': 'the kiosk was offline',
};

const OUTCOMES = {
  found: 'card found',
  'not-found': 'no such card',
  'details-differ': 'another name or birth date',
  revoked: 'card not in force',
  'portal-away': 'not answered',
  'hub-away': 'not answered',
} as const;

const ofCode = (code: string): string => {
  const { outcome, finding, alarm } = portalResultOf(code);
  const more = alarm ?? finding;
  return more === undefined ? OUTCOMES[outcome] : `${OUTCOMES[outcome]}: ${more}`;
};

/** How a look-up ended, in words: of a result code, or of what went wrong. */
export const lookUpWords = (result: string): string => {
  const trouble = TROUBLES[result];
  if (trouble !== undefined) return trouble;
  if (result.startsWith('http-')) return `HTTP status ${result.slice('http-'.length)}`;
  return ofCode(result.replace(/^result-/, ''));
};

const STATES: Readonly<Record<string, string>> = {
  waiting: 'is looked up again',
  looking: 'is being looked up',
  'no-key': 'nothing to look it up with',
  'day-over': 'not verified on its day',
};

export const recheckWords = (state: string): string => STATES[state] ?? state;
