import type {
  Coverage,
  CoverageReason,
  CoverageRoute,
  CoverageRouteName,
  PortalFinding,
  RouteBasis,
  RouteGrounds,
  RouteReason,
  SlipState,
} from '../contract/coverage.ts';

/** Nothing but the card. */
export const NO_GROUNDS: RouteGrounds = {
  emergency: false,
  referral: 'none',
  reExamination: 'none',
};

interface Situation {
  readonly basis: RouteBasis;
  readonly grounds: RouteGrounds;
}

interface Line {
  readonly route: CoverageRouteName;
  readonly reason: RouteReason;
  readonly holds: (situation: Situation) => boolean;
  readonly objectCode?: string | ((basis: RouteBasis) => string | undefined);
  /** Percent of what the card's level pays; `flat`: all, whatever the level; absent: not known. */
  readonly pays?: number | 'flat' | ((basis: RouteBasis) => number);
}

const walkInPercent = ({ walkIn }: RouteBasis): number => ('open' in walkIn ? 0 : walkIn.percent);

const walkInCode = ({ walkIn, registration }: RouteBasis): string | undefined =>
  'open' in walkIn || registration === 'unknown' ? undefined : walkIn.objectCode;

const isFlat = ({ walkIn }: RouteBasis): boolean => !('open' in walkIn) && walkIn.flat;

const isHere = ({ registration }: RouteBasis): boolean => registration === 'here';

const slip = (state: SlipState, ...others: readonly SlipState[]): boolean =>
  [state, ...others].includes('good');

const open = (reason: RouteReason, holds: Line['holds']): Line => ({
  route: 'ask-clerk',
  reason,
  holds,
});

/**
 * The routes for an outpatient with a usable card, in the order of Decision 3276/QĐ-BYT (the first
 * code that applies is the one), with an emergency before all and open questions where a guess
 * would have to stand. The first line that holds decides.
 */
const LINES: readonly Line[] = [
  {
    // Law on Health Insurance, Art. 22(5): anywhere.
    route: 'emergency',
    reason: 'emergency',
    holds: ({ grounds }) => grounds.emergency,
    objectCode: '2',
    pays: 100,
  },
  open('forces-card', ({ basis }) => basis.clerk === 'forces-card'),
  open('child-without-card', ({ basis }) => basis.clerk === 'child-without-card'),
  open('record-unclear', ({ basis }) => basis.clerk === 'record-unclear'),
  {
    route: 'in-network',
    reason: 'initial-level',
    holds: ({ basis }) => isFlat(basis) && isHere(basis),
    objectCode: '1.2',
    pays: 'flat',
  },
  {
    route: 'direct-access',
    reason: 'initial-level',
    holds: ({ basis }) => isFlat(basis),
    objectCode: '1.2',
    pays: 'flat',
  },
  {
    route: 'in-network',
    reason: 'registered-here',
    holds: ({ basis }) => isHere(basis),
    objectCode: '1.1',
    pays: 100,
  },
  {
    route: 'referral',
    reason: 'referral-slip',
    holds: ({ basis, grounds }) => slip(grounds.referral, basis.referral),
    objectCode: '1.3',
    pays: 100,
  },
  {
    route: 're-examination',
    reason: 're-examination-slip',
    holds: ({ grounds }) => slip(grounds.reExamination),
    objectCode: '1.5',
    pays: 100,
  },
  {
    route: 'direct-access',
    reason: 'walk-in-full',
    holds: ({ basis }) => walkInPercent(basis) === 100,
    objectCode: walkInCode,
    pays: 100,
  },
  open('slip-unconfirmed', ({ basis, grounds }) =>
    [grounds.referral, basis.referral, grounds.reExamination].includes('unconfirmed'),
  ),
  open('registration-unknown', ({ basis }) => basis.registration === 'unknown'),
  open(
    'standing-unknown',
    ({ basis: { walkIn } }) => 'open' in walkIn && walkIn.open === 'standing-unknown',
  ),
  open('rule-open', ({ basis: { walkIn } }) => 'open' in walkIn),
  {
    route: 'direct-access',
    reason: 'walk-in-part',
    holds: ({ basis }) => walkInPercent(basis) > 0,
    objectCode: walkInCode,
    pays: walkInPercent,
  },
  {
    route: 'out-of-network',
    reason: 'walk-in-unpaid',
    holds: () => true,
    objectCode: walkInCode,
    pays: 0,
  },
];

