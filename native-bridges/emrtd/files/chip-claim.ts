import {
  type Authenticity,
  type IdentityClaim,
  type IdentityFlag,
} from '../../../core/contract/identity.ts';
import { type MachineReadableZone } from '../../../core/contract/machine-readable-zone.ts';
import { type Gender } from '../../../core/contract/primitives.ts';
import { holderOfZone } from '../../../core/contract/zone-holder.ts';
import { type ElementaryFileName } from '../../contract/chip-card.ts';
import { parseDg1 } from './dg1.ts';
import { type Dg11, parseDg11 } from './dg11.ts';
import { parseDg12 } from './dg12.ts';
import { type Dg13, parseDg13 } from './dg13.ts';
import { parseVietnameseDate } from './vietnamese-date.ts';

const GENDERS: Readonly<Record<string, Gender>> = { nam: 'male', nữ: 'female' };

/** A name has letters and what stands between them; an encoded field has digits or symbols. */
const NAME = /^[\p{L}\p{M}][\p{L}\p{M} .'’-]*$/u;

/**
 * What the files of a chip say of its holder, as far as they were read and could be; undefined
 * where they name nobody. DG13 speaks first, being in the holder's own language; DG11 and DG12
 * complete it, and DG1 says what none of them said.
 */
export const claimFromFiles = (
  files: ReadonlyMap<ElementaryFileName, Uint8Array>,
  authenticity: Authenticity,
): IdentityClaim | undefined => {
  const read = <Value>(
    name: ElementaryFileName,
    parse: (file: Uint8Array) => Value | undefined,
  ): Value | undefined => {
    const file = files.get(name);
    return file && parse(file);
  };
  const dg13 = read('DG13', parseDg13);
  const zone = read('DG1', parseDg1);
  const details = read('DG11', parseDg11);
  const issueDate = read('DG12', parseDg12)?.issueDate;
  const own = dg13 && claimFromDg13(dg13, authenticity);
  if (own === undefined && zone === undefined) return undefined;
  const claim = completedBy(
    completedBy(own ?? nobody(authenticity), details && saidInDetails(details)),
    zone && saidInZone(zone),
  );
  const names = claim.citizenNumber ?? claim.oldNumber ?? (claim.name && claim.birthDate);
  return names === undefined
    ? undefined
    : completedBy(claim, { ...defined({ issueDate }), flags: [] });
};

const nobody = (authenticity: Authenticity): IdentityClaim => ({
  method: 'card-chip',
  authenticity,
  flags: ['name-missing', 'birth-date-missing'],
});

/** Part of a claim, and the doubts about that part. */
type Said = Partial<Omit<IdentityClaim, 'method' | 'authenticity'>> & Pick<IdentityClaim, 'flags'>;

const saidInZone = (zone: MachineReadableZone): Said => holderOfZone(zone);

const saidInDetails = ({ name, birthDate, address }: Dg11): Said => {
  const whole = name && matching(`${name.surname} ${name.givenNames}`.trim(), NAME);
  const residence = address.join(', ');
  return {
    ...defined({ name: whole, birthDate, address: residence === '' ? undefined : residence }),
    flags: birthDate !== undefined && birthDate.length < FULL_DATE ? ['birth-date-partial'] : [],
  };
};

/** Doubts that are about one field and go with its value. */
const DOUBTS_OF = {
  name: ['name-missing', 'name-not-decoded'],
  birthDate: ['birth-date-missing', 'birth-date-partial'],
} as const satisfies Partial<Record<keyof Said, readonly IdentityFlag[]>>;

/** The claim, with what it leaves open taken from another file together with the doubts about it. */
const completedBy = (claim: IdentityClaim, said: Said | undefined): IdentityClaim => {
  if (said === undefined) return claim;
  const { flags, ...fields } = said;
  const replaced: readonly IdentityFlag[] = (['name', 'birthDate'] as const).flatMap(field =>
    claim[field] === undefined && fields[field] !== undefined ? DOUBTS_OF[field] : [],
  );
  return {
    ...fields,
    ...claim,
    flags: [
      ...claim.flags.filter(flag => !replaced.includes(flag)),
      ...flags.filter(flag => replaced.includes(flag)),
    ],
  };
};

const FULL_DATE = 'yyyy-mm-dd'.length;

/**
 * What DG13 says of the holder, as far as it could be read; undefined where it names nobody.
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
      : birthDate.length < FULL_DATE && 'birth-date-partial',
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
