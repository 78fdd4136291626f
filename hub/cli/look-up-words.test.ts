import { expect, test } from 'vitest';
import { PORTAL_CODES } from '../insurance/portal-result.ts';
import { lookUpWords, recheckWords } from './look-up-words.ts';

test.each([
  ['000', 'card found'],
  ['003', 'card found: renewed'],
  ['result-054', 'not answered: officer-refused'],
  ['http-503', 'HTTP status 503'],
  ['timeout', 'no answer in time'],
  ['unverified-portal-away', 'the portal did not answer'],
  ['999', 'not answered'],
])('%s: %s', (result, words) => {
  expect(lookUpWords(result)).toBe(words);
});

test('every code of the portal and every state has words', () => {
  for (const code of PORTAL_CODES) expect(lookUpWords(code)).toMatch(/^[a-z]/);
  expect(recheckWords('day-over')).toBe('not verified on its day');
});
