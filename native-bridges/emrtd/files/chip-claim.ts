import {
  type Authenticity,
  type IdentityClaim,
  type IdentityFlag,
} from '../../../core/contract/identity.ts';
import { type Gender } from '../../../core/contract/primitives.ts';
import { type Dg13 } from './dg13.ts';
import { parseVietnameseDate } from './vietnamese-date.ts';

const GENDERS: Readonly<Record<string, Gender>> = { nam: 'male', nữ: 'female' };

/** A name has letters and what stands between them; an encoded field has digits or symbols. */
const NAME = /^[\p{L}\p{M}][\p{L}\p{M} .'’-]*$/u;

/**
 * What the chip says of its holder, as far as it could be read; undefined where it names nobody.
 * The flags are those of reading; whether the number fits the rest is the domain's to say.
 */
export const claimFromDg13 = (
  dg13: Dg13,
  authenticity: Authenticity,
): IdentityClaim | undefined => {
  const { fields, undecoded } = dg13;
  const citizenNumber = matching(fields.idNumber, /^\d{12}$/);
  const oldNumber = matching(fields.oldNumber, /^\d{9}$/) ?? matching(fields.idNumber, /^\d{9}$/);
  const name = matching(fields.name, NAME);
  if (citizenNumber === undefined && oldNumber === undefined) return undefined;

  const birthDate = parseVietnameseDate(fields.birthDate ?? '');
  const issueDate = parseVietnameseDate(fields.issueDate ?? '');
  const expiryDate = parseVietnameseDate(fields.expiryDate ?? '');
  const gender = GENDERS[(fields.gender ?? '').toLowerCase()];
  const nameGarbled = undecoded.includes('name') || (fields.name !== undefined && !name);
  const flags: (IdentityFlag | false)[] = [
    citizenNumber === undefined && 'number-shape-unknown',
    nameGarbled ? 'name-not-decoded' : name === undefined && 'name-missing',
    birthDate === undefined
      ? 'birth-date-missing'
      : birthDate.length < 'yyyy-mm-dd'.length && 'birth-date-partial',
    fields.issueDate !== undefined && issueDate === undefined && 'issue-date-invalid',
    dg13.unknown.length > 0 && 'extra-fields',
  ];
  return {
    method: 'card-chip',
    ...defined({ citizenNumber, oldNumber, name, birthDate, gender }),
    ...defined({ address: fields.residence, issueDate, expiryDate }),
    authenticity,
    flags: flags.filter(flag => flag !== false),
  };
};

const matching = (text: string | undefined, shape: RegExp): string | undefined =>
  text !== undefined && shape.test(text) ? text : undefined;

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the keys whose value is not known. */
const defined = <T extends object>(values: T): Defined<T> =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Defined<T>;
