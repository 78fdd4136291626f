import type { Client, Input, MethodName, Output } from '../../core/contract/contract.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type HubContract, hubContract } from '../../core/contract/hub.ts';
import type { Clock, Ids } from '../../core/ports/ports.ts';
import type { KioskKey } from '../enrolment/kiosk-key.ts';
import { CALL_LIMITS } from './call-limits.ts';
import { signedCall } from './signed-call.ts';

/** Where the hub is, and the key that it knows this kiosk by. */
export interface HubRoute {
  /** `http://…` or `https://…`, a path before `/v1` allowed. */
  readonly baseUrl: string;
  readonly key: KioskKey;
}

export interface HubClientOptions {
  /**
   * Asked before every call.
   * @throws FaultError `kiosk-not-enrolled` or `kiosk-revoked`
   */
  readonly route: () => HubRoute;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly fetch?: typeof fetch;
  readonly onHubTime?: (hubNow: number) => void;
  /** Told how every call failed. */
  readonly onFault?: (fault: FaultError) => void;
}

type Method = MethodName<HubContract>;

/**
 * The hub as this kiosk calls it: `POST {base}/v1/{method}`, each request signed, each input and
 * output checked.
 * @throws FaultError from every method: `kiosk-not-enrolled`, `kiosk-revoked`, `hub-unreachable`
 * (nothing was sent), `hub-not-trusted` (something else answers there; nothing was sent),
 * `hub-timeout` (it may have arrived), `hub-unauthorised`, `clock-skew`, `hub-overloaded`,
 * `hub-refused`, `bad-request`, or the code the hub gave.
 */
export const createHubClient = (options: HubClientOptions): Client<HubContract> => {
  const { route, onFault, fetch: send = fetch, ...ports } = options;
  const call =
    <M extends Method>(method: M) =>
    async (input: Input<HubContract, M>): Promise<Output<HubContract, M>> => {
      try {
        return await signedCall(hubContract, method, input, {
          ...route(),
          ...ports,
          door: 'v1',
          limitMs: CALL_LIMITS[method],
          fetch: send,
        });
      } catch (error) {
        if (error instanceof FaultError) onFault?.(error);
        throw error;
      }
    };
  return {
    hello: call('hello'),
    catalogue: call('catalogue'),
    lookup: call('lookup'),
    checkSlip: call('checkSlip'),
    takeNumber: call('takeNumber'),
    leaseNumbers: call('leaseNumbers'),
    returnNumbers: call('returnNumbers'),
    issueNumber: call('issueNumber'),
    cancelNumber: call('cancelNumber'),
    intake: call('intake'),
    callStaff: call('callStaff'),
    deviceEvents: call('deviceEvents'),
    charges: call('charges'),
    openPayment: call('openPayment'),
    paymentProgress: call('paymentProgress'),
    endPayment: call('endPayment'),
    billsDue: call('billsDue'),
  };
};
