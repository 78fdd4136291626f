import { OTHER_FACILITIES } from './synthetic-hospital.ts';
import { PATIENTS_WITH_TROUBLED_CARDS } from './patients-with-troubled-cards.ts';
import { PATIENTS_WITH_UNUSUAL_PAPERS } from './patients-with-unusual-papers.ts';
import type { SyntheticPerson } from './synthetic-person.ts';
import { USUAL_PATIENTS } from './usual-patients.ts';

export type { SyntheticBooking, SyntheticPerson } from './synthetic-person.ts';

const people = [
  ...USUAL_PATIENTS,
  ...PATIENTS_WITH_UNUSUAL_PAPERS,
  ...PATIENTS_WITH_TROUBLED_CARDS,
] as const;

export type SyntheticPersonId = (typeof people)[number]['id'];

/** Everyone of the demonstration; ids are stable. */
export const SYNTHETIC_PEOPLE: readonly SyntheticPerson[] = people;

const BY_ID: ReadonlyMap<string, SyntheticPerson> = new Map(people.map(one => [one.id, one]));

/** One of them by id. */
export const syntheticPerson = (id: SyntheticPersonId): SyntheticPerson =>
  BY_ID.get(id) as SyntheticPerson;

/** A referral on paper, which the hospital got by wire as well. */
export interface SyntheticReferral {
  readonly number: string;
  readonly citizenNumber: string;
  readonly fromFacility: string;
  readonly daysAgo: number;
}

/** Both are Đỗ Mạnh Cường's, who is registered elsewhere: the first is good, the second too old. */
export const SYNTHETIC_REFERRALS: readonly SyntheticReferral[] = [
  {
    number: 'GCT26-999906',
    citizenNumber: '036096999906',
    fromFacility: OTHER_FACILITIES.sameProvince,
    daysAgo: 5,
  },
  {
    number: 'GCT26-999806',
    citizenNumber: '036096999906',
    fromFacility: OTHER_FACILITIES.sameProvince,
    daysAgo: 60,
  },
];
