import { type IdentityClaim } from '../../../core/contract/identity.ts';
import { namesAgree } from '../../../core/identity/person-name.ts';
import { type SearchParameters } from './fhir-client.ts';
import { isCurrent, nameOf } from './patient-mapping.ts';
import { type Patient } from './resources.ts';

/** More candidates tell a clerk nothing. */
const MOST = 10;
/** People of one birth date and gender in a large hospital. */
const PAGE = '200';

/**
 * The search for records that could be the same person; undefined where name, whole birth date and
 * gender are not all known. The name is compared here: servers fold Vietnamese letters differently.
 */
export const alikeSearch = (claim: Partial<IdentityClaim>): SearchParameters | undefined => {
  const { name, birthDate, gender } = claim;
  if (name === undefined || gender === undefined || birthDate?.length !== 10) return undefined;
  return { birthdate: birthDate, gender, _count: PAGE };
};

/**
 * Ids of records with the same name, birth date and gender: for the clerk to look at, never a
 * decision.
 */
export const candidatesAmong = (
  found: readonly Patient[],
  { name, birthDate, gender }: Partial<IdentityClaim>,
): readonly string[] =>
  found
    .filter(isCurrent)
    .filter(one => one.birthDate === birthDate && one.gender === gender)
    .flatMap(one => {
      const recorded = nameOf(one);
      const isAlike = name !== undefined && recorded !== undefined && namesAgree(name, recorded);
      return isAlike && one.id !== undefined ? [one.id] : [];
    })
    .slice(0, MOST);
