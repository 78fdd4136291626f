import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  accessNumber,
  birthDate,
  documentNumber,
  expiryDate,
  groups,
  slot,
} from './card-arguments.ts';

const all = groups('all');

describe('options of the card commands', () => {
  it.each<[string, (text: string) => unknown, string, unknown]>([
    ['a date of the zone', birthDate, '480312', '480312'],
    ['a date in ISO 8601', birthDate, '1948-03-12', '480312'],
    ['a date as printed', birthDate, '12/03/1948', '480312'],
    ['a year alone', birthDate, '1948', '48<<<<'],
    ['a year and a month', birthDate, '1948-03', '4803<<'],
    ['an expiry date as printed', expiryDate, '12/03/2035', '350312'],
    ['a card without end', expiryDate, 'none', '991231'],
    ['a document number', documentNumber, '148999921', '148999921'],
    ['the citizen number, as printed', documentNumber, '001 148 999 921', '148999921'],
    ['a short document number', documentNumber, 'ab12', 'AB12<<<<<'],
    ['a card access number', accessNumber, '012345', '012345'],
    ['groups in any case', groups, 'dg1, DG13,sod,DG1', ['DG1', 'DG13', 'SOD']],
    ['a slot', slot, '1', 1],
  ])('%s', (_what, parse, text, expected) => {
    expect(parse(text)).toEqual(expected);
  });

  it.each<[string, (text: string) => unknown, string]>([
    ['a month that is none', birthDate, '1948-13-12'],
    ['a day that is none', expiryDate, '2035-03-32'],
    ['an expiry of a year alone', expiryDate, '2035'],
    ['words', birthDate, 'tomorrow'],
    ['a document number with a sign', documentNumber, '12/34'],
    ['a long card access number', accessNumber, '1234567'],
    ['fingerprints', groups, 'DG1,DG3'],
    ['no group', groups, ''],
    ['a slot that is none', slot, '-1'],
  ])('are refused: %s', (_what, parse, text) => {
    expect(() => parse(text)).toThrow(
      expect.objectContaining({ code: 'commander.invalidArgument' }),
    );
  });

  it('take any text or refuse it', () => {
    const parsers = [birthDate, expiryDate, documentNumber, accessNumber, groups, slot];
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...parsers), (text, parse) => {
        try {
          parse(text);
        } catch (thrown) {
          expect(thrown).toMatchObject({ code: 'commander.invalidArgument' });
        }
      }),
    );
  });

  it('never ask for fingerprints', () => {
    expect(all).not.toContain('DG3');
    expect(all.length).toBeGreaterThan(8);
  });
});
