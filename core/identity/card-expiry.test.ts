import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cardEnds, NO_EXPIRY } from './card-expiry.ts';
import { SYNTHETIC_PEOPLE } from './synthetic-people.ts';

describe('the end of a citizen card', () => {
  test.each([
    // Law 26/2023/QH15, Article 21: ages 14, 25, 40 and 60, and the two years before them.
    ['a child of 3', '2021-08-05', '2025-02-10', '2035-08-05'],
    ['somebody of 12', '2012-08-05', '2024-10-10', '2037-08-05'],
    ['somebody of 20', '2004-03-01', '2024-08-01', '2029-03-01'],
    ['somebody of 23', '2001-03-01', '2024-08-01', '2041-03-01'],
    ['somebody of 30', '1994-03-01', '2024-08-01', '2034-03-01'],
    ['somebody of 38', '1986-03-01', '2024-08-01', '2046-03-01'],
    ['somebody of 57', '1967-03-01', '2024-08-01', '2027-03-01'],
    ['somebody of 58', '1966-03-01', '2024-08-01', NO_EXPIRY],
    ['somebody of 80', '1944-03-01', '2024-08-01', NO_EXPIRY],
    // Law 59/2014/QH13, Article 21: the first renewal is at 25.
    ['somebody of 14, before', '2007-03-01', '2021-08-01', '2032-03-01'],
    ['somebody of 24, before', '1997-03-01', '2021-08-01', '2037-03-01'],
  ])('follows from the law: %s', (_, birth, issue, end) => {
    expect(cardEnds(birth, issue)[0]).toBe(end);
  });

  test('on the very day two years before a renewal it is the later one', () => {
    expect(cardEnds('1999-06-10', '2022-06-10')[0]).toBe('2039-06-10');
    expect(cardEnds('1999-06-10', '2022-06-09')[0]).toBe('2024-06-10');
  });

  test('has the other side of a boundary that is near as the second candidate', () => {
    expect(cardEnds('1999-06-10', '2022-06-09')).toEqual(['2024-06-10', '2039-06-10']);
    expect(cardEnds('1999-06-10', '2022-06-11')).toEqual(['2039-06-10', '2024-06-10']);
    expect(cardEnds('1965-06-10', '2024-06-11')).toEqual([NO_EXPIRY, '2025-06-10']);
    expect(cardEnds('1990-06-10', '2022-06-10')).toEqual(['2030-06-10']);
  });

  test('of somebody born on 29 February is either day in a year without it', () => {
    expect(cardEnds('2000-02-29', '2021-05-05')).toEqual(['2025-02-28', '2025-03-01']);
    expect(cardEnds('1988-02-29', '2021-05-05')).toEqual(['2028-02-29']);
  });

  test('without an issue date can be any a card with a chip has', () => {
    expect(cardEnds('1990-06-10')).toEqual(['2030-06-10', '2050-06-10', NO_EXPIRY]);
    expect(cardEnds('1950-06-10')).toEqual([NO_EXPIRY]);
  });

  test('is the printed one for everybody of the demonstration whose birthday is known', () => {
    for (const { id, birthDate, issueDate, expiryDate } of SYNTHETIC_PEOPLE) {
      if (issueDate === undefined || birthDate.length < 10) continue;
      expect(cardEnds(birthDate, issueDate)[0], id).toBe(expiryDate ?? NO_EXPIRY);
    }
  });

  test('is a birthday after the issue, or none', () => {
    const day = (from: string, to: string) =>
      fc
        .date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
        .map(date => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(
        day('1900-01-01', '2025-12-31'),
        day('2021-01-01', '2045-12-31'),
        (birth, issue) => {
          const ends = cardEnds(birth, issue);
          expect(ends.length).toBeGreaterThan(0);
          expect(new Set(ends).size).toBe(ends.length);
          for (const end of ends) if (end !== NO_EXPIRY) expect(end > issue).toBe(true);
        },
      ),
    );
  });
});