/** What the insurer pays in all, where both the route's share and the card's are known. */
const benefitOf = (
  pays: Line['pays'],
  basis: RouteBasis,
): Pick<CoverageRoute, 'benefitPercent' | 'paysAllBelow' | 'exemption'> => {
  if (pays === undefined) return {};
  if (pays === 'flat') return { benefitPercent: 100 };
  const share = typeof pays === 'function' ? pays(basis) : pays;
  if (share === 0) return { benefitPercent: 0 };
  const { cardPercent, paysAllBelow, exemption } = basis;
  if (share < 100) {
    return cardPercent === undefined ? {} : { benefitPercent: (share * cardPercent) / 100 };
  }
  // The rules of the small sum and of five years are for whoever comes as the law asks.
  if (cardPercent === 100 || exemption === 'yes') return { benefitPercent: 100 };
  return {
    ...(cardPercent === undefined ? {} : { benefitPercent: cardPercent }),
    ...(paysAllBelow === undefined ? {} : { paysAllBelow }),
    ...(exemption === undefined || exemption === 'no' ? {} : { exemption }),
  };
};

/** The route of somebody whose card may be used today. */
export const decideRoute = (basis: RouteBasis, grounds: RouteGrounds): CoverageRoute => {
  const line = LINES.find(({ holds }) => holds({ basis, grounds }));
  if (line === undefined) return { route: 'ask-clerk', reason: 'rule-open', grounds };
  const code = typeof line.objectCode === 'function' ? line.objectCode(basis) : line.objectCode;
  return {
    route: line.route,
    reason: line.reason,
    ...(code === undefined ? {} : { objectCode: code }),
    ...benefitOf(line.pays, basis),
    grounds,
  };
};

const feePaying = (reason: 'no-insurance' | 'own-choice', grounds: RouteGrounds) => ({
  route: 'fee-paying' as const,
  reason,
  objectCode: '9',
  benefitPercent: 0,
  grounds,
});

/** Cards that cannot be used as they are: paid by the patient, or looked at by a clerk. */
const WITHOUT_COVER: Partial<Record<CoverageReason, 'fee-paying' | 'ask-clerk'>> = {
  expired: 'fee-paying',
  'not-yet-valid': 'fee-paying',
  'not-found': 'fee-paying',
  revoked: 'fee-paying',
  'details-differ': 'ask-clerk',
};

const isPlain = ({ emergency, referral, reExamination }: RouteGrounds): boolean =>
  !emergency && referral === 'none' && reExamination === 'none';

/** What the insurer found that only a clerk can settle, also where it told of no card. */
const CLERK_FINDINGS: Partial<Record<PortalFinding, RouteReason>> = {
  'defence-card': 'forces-card',
  'police-card': 'forces-card',
  'child-without-card': 'child-without-card',
};

/** The plain reason of older kiosks and hospital systems that a route comes to. */
const reasonOf = ({ reason }: Coverage, { route, reason: line }: CoverageRoute): CoverageReason => {
  switch (route) {
    case 'in-network':
      return 'valid-in-network';
    case 'referral':
      return 'valid-referral';
    case 're-examination':
      return 'valid-re-examination';
    case 'direct-access':
      return line === 'walk-in-part' ? 'valid-out-of-network' : 'valid-in-network';
    case 'out-of-network':
      return 'valid-out-of-network';
    case 'emergency':
    case 'fee-paying':
    case 'ask-clerk':
      return reason;
  }
};

/**
 * Cover with its route. `basis` comes with the look-up; without one (an unverified card, an older
 * hub) the cover is left as it is.
 */
export const withRoute = (
  coverage: Coverage,
  basis: RouteBasis | undefined,
  grounds: RouteGrounds,
): Coverage => {
  if (basis !== undefined) {
    const route = decideRoute(basis, grounds);
    return { ...coverage, reason: reasonOf(coverage, route), route };
  }
  const finding = coverage.portal?.finding;
  const forClerk = finding === undefined ? undefined : CLERK_FINDINGS[finding];
  if (forClerk !== undefined) {
    return { ...coverage, route: { route: 'ask-clerk', reason: forClerk, grounds } };
  }
  const without = WITHOUT_COVER[coverage.reason];
  if (without === undefined) return isPlain(grounds) ? coverage : { ...coverage, grounds };
  const route: CoverageRoute =
    without === 'fee-paying'
      ? feePaying('no-insurance', grounds)
      : { route: 'ask-clerk', reason: 'record-unclear', grounds };
  return { ...coverage, route };
};

/** The patient pays although the insurer would: their right, and on the record as such. */
export const paidByChoice = (coverage: Coverage, grounds: RouteGrounds): Coverage =>
  coverage.route?.route === 'fee-paying'
    ? coverage
    : { ...coverage, route: feePaying('own-choice', grounds) };
