import { type Clock } from '../../core/ports/ports.ts';
import { type Proposal, proposeMatches } from '../../core/reconciliation/proposals.ts';
import {
  proposeRefundMatches,
  type RefundProposal,
} from '../../core/reconciliation/refund-matching.ts';
import { instantOf } from '../../core/scheduling/business-day.ts';
import { type Recording } from '../billing/journal.ts';
import { type Database, type Queryable } from '../storage/database.ts';
import {
  acceptMatch,
  listMatches,
  type Match,
  type MatchPlace,
  type NewMatch,
  undoMatch,
} from './matches.ts';
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

/** Matching of what is open. Each method is one transaction; several hubs may call it at once. */
export interface Reconciliation {
  proposals(): Promise<Proposals>;
  /** @throws FaultError as {@link acceptMatch} */
  accept(match: NewMatch, actor: string): Promise<Match>;
  /** @throws FaultError as {@link undoMatch} */
  undo(matchId: string, actor: string): Promise<Match>;
  /** As {@link listMatches} */
  matches(limit: number, before?: MatchPlace): Promise<readonly Match[]>;
}

/** A month of a hospital where nobody looks has fewer. */
const MOST_OPEN = 50_000;

export const createReconciliation = (database: Database, clock: Clock): Reconciliation => {
  const now = (): string => instantOf(clock.now());
  const record = <T>(
    actor: string,
    work: (tx: Queryable, recording: Recording) => Promise<T>,
  ): Promise<T> => database.transaction(tx => work(tx, { actor, at: now() }));
  return {
    async proposals() {
      const [credits, bills, undone, debits, refunds] = [
        await openCredits(database, MOST_OPEN),
        await openBills(database),
        await undoneAllocations(database),
        await openDebits(database),
        await openRefunds(database),
      ];
      return {
        matches: proposeMatches(credits, bills, undone),
        refunds: proposeRefundMatches(debits, refunds),
      };
    },
    accept: (match, actor) => record(actor, (tx, by) => acceptMatch(tx, match, by)),
    undo: (matchId, actor) => record(actor, (tx, by) => undoMatch(tx, matchId, by)),
    matches: (limit, before) => listMatches(database, limit, before),
  };
};
