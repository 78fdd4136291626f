import { SYNTHETIC_BILLS } from '../../../../core/identity/synthetic-bills.ts';
import { type SyntheticPerson } from '../../../../core/identity/synthetic-people.ts';
import { birthStampOf, genderCodeOf } from '../decision-4750.ts';
import { type Fields } from '../request-signature.ts';

/** A patient as this HIS keeps them. */
export interface Patient {
  readonly ID_BN: string;
  readonly MA_BN: string;
  readonly numbers: ReadonlyMap<string, string>;
  readonly fields: Fields;
  readonly person: SyntheticPerson | undefined;
}

export const sumOf = (amounts: readonly number[]): number =>
  amounts.reduce((sum, one) => sum + one, 0);

export const fileOf = (person: SyntheticPerson, code: string): Patient => {
  const { citizenNumber, oldNumber, insurance } = person;
  const numbers = [
    ['MA_BN', code],
    ['CCCD', citizenNumber],
    ['CMND', oldNumber],
    ['BHYT', insurance?.cardNumber],
  ] as const;
  return {
    ID_BN: code.replace(/\D/g, ''),
    MA_BN: code,
    numbers: new Map(
      numbers.flatMap(([type, value]) => (value === undefined ? [] : [[type, value]])),
    ),
    fields: {
      HO_TEN: person.name,
      NGAY_SINH: birthStampOf(person.birthDate),
      GIOI_TINH: genderCodeOf(person.gender),
      DIA_CHI: person.address,
      SO_GTTT: citizenNumber ?? null,
      LOAI_GTTT: citizenNumber === undefined ? null : 'CCCD',
      MA_THE_BHYT: insurance?.cardNumber ?? null,
      NO_CU: sumOf(
        SYNTHETIC_BILLS.filter(bill => bill.hisPatientCode === code && bill.daysAgo > 0).flatMap(
          ({ lines }) => lines.map(line => line.amount - line.insurerPays),
        ),
      ),
    },
    person,
  };
};
