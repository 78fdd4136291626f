import { type PortalFinding, type RouteBasis } from '../../core/contract/coverage.ts';
import { type FaultFamily } from '../../core/contract/errors.ts';
import { type CoverageRecord } from '../../core/coverage/coverage.ts';

/** What only the hospital's IT can put right. */
export const PORTAL_ALARMS = ['officer-refused', 'account-refused', 'request-refused'] as const;
export type PortalAlarm = (typeof PORTAL_ALARMS)[number];

/** What a result code (maKetQua) means for the card, for the patient and for the next look-up. */
export interface PortalResult {
  readonly outcome: CoverageRecord['outcome'];
  /** The card in force is the new one of the answer (maTheMoi). */
  readonly newCard?: true;
  /** Words of its own for the patient. */
  readonly finding?: PortalFinding;
  /** Why a clerk must look at the card. */
  readonly clerk?: RouteBasis['clerk'];
  /** Where the code says nothing about the card: whether asking again can help. */
  readonly family?: Extract<FaultFamily, 'transient' | 'permanent'>;
  readonly alarm?: PortalAlarm;
}

const found = (rest: Omit<PortalResult, 'outcome'> = {}): PortalResult => ({
  outcome: 'found',
  ...rest,
});
const unusable = (
  outcome: 'not-found' | 'details-differ' | 'revoked',
  finding?: PortalFinding,
): PortalResult => ({ outcome, ...(finding === undefined ? {} : { finding }) });
const unanswered = (family: 'transient' | 'permanent', alarm?: PortalAlarm): PortalResult => ({
  outcome: 'portal-away',
  family,
  ...(alarm === undefined ? {} : { alarm }),
});

/**
 * Result codes of the insurer's look-up portal (read in the portal's own list as public programs
 * carry it). Codes of the portal's own trouble leave the card unverified: the patient is received
 * all the same (Decree 188/2025, Art. 37-38).
 */
const RESULTS: Readonly<Record<string, PortalResult>> = {
  '000': found(),
  '001': found({ finding: 'defence-card', clerk: 'forces-card' }),
  '002': found({ finding: 'police-card', clerk: 'forces-card' }),
  '003': found({ newCard: true, finding: 'renewed' }),
  '003.1': found({ finding: 'extended' }),
  '004': found({ newCard: true, finding: 'replaced' }),
  // Its end date says it.
  '010': found(),
  '050': unusable('not-found'),
  '051': unusable('not-found', 'number-wrong'),
  '052': unusable('not-found', 'province-wrong'),
  '053': unusable('not-found', 'benefit-wrong'),
  '054': unanswered('permanent', 'officer-refused'),
  '055': unanswered('permanent', 'officer-refused'),
  '060': unusable('details-differ', 'name-differs'),
  '061': unusable('details-differ', 'name-nearly'),
  '070': unusable('details-differ', 'birth-date-differs'),
  // Sex and place of registration: of older versions of the look-up, not seen in this one.
  '080': unusable('details-differ'),
  '090': unusable('details-differ', 'facility-differs'),
  '100': unanswered('transient'),
  '101': unanswered('transient'),
  '110': unusable('revoked'),
  '120': unusable('revoked', 'reduced'),
  '121': unusable('revoked', 'moved-province'),
  '122': unusable('revoked', 'moved-within'),
  '123': unusable('revoked', 'stopped'),
  '124': unusable('revoked', 'stopped'),
  '130': found({ finding: 'child-without-card', clerk: 'child-without-card' }),
  '205': unanswered('permanent', 'request-refused'),
  '401': unanswered('permanent', 'account-refused'),
  '500': unanswered('transient'),
};

/** Codes with a line of their own. */
export const PORTAL_CODES = Object.keys(RESULTS).sort();

/** What a result code means; one not listed verifies nothing and refuses nothing. */
export const portalResultOf = (code: string): PortalResult =>
  (Object.hasOwn(RESULTS, code) ? RESULTS[code] : undefined) ?? unanswered('transient');

/** What a result code says about cover. */
export const outcomeOfPortalResult = (code: string): CoverageRecord['outcome'] =>
  portalResultOf(code).outcome;
