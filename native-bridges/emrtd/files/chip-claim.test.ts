import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identityClaimSchema } from '../../../core/contract/identity.ts';
import { type ElementaryFileName } from '../../contract/chip-card.ts';
import { EXAMPLE_CARD } from '../../conformance/example-cards.ts';
import { type SyntheticCard } from '../../contract/synthetic-card.ts';
import { encodeDg13 } from '../../simulators/chip/dg13-encoder.ts';
import { encodeTlv } from '../ber-tlv.ts';
import { WORKED_EXAMPLES } from '../testing/worked-examples.ts';
import { claimFromDg13, claimFromFiles } from './chip-claim.ts';
import { parseDg13, type Dg13 } from './dg13.ts';

const claimOf = (card: SyntheticCard) => {
  const dg13 = parseDg13(encodeDg13(card));
  return dg13 && claimFromDg13(dg13, 'no-trust-anchor');
};

const dg13With = (fields: Dg13['fields'], rest: Partial<Dg13> = {}): Dg13 => ({
  fields,
  parents: [],
  undecoded: [],
  unknown: [],
  damaged: false,
  ...rest,
});
const NUMBER = { idNumber: '001148999921' };

describe('claimFromDg13', () => {
  it('says what the card says, in the words of the contract', () => {
    expect(identityClaimSchema.parse(claimOf(EXAMPLE_CARD))).toEqual({
      method: 'card-chip',
      citizenNumber: '001148999921',
      oldNumber: '010999921',
      name: 'Nguyễn Thị Hòa',
      birthDate: '1948-03-12',
      gender: 'female',
      address: '12 Ngõ Thử Nghiệm, Đống Đa, Hà Nội',
      issueDate: '2021-07-15',
      expiryDate: '2035-03-12',
      authenticity: 'no-trust-anchor',
      flags: [],
    });
  });

  it('has no end for a card without one', () => {
    const { expiryDate, ...card } = EXAMPLE_CARD;
    expect(expiryDate).toBeDefined();
    expect(claimOf(card)).not.toHaveProperty('expiryDate');
  });

  it.each([
    ['1948', '1948'],
    ['1948-03', '1948-03'],
  ])('keeps the precision of a birth date: %s', (birthDate, said) => {
    expect(claimOf({ ...EXAMPLE_CARD, birthDate })).toMatchObject({
      birthDate: said,
      flags: ['birth-date-partial'],
    });
  });

  it.each<[string, Dg13, string[]]>([
    ['no name, no birth date', dg13With(NUMBER), ['name-missing', 'birth-date-missing']],
    [
      'a name that is not text',
      dg13With({ ...NUMBER, birthDate: '1948' }, { undecoded: ['name'] }),
      ['name-not-decoded', 'birth-date-partial'],
    ],
    [
      'a name the issuer encoded',
      dg13With({ ...NUMBER, name: 'A9F03C==', birthDate: '12/03/1948' }),
      ['name-not-decoded'],
    ],
    [
      'an issue date no calendar has',
      dg13With({ ...NUMBER, name: 'Hòa', birthDate: '12/03/1948', issueDate: '31/02/2021' }),
      ['issue-date-invalid'],
    ],
    [
      'a field nobody described',
      dg13With(
        { ...NUMBER, name: 'Hòa', birthDate: '12/03/1948' },
        { unknown: [{ index: 17, value: new Uint8Array() }] },
      ),
      ['extra-fields'],
    ],
    [
      'an old number where the new one belongs',
      dg13With({ idNumber: '010999921', name: 'Hòa', birthDate: '12/03/1948' }),
      ['number-shape-unknown'],
    ],
  ])('flags %s', (_name, dg13, flags) => {
    const claim = identityClaimSchema.parse(claimFromDg13(dg13, 'no-trust-anchor'));
    expect(claim.flags).toEqual(flags);
  });

  it('names nobody without any number', () => {
    expect(claimFromDg13(dg13With({ name: 'Hòa' }), 'no-trust-anchor')).toBeUndefined();
  });

  it('fits the contract whatever the fields say', () => {
    const value = fc.oneof(fc.string({ maxLength: 60 }), fc.stringMatching(/^[\d/]{0,14}$/));
    fc.assert(
      fc.property(value, value, value, value, (name, birthDate, residence, idNumber) => {
        const field = (index: number, content: string) =>
          encodeTlv(
            0x30,
            Buffer.concat([
              encodeTlv(0x02, Uint8Array.of(index)),
              encodeTlv(0x0c, Buffer.from(content)),
            ]),
          );
        const fields = [field(1, NUMBER.idNumber), field(2, name), field(3, birthDate)];
        const content = [...fields, field(9, residence), field(15, idNumber)];
        const dg13 = parseDg13(encodeTlv(0x6d, Buffer.concat(content)));
        const claim = dg13 && claimFromDg13(dg13, 'invalid');
        expect(identityClaimSchema.safeParse(claim).success).toBe(true);
      }),
    );
  });
});

