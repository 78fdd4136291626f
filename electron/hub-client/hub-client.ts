import { createHmac, hash } from 'node:crypto';
import type { Client, Input, MethodName, Output } from '../../core/contract/contract.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { type HubContract, hubContract } from '../../core/contract/hub.ts';
import { HUB_HEADERS, hubSigningString } from '../../core/contract/hub-signature.ts';
import type { Clock, Ids } from '../../core/ports/ports.ts';
import { valueOf } from './answer.ts';
import { CALL_LIMITS } from './call-limits.ts';
import { networkFault } from './network-fault.ts';

export interface HubClientOptions {
  /** `http://…` or `https://…`, a path before `/v1` allowed. */
  readonly baseUrl: string;
  readonly kioskId: string;
  /** Shared with the hub. */
  readonly secret: Uint8Array;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly fetch?: typeof fetch;
}

type Method = MethodName<HubContract>;

/**
 * The hub as this kiosk calls it: `POST {base}/v1/{method}`, each request signed, each input and
 * output checked. Bodies are in no log and in no error.
 * @throws FaultError from every method: `hub-unreachable` (nothing was sent), `hub-timeout` (it may
 * have arrived), `hub-unauthorised`, `hub-overloaded`, `hub-refused`, `bad-request`, or the code
 * the hub gave.
 */
export const createHubClient = (options: HubClientOptions): Client<HubContract> => {
  const call =
    <M extends Method>(method: M) =>
    (input: Input<HubContract, M>): Promise<Output<HubContract, M>> =>
      callHub(options, method, input);
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
  };
};

const callHub = async <M extends Method>(
  options: HubClientOptions,
  method: M,
  input: unknown,
): Promise<Output<HubContract, M>> => {
  const checked = hubContract[method].input.safeParse(input);
  if (!checked.success) {
    const where = checked.error.issues[0]?.path.map(String).join('.') ?? '';
    throw new FaultError('bad-request', `${method}: the input does not fit (at "${where}")`);
  }
  const answer = await post(options, method, JSON.stringify(checked.data));
  const value = valueOf<unknown>(answer, hubContract[method].output, options.clock.now());
  return value as Output<HubContract, M>;
};

const post = async (options: HubClientOptions, method: Method, body: string) => {
  const { baseUrl, clock } = options;
  const send = options.fetch ?? fetch;
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}/v1/${method}`);
  const limit = new AbortController();
  const cancel = clock.after(CALL_LIMITS[method], () => limit.abort());
  try {
    const response = await send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signed(options, url.pathname, body) },
      body,
      signal: limit.signal,
      // A signed request is for this hub and nobody else.
      redirect: 'error',
    });
    return {
      method,
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      body: await response.text(),
    };
  } catch (error) {
    if (limit.signal.aborted) {
      throw new FaultError('hub-timeout', `${method}: no answer in ${CALL_LIMITS[method]} ms`);
    }
    throw networkFault(method, error);
  } finally {
    cancel();
  }
};

const signed = (
  { kioskId, secret, clock, ids }: HubClientOptions,
  path: string,
  body: string,
): Record<string, string> => {
  const timestamp = String(clock.now());
  const nonce = ids.uuid();
  const bodySha256 = hash('sha256', body, 'hex');
  const text = hubSigningString({ kioskId, method: 'POST', path, timestamp, nonce, bodySha256 });
  return {
    [HUB_HEADERS.kioskId]: kioskId,
    [HUB_HEADERS.timestamp]: timestamp,
    [HUB_HEADERS.nonce]: nonce,
    [HUB_HEADERS.signature]: createHmac('sha256', secret).update(text).digest('hex'),
  };
};
