import { type Coverage, type RouteBasis } from '../../core/contract/coverage.ts';
import { type IdentityClaim } from '../../core/contract/identity.ts';
import { type Instant } from '../../core/contract/primitives.ts';
import { type CoverageRecord } from '../../core/coverage/coverage.ts';
import { birthDatesAgree } from '../../core/identity/partial-date.ts';
import { namesAgree } from '../../core/identity/person-name.ts';
import { type PortalAnswer } from './portal-messages.ts';
import { portalResultOf } from './portal-result.ts';

/** What a look-up adds to what else is known of a card. */
export interface InsuranceAnswer {
  readonly record: CoverageRecord;
  /** Why a clerk must look at the card. */
  readonly clerk?: RouteBasis['clerk'];
  readonly extras: Pick<Coverage, 'portal' | 'differs'>;
}

/** Whose card was looked up, as they were read. */
export type Holder = Pick<IdentityClaim, 'name' | 'birthDate' | 'gender'>;

type Difference = NonNullable<Coverage['differs']>[number];

/** What the insurer's record says differently from what was read: for the clerk, never overwritten. */
const differencesOf = (answer: PortalAnswer, holder: Holder): readonly Difference[] => {
  const { name, birthDate, gender } = answer;
  const isOther = (one: string | undefined, other: string | undefined): boolean =>
    one !== undefined && other !== undefined && one !== other;
  return [
    ...(name !== undefined && holder.name !== undefined && !namesAgree(name, holder.name)
      ? (['name'] as const)
      : []),
    ...(birthDate !== undefined &&
    holder.birthDate !== undefined &&
    !birthDatesAgree(birthDate, holder.birthDate)
      ? (['birthDate'] as const)
      : []),
    ...(isOther(gender, holder.gender) && holder.gender !== 'unknown' ? (['gender'] as const) : []),
  ];
};

/** Members whose loss leaves open whether the card may be used today. */
const WEIGHTY = new Set([
  'maThe',
  'maDKBD',
  'gtTheTu',
  'gtTheDen',
  'maTheMoi',
  'maDKBDMoi',
  'gtTheTuMoi',
  'gtTheDenMoi',
  'period',
]);

const recordOf = (answer: PortalAnswer, isNewCard: boolean): CoverageRecord => {
  const card = isNewCard ? { ...answer.card, ...answer.newCard } : answer.card;
  const { cardNumber } = card;
  if (cardNumber === undefined) return { outcome: 'not-found' };
  // A card may be renewed under the number it had.
  const previous = (isNewCard ? answer.card.cardNumber : undefined) ?? answer.previousCardNumber;
  return {
    outcome: 'found',
    cardNumber,
    registeredFacility: card.registeredFacility,
    validFrom: isNewCard ? answer.newCard.validFrom : card.validFrom,
    validTo: isNewCard ? answer.newCard.validTo : card.validTo,
    fiveYearsFrom: answer.fiveYearsFrom,
    previousCardNumber: previous === cardNumber ? undefined : previous,
  };
};

/** An answer of the portal as the route table takes it. */
export const insuranceAnswerOf = (
  answer: PortalAnswer,
  holder: Holder,
  at: Instant,
): InsuranceAnswer => {
  const { outcome, newCard, finding, clerk } = portalResultOf(answer.code);
  const record: CoverageRecord =
    outcome === 'found' ? recordOf(answer, newCard === true) : { outcome };
  const differs = differencesOf(answer, holder);
  const isUnclear = answer.garbled.some(name => WEIGHTY.has(name));
  const forClerk = clerk ?? (isUnclear ? 'record-unclear' : undefined);
  return {
    record,
    ...(forClerk === undefined ? {} : { clerk: forClerk }),
    extras: {
      portal: { at, code: answer.code, ...(finding === undefined ? {} : { finding }) },
      ...(differs.length === 0 ? {} : { differs: [...differs] }),
    },
  };
};
