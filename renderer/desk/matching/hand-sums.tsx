import type { DeskBill, DeskPayment } from '../../../core/contract/desk-money.ts';
import { MOST_MATCH_PARTS } from '../../../core/contract/desk-reconciliation.ts';
import { type HandMatchResult, matchByHand } from '../../../core/reconciliation/hand-match.ts';
import { DeskButton, Facts, News } from '../controls.tsx';
import { digits, dong, say } from '../desk-words.ts';

/** What is picked against each other, and what would be left. */
export const HandSums = ({
  money,
  bills,
  isBusy,
  onMatch,
  onClear,
}: {
  readonly money: readonly DeskPayment[];
  readonly bills: readonly DeskBill[];
  readonly isBusy: boolean;
  readonly onMatch: (match: HandMatchResult) => void;
  readonly onClear: () => void;
}) => {
  const match = matchByHand(
    {
      credits: money.map(({ paymentId, unallocated }) => ({ paymentId, amount: unallocated })),
      bills,
    },
    MOST_MATCH_PARTS,
  );
  const { allocations, left, owed, fault } = match;
  const given = allocations.reduce((sum, { amount }) => sum + amount, 0);
  const rest =
    left > 0
      ? say('matching.hand.left', { amount: digits(left) })
      : owed > 0
        ? say('matching.hand.owed', { amount: digits(owed) })
        : say('matching.hand.even');
  return (
    <section className="desk-sums" aria-label={say('matching.hand.sums')}>
      <div>
        <Facts
          facts={[
            [say('matching.hand.sumMoney'), dong(given + left)],
            [say('matching.hand.sumBills'), dong(given + owed)],
            [say('matching.hand.rest'), dong(left - owed)],
          ]}
        />
        <div className="desk-actions">
          <DeskButton
            label={
              fault === undefined
                ? say('matching.hand.go', { amount: digits(given) })
                : say('matching.hand.goNone')
            }
            tone="main"
            isDisabled={fault !== undefined || isBusy}
            onPress={() => onMatch(match)}
          />
          <DeskButton
            label={say('matching.hand.clear')}
            isDisabled={money.length + bills.length === 0}
            onPress={onClear}
          />
        </div>
      </div>
      <News
        words={
          fault === undefined
            ? rest
            : say(`matching.hand.faults.${fault}`, { most: MOST_MATCH_PARTS })
        }
        tone={fault === undefined ? (left + owed === 0 ? 'ok' : 'attention') : 'plain'}
      />
    </section>
  );
};
