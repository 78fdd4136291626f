import { describe, expect, test } from 'vitest';
import { parseZone } from './machine-readable-zone.ts';
import { holderOfZone } from './zone-holder.ts';

const holderOf = (zone: string) => holderOfZone(parseZone(zone)!);

/** A card of somebody who does not exist; check digits do not matter here. */
const citizenCard = (birthDate: string, expiryDate: string, number = '001148999921'): string =>
  `IDVNM${number.slice(-9)}0${number}<<0${birthDate}0F${expiryDate}0VNM${'<'.repeat(11)}0` +
  'NGUYEN<<THI<HOA'.padEnd(30, '<');

describe('the holder of a zone', () => {
  test('of a citizen card has the whole number, and the century from it', () => {
    expect(holderOf(citizenCard('480312', '350312'))).toEqual({
      citizenNumber: '001148999921',
      name: 'NGUYEN THI HOA',
      birthDate: '1948-03-12',
      gender: 'female',
      expiryDate: '2035-03-12',
      flags: ['name-not-decoded'],
    });
  });

  test('has no end where the card has none', () => {
    expect(holderOf(citizenCard('480312', '991231'))).not.toHaveProperty('expiryDate');
  });

  test.each([
    ['48<<<<', '1948'],
    ['4803<<', '1948-03'],
  ])('keeps the precision of a birth date: %s', (written, birthDate) => {
    const holder = holderOf(citizenCard(written, '991231'));
    expect(holder).toMatchObject({ birthDate });
    expect(holder.flags).toContain('birth-date-partial');
  });

  test.each(['481312', '480230', '<<<<<<', '48<<12', '48031A'])(
    'has no birth date from %s',
    date => {
      const holder = holderOf(citizenCard(date, '991231'));
      expect(holder).not.toHaveProperty('birthDate');
      expect(holder.flags).toContain('birth-date-missing');
    },
  );

  test('has no citizen number where the two numbers contradict each other', () => {
    const zone = citizenCard('480312', '350312').replace('IDVNM148999921', 'IDVNM148999922');
    expect(holderOf(zone)).not.toHaveProperty('citizenNumber');
    expect(holderOf(zone).flags).toContain('number-shape-unknown');
  });

  test.each([
    ['born in the last century', '7408122F1204159', '1974-08-12'],
    ['born in this one', '0608122F1204159', '2006-08-12'],
  ])('of a foreign document is %s', (_, dates, birthDate) => {
    // ICAO 9303-5, Appendix B, with other dates.
    const zone = `I<UTOD231458907${'<'.repeat(15)}${dates}UTO${'<'.repeat(11)}6${'ERIKSSON<<ANNA<MARIA'.padEnd(30, '<')}`;
    expect(holderOf(zone)).toEqual({
      name: 'ERIKSSON ANNA MARIA',
      birthDate,
      gender: 'female',
      expiryDate: '2012-04-15',
      flags: ['name-not-decoded'],
    });
  });

  test('of a passport has its number with the states, which no card has', () => {
    // ICAO 9303-4, Appendix B.
    const zone =
      'P<UTOERIKSSON<<ANNA<MARIA'.padEnd(44, '<') + 'L898902C36UTO7408122F1204159ZE184226B<<<<<10';
    expect(holderOf(zone)).toEqual({
      passportNumber: 'L898902C3',
      passportIssuer: 'UTO',
      nationality: 'UTO',
      name: 'ERIKSSON ANNA MARIA',
      birthDate: '1974-08-12',
      gender: 'female',
      expiryDate: '2012-04-15',
      flags: ['name-not-decoded'],
    });
  });
});
