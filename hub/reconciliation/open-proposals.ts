import { type Proposal, proposeMatches } from '../../core/reconciliation/proposals.ts';
import {
  proposeRefundMatches,
  type RefundProposal,
} from '../../core/reconciliation/refund-matching.ts';
import { type Queryable } from '../storage/database.ts';
import {
  openBills,
  openCredits,
  openDebits,
  openRefunds,
  undoneAllocations,
} from './open-items.ts';

/** What a person may do about money that came or went and is not explained. */
export interface Proposals {
  readonly matches: readonly Proposal[];
  readonly refunds: readonly RefundProposal[];
}

/** A month of a hospital where nobody looks has fewer. */
const MOST_OPEN = 50_000;

/** Proposals for everything that is open, the best first. */
export const readProposals = async (database: Queryable): Promise<Proposals> => {
  const credits = await openCredits(database, MOST_OPEN);
  const bills = await openBills(database);
  return {
    matches: proposeMatches(credits, bills, await undoneAllocations(database)),
    refunds: proposeRefundMatches(await openDebits(database), await openRefunds(database)),
  };
};
