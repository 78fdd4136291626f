import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identityClaimSchema } from '../../../core/contract/identity.ts';
import { EXAMPLE_CARD } from '../../conformance/example-cards.ts';
import { type SyntheticCard } from '../../contract/synthetic-card.ts';
import { encodeDg13 } from '../../simulators/chip/dg13-encoder.ts';
import { encodeTlv } from '../ber-tlv.ts';
import { claimFromDg13 } from './chip-claim.ts';
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
