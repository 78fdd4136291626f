import { expect, it } from 'vitest';
import { printedBytes } from '../testing/printed-bytes.ts';
import { WORKED_EXAMPLES } from '../testing/worked-examples.ts';
import { parseDg16 } from './dg16.ts';

it('reads the worked example: two persons to notify', () => {
  expect(parseDg16(WORKED_EXAMPLES.dg16)).toEqual({
    persons: [
      {
        recordedOn: '2002-01-01',
        name: { surname: 'SMITH', givenNames: 'CHARLES R' },
        telephone: '19525551212',
        address: ['123 MAPLE RD', 'ANYTOWN', 'MN', '55100'],
      },
      {
        recordedOn: '2002-03-15',
        name: { surname: 'BROWN', givenNames: 'MARY J' },
        telephone: '14155551212',
        address: ['49 REDWOOD LN', 'OCEAN BREEZE', 'CA', '94000'],
      },
    ],
  });
});

it('keeps a person of whom little is said, and is no DG16 without its tag', () => {
  expect(parseDg16(printedBytes('70 05 02 01 01 A1 00'))).toEqual({ persons: [{ address: [] }] });
  expect(parseDg16(printedBytes('61 00'))).toBeUndefined();
});
