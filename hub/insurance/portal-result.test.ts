import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PORTAL_CODES, outcomeOfPortalResult, portalResultOf } from './portal-result.ts';

/** Code, what it says of the card, and what is special about it. */
const CODES = [
  ['000', 'found', {}],
  ['001', 'found', { finding: 'defence-card', clerk: 'forces-card' }],
  ['002', 'found', { finding: 'police-card', clerk: 'forces-card' }],
  ['003', 'found', { newCard: true, finding: 'renewed' }],
  ['003.1', 'found', { finding: 'extended' }],
  ['004', 'found', { newCard: true, finding: 'replaced' }],
  ['010', 'found', {}],
  ['050', 'not-found', {}],
  ['051', 'not-found', { finding: 'number-wrong' }],
  ['052', 'not-found', { finding: 'province-wrong' }],
  ['053', 'not-found', { finding: 'benefit-wrong' }],
  ['054', 'portal-away', { family: 'permanent', alarm: 'officer-refused' }],
  ['055', 'portal-away', { family: 'permanent', alarm: 'officer-refused' }],
  ['060', 'details-differ', { finding: 'name-differs' }],
  ['061', 'details-differ', { finding: 'name-nearly' }],
  ['070', 'details-differ', { finding: 'birth-date-differs' }],
  ['080', 'details-differ', {}],
  ['090', 'details-differ', { finding: 'facility-differs' }],
  ['100', 'portal-away', { family: 'transient' }],
  ['101', 'portal-away', { family: 'transient' }],
  ['110', 'revoked', {}],
  ['120', 'revoked', { finding: 'reduced' }],
  ['121', 'revoked', { finding: 'moved-province' }],
  ['122', 'revoked', { finding: 'moved-within' }],
  ['123', 'revoked', { finding: 'stopped' }],
  ['124', 'revoked', { finding: 'stopped' }],
  ['130', 'found', { finding: 'child-without-card', clerk: 'child-without-card' }],
  ['205', 'portal-away', { family: 'permanent', alarm: 'request-refused' }],
  ['401', 'portal-away', { family: 'permanent', alarm: 'account-refused' }],
  ['500', 'portal-away', { family: 'transient' }],
] as const;

describe('a result code of the portal', () => {
  test.each(CODES)('%s: %s', (code, outcome, rest) => {
    expect(portalResultOf(code)).toEqual({ outcome, ...rest });
    expect(outcomeOfPortalResult(code)).toBe(outcome);
  });

  test('has a row here, whichever it is', () => {
    expect(PORTAL_CODES).toEqual(CODES.map(([code]) => code).toSorted());
  });

  test('that nobody knows verifies nothing and refuses nobody', () => {
    fc.assert(
      fc.property(fc.string(), code => {
        if ((PORTAL_CODES as readonly string[]).includes(code)) return;
        expect(portalResultOf(code)).toEqual({ outcome: 'portal-away', family: 'transient' });
      }),
      { examples: [['999'], ['constructor'], ['__proto__'], ['']] },
    );
  });
});
