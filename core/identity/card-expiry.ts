import type { BusinessDay } from '../contract/primitives.ts';
import { addDays } from '../scheduling/business-day.ts';
import { daysInMonth } from './partial-date.ts';

/**
 * Until when a citizen card is good. Its printed QR does not say; birth date, issue date and the law
 * do. What issuing offices make of the law's edges is not published, so this gives candidates.
 */

interface CardLaw {
  readonly clause: string;
  readonly inForceFrom: BusinessDay;
  /** The card is renewed on these birthdays; after the last one it has no end. */
  readonly renewalAges: readonly number[];
  /** A card issued within so many years before a renewal is good until the one after it. */
  readonly skippedWithinYears: number;
}

const NEWEST_LAW: CardLaw = {
  clause: 'Law 26/2023/QH15, Article 21',
  inForceFrom: '2024-07-01',
  renewalAges: [14, 25, 40, 60],
  skippedWithinYears: 2,
};

const EARLIEST_LAW: CardLaw = {
  clause: 'Law 59/2014/QH13, Article 21',
  inForceFrom: '2016-01-01',
  renewalAges: [25, 40, 60],
  skippedWithinYears: 2,
};

/** Newest first. */
const LAWS: readonly CardLaw[] = [NEWEST_LAW, EARLIEST_LAW];

/** Cards with a chip are issued since then. */
const FIRST_CHIP_CARD: BusinessDay = '2021-01-01';

/** A card may be dated this long after the day whose age the office reckoned with. */
const DATING_DAYS = 90;

/** In place of a day. */
export const NO_EXPIRY = Symbol('no expiry');
export type CardEnd = BusinessDay | typeof NO_EXPIRY;

/**
 * Days the card may end on, the likeliest first: what the law says of the issue date, then the
 * other side of a boundary that is near.
 * @param issueDate without it every end a card with a chip can have, the earliest first.
 */
export const cardEnds = (birthDay: BusinessDay, issueDate?: BusinessDay): readonly CardEnd[] => {
  const ends: readonly EndAge[] =
    issueDate === undefined
      ? laterEnds(birthDay, FIRST_CHIP_CARD)
      : [
          endOf(birthDay, issueDate),
          ...renewalsJustAhead(birthDay, issueDate),
          endOf(birthDay, addDays(issueDate, DATING_DAYS)),
        ];
  const days = ends.flatMap((end): readonly CardEnd[] =>
    end === NO_EXPIRY ? [NO_EXPIRY] : birthdays(birthDay, end),
  );
  return [...new Set(days)];
};

/** An end as the age it falls on, until the day of that birthday is looked up. */
type EndAge = number | typeof NO_EXPIRY;

const lawOn = (day: BusinessDay): CardLaw =>
  LAWS.find(law => law.inForceFrom <= day) ?? EARLIEST_LAW;

const endOf = (birthDay: BusinessDay, issueDate: BusinessDay): EndAge => {
  const { renewalAges, skippedWithinYears } = lawOn(issueDate);
  const isAhead = (age: number): boolean =>
    issueDate < birthday(birthDay, age - skippedWithinYears);
  return renewalAges.find(isAhead) ?? NO_EXPIRY;
};

/** The renewal that the law skips and an office may not have skipped. */
const renewalsJustAhead = (birthDay: BusinessDay, issueDate: BusinessDay): readonly EndAge[] => {
  const { renewalAges, skippedWithinYears } = lawOn(issueDate);
  return renewalAges.filter(
    age =>
      issueDate >= birthday(birthDay, age - skippedWithinYears) &&
      issueDate < birthday(birthDay, age),
  );
};

const laterEnds = (birthDay: BusinessDay, from: BusinessDay): readonly EndAge[] => {
  const first = endOf(birthDay, from);
  const later = NEWEST_LAW.renewalAges.filter(age => first !== NO_EXPIRY && age >= first);
  return [...later, NO_EXPIRY];
};

const birthday = (birthDay: BusinessDay, age: number): BusinessDay =>
  birthdays(birthDay, age).at(-1) ?? birthDay;

/** One day, or both that stand for 29 February in a year without it: offices reckon either way. */
const birthdays = (birthDay: BusinessDay, age: number): readonly BusinessDay[] => {
  const year = Number(birthDay.slice(0, 4)) + age;
  const monthAndDay = birthDay.slice(4);
  return monthAndDay === '-02-29' && daysInMonth(year, 2) < 29
    ? [`${year}-02-28`, `${year}-03-01`]
    : [`${year}${monthAndDay}`];
};
