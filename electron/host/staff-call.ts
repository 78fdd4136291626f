import type { Client } from '../../core/contract/contract.ts';
import type { CounterReason, HubContract } from '../../core/contract/hub.ts';
import type { Clock, Ids } from '../../core/ports/ports.ts';

export interface StaffCallParts {
  readonly hub: Pick<Client<HubContract>, 'callStaff'>;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Calls somebody to the kiosk. Where nobody can be reached the page names the counter instead. */
export const createStaffCall =
  ({ hub, clock, ids }: StaffCallParts) =>
  async (reason: CounterReason): Promise<'called' | 'unreachable'> =>
    hub
      .callStaff({ requestId: ids.uuid(), reason, at: new Date(clock.now()).toISOString() })
      .then(() => 'called' as const)
      .catch(() => 'unreachable' as const);
