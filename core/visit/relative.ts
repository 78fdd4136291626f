import type { IdentityClaim } from '../contract/identity.ts';
import type { RelatedPerson, Relationship } from '../contract/related-person.ts';
import { claimRefusal } from './lookup-outcome.ts';
import type { PersonContext, VisitContext } from './visit-context.ts';

/** What the patient is to the relative, where the two turn out to be the other way round. */
const INVERSE: Readonly<Record<Relationship, Relationship>> = {
  parent: 'child',
  child: 'parent',
  grandparent: 'other',
  spouse: 'spouse',
  sibling: 'sibling',
  other: 'other',
};

/** A code of the hospital's own, or of nobody's, shows no person. */
const SHOWS_NOBODY: ReadonlySet<IdentityClaim['method']> = new Set([
  'booking-code',
  'patient-code',
  'opaque-token',
]);

export const showsAPerson = ({ claim }: VisitContext): boolean =>
  claim !== undefined && !SHOWS_NOBODY.has(claim.method);

const numbersOf = (claim: IdentityClaim | undefined): readonly (string | undefined)[] => [
  claim?.citizenNumber,
  claim?.oldNumber,
  claim?.insurance?.cardNumber.slice(-10),
  claim?.passportNumber,
];

/** The papers given for the patient are those of the relative. */
export const isRelativeAgain = (context: VisitContext): boolean => {
  const patient = context.whose === 'relative' ? context.setAside?.claim : context.claim;
  const relative = context.whose === 'relative' ? context.claim : context.relative;
  const theirs = numbersOf(relative);
  return numbersOf(patient).some((number, at) => number !== undefined && number === theirs[at]);
};

/** The papers read last are the relative's; those of the patient come next, or come back. */
export const withRelative = (context: VisitContext): PersonContext => ({
  ...context,
  claim: undefined,
  lookup: undefined,
  portrait: undefined,
  ...context.setAside,
  portraitDue: false,
  cardKeys: undefined,
  keyRefusals: 0,
  notice: undefined,
  relative: context.claim,
  setAside: undefined,
  whose: 'patient',
});

/** Both showed who they are, so each can be the other. */
export const canSwap = ({ claim, relative }: VisitContext): boolean =>
  relative !== undefined &&
  claim !== undefined &&
  !claim.flags.includes('identity-temporary') &&
  !SHOWS_NOBODY.has(claim.method);

export const swapped = (context: VisitContext): PersonContext => ({
  ...context,
  claim: context.relative,
  relative: context.claim,
  relationship: context.relationship && INVERSE[context.relationship],
  lookup: undefined,
  portrait: undefined,
  portraitDue: false,
  declared: undefined,
  cardKeys: undefined,
});

export const relatedPersonOf = (context: VisitContext): RelatedPerson | undefined => {
  const { relationship, relative, whose } = context;
  if (relationship === undefined || whose !== 'patient') return undefined;
  return { relationship, ...(relative === undefined ? {} : { claim: relative }) };
};

/** The relative's document is missing, out of date or doubtful: no reason to keep a patient waiting. */
export const relativeNeedsClerk = (context: VisitContext): boolean =>
  relatedPersonOf(context) !== undefined &&
  (context.relative === undefined ||
    claimRefusal({ ...context, claim: context.relative }) !== undefined);
