import { NO_GROUNDS, withRoute } from '../../core/coverage/route.ts';
import { type Coverage } from '../../core/contract/coverage.ts';
import { type CheckInEvent } from '../../core/contract/hub.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { type His } from '../his/his.ts';
import { type InsuranceLookUp } from '../insurance/insurance-look-up.ts';
import { type CoverRules, coveredBy, knownOf } from './cover.ts';
import { withinTime } from './within-time.ts';

export interface CoverAgainParts {
  readonly his: Pick<His, 'lookup'>;
  readonly lookUp: InsuranceLookUp;
  readonly rules: CoverRules;
  readonly clock: Clock;
  readonly hisTimeoutMs: number;
  readonly timeoutMs: number;
}

/** The HIS might know what to ask with. */
const LATER: Coverage = { reason: 'unverified-portal-away' };

/**
 * Looks up the card of a visit that went on unverified. A HIS that is away leaves what was read.
 * Undefined where nobody knows anything to ask with.
 */
export const createCoverAgain =
  ({ his, lookUp, rules, clock, hisTimeoutMs, timeoutMs }: CoverAgainParts) =>
  async (event: CheckInEvent): Promise<Coverage | undefined> => {
    const { identity: claim, visitId } = event;
    const { day } = event.number;
    const answer = await withinTime(his.lookup(claim, day), clock, hisTimeoutMs).catch(
      () => undefined,
    );
    const said = await lookUp.ask({
      claim,
      known: answer === undefined ? undefined : knownOf(answer),
      day,
      purpose: 'again',
      visitId,
      deadline: clock.now() + timeoutMs,
    });
    if (said === undefined) return answer === undefined ? LATER : undefined;
    const { coverage, routeBasis } = coveredBy(said, answer, { claim, day }, rules);
    return withRoute(coverage, routeBasis, event.payer.coverage.grounds ?? NO_GROUNDS);
  };