const dg1Of = (zone: string): Uint8Array =>
  encodeTlv(0x61, encodeTlv(0x5f1f, new TextEncoder().encode(zone)));
const claimOfFiles = (files: Partial<Record<ElementaryFileName, Uint8Array>>) => {
  const entries = Object.entries(files) as [ElementaryFileName, Uint8Array][];
  const claim = claimFromFiles(new Map(entries), 'valid');
  return claim && identityClaimSchema.parse(claim);
};
/** The zone of the example card; check digits do not matter here. */
const ZONE = `IDVNM1489999210001148999921<<04803120F3503120VNM${'<'.repeat(11)}0${'NGUYEN<<THI<HOA'.padEnd(30, '<')}`;

describe('claimFromFiles', () => {
  it('takes the words of DG13 where it is there', () => {
    const files = { DG1: dg1Of(ZONE), DG13: encodeDg13(EXAMPLE_CARD) };
    expect(claimOfFiles(files)).toEqual({ ...claimOf(EXAMPLE_CARD), authenticity: 'valid' });
  });

  it('takes DG1 alone, the name marked as transliterated', () => {
    expect(claimOfFiles({ DG1: dg1Of(ZONE) })).toEqual({
      method: 'card-chip',
      citizenNumber: '001148999921',
      name: 'NGUYEN THI HOA',
      birthDate: '1948-03-12',
      gender: 'female',
      expiryDate: '2035-03-12',
      authenticity: 'valid',
      flags: ['name-not-decoded'],
    });
  });

  it('completes from DG1 what DG13 has only in an encoded form', () => {
    const number = encodeTlv(
      0x30,
      Buffer.concat([
        encodeTlv(0x02, Uint8Array.of(1)),
        encodeTlv(0x13, Buffer.from('001148999921')),
      ]),
    );
    const claim = claimOfFiles({ DG1: dg1Of(ZONE), DG13: encodeTlv(0x6d, number) });
    expect(claim).toMatchObject({
      name: 'NGUYEN THI HOA',
      birthDate: '1948-03-12',
      expiryDate: '2035-03-12',
      flags: ['name-not-decoded'],
    });
  });

  it('takes the name of a foreign document from DG11, in its own letters', () => {
    const { dg1Td1, dg11, dg12 } = WORKED_EXAMPLES;
    expect(claimOfFiles({ DG1: dg1Td1, DG11: dg11, DG12: dg12 })).toEqual({
      method: 'card-chip',
      name: 'SMITH JOHN J',
      birthDate: '1972-08-14',
      gender: 'female',
      address: '123 MAPLE RD, ANYTOWN, MN',
      issueDate: '2002-05-31',
      expiryDate: '2011-08-26',
      authenticity: 'valid',
      flags: [],
    });
  });

  it('names nobody where no file does', () => {
    expect(claimOfFiles({})).toBeUndefined();
    expect(claimOfFiles({ DG11: WORKED_EXAMPLES.dg11 })).toBeUndefined();
    expect(
      claimOfFiles({ DG1: Uint8Array.of(0x61, 0), DG13: Uint8Array.of(0x6d, 0) }),
    ).toBeUndefined();
  });

  it('fits the contract whatever the files are', () => {
    const file = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.uint8Array({ maxLength: 60 }).map(content => encodeTlv(0x6d, content)),
      fc.constantFrom(dg1Of(ZONE), ...Object.values(WORKED_EXAMPLES)),
    );
    fc.assert(
      fc.property(file, file, file, file, (DG1, DG11, DG12, DG13) => {
        expect(() => claimOfFiles({ DG1, DG11, DG12, DG13 })).not.toThrow();
      }),
    );
  });
});
