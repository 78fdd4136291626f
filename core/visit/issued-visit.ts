import type { CoverageReason, PayerMode } from '../contract/coverage.ts';
import type { PriorityGroup } from '../contract/hub.ts';
import type { TicketRoute } from '../contract/kiosk.ts';
import type { Instant } from '../contract/primitives.ts';
import type { QueueNumber } from '../contract/scheduling.ts';

/** A number that was given out and recorded: from here on the visit cannot get lost. */
export interface IssuedVisit {
  readonly visitId: string;
  readonly number: QueueNumber;
  readonly priorityGroup?: PriorityGroup;
  readonly payer?: PayerMode;
  readonly coverageReason?: CoverageReason;
  readonly coverageRoute?: TicketRoute;
  readonly price?: number;
  readonly peopleAhead?: number;
  readonly waitMinutes?: number;
  readonly expectedAt?: Instant;
  readonly offline: boolean;
}
