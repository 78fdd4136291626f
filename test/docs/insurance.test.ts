import { expect, test } from 'vitest';
import { PORTAL_CODES } from '../../hub/insurance/portal-result.ts';
import { readText } from './markdown.ts';

test('docs/insurance.md says once of every result code of the portal what happens', () => {
  const text = readText('docs/insurance.md');
  const portal = text.slice(text.indexOf('| maKetQua |'), text.indexOf('### Unverified cards'));
  const told = [...portal.matchAll(/^\| (\d{3}[^|]*)\|/gm)]
    .flatMap(([, codes = '']) => codes.split(','))
    .map(code => code.trim())
    .filter(code => /^[\d.]+$/.test(code));
  expect(told.toSorted()).toEqual(PORTAL_CODES);
});
