import type { MethodName } from '../../core/contract/contract.ts';
import type { HubContract } from '../../core/contract/hub.ts';

/**
 * Longest wait for each answer, in milliseconds. Short where a patient stands in front of the
 * kiosk: there the way without the hub is better than a wait.
 */
export const CALL_LIMITS: Readonly<Record<MethodName<HubContract>, number>> = {
  hello: 2000,
  lookup: 2500,
  checkSlip: 2500,
  takeNumber: 2000,
  callStaff: 3000,
  leaseNumbers: 5000,
  returnNumbers: 5000,
  issueNumber: 2000,
  cancelNumber: 5000,
  catalogue: 8000,
  intake: 20_000,
  deviceEvents: 8000,
  charges: 4000,
  // A payment provider may take five seconds of it.
  openPayment: 8000,
  // The hub answers as soon as there is something new, see PROGRESS_WAIT_MS.
  paymentProgress: 15_000,
  endPayment: 8000,
  billsDue: 5000,
};
