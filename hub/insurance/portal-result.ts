import { type CoverageRecord } from '../../core/coverage/coverage.ts';

type Outcome = CoverageRecord['outcome'];

/**
 * Result codes (maKetQua) of the insurer's look-up portal and what each says about cover. Codes of
 * the portal's own trouble leave the card unverified: the patient is received all the same (Decree
 * 188/2025, Art. 37-38).
 */
const OUTCOMES: Readonly<Record<string, Outcome>> = {
  '000': 'found',
  '001': 'found',
  '002': 'found',
  // 003, 004: a new card was issued, which the record then carries. 010: its end date says it.
  '003': 'found',
  '004': 'found',
  '010': 'found',
  '050': 'not-found',
  '051': 'not-found',
  '052': 'not-found',
  '053': 'not-found',
  '054': 'portal-away',
  '055': 'portal-away',
  '060': 'details-differ',
  '061': 'details-differ',
  '070': 'details-differ',
  '100': 'portal-away',
  '101': 'portal-away',
  '110': 'revoked',
  '120': 'revoked',
  '121': 'revoked',
  '122': 'revoked',
  '123': 'revoked',
  '124': 'revoked',
  '130': 'found',
  '205': 'portal-away',
  '401': 'portal-away',
  '500': 'portal-away',
};

/** What a result code means; a code not listed verifies nothing and refuses nothing. */
export const outcomeOfPortalResult = (code: string): Outcome => OUTCOMES[code] ?? 'portal-away';
