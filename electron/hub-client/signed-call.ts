import { hash } from 'node:crypto';
import type { Contract, Input, MethodName, Output } from '../../core/contract/contract.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { prepareSignature } from '../../core/contract/hub-signature.ts';
import type { Clock, Ids } from '../../core/ports/ports.ts';
import type { KioskKey } from '../enrolment/kiosk-key.ts';
import { type HubAnswer, valueOf } from './answer.ts';
import { networkFault } from './network-fault.ts';

/** Where a call goes, and who signs it. */
export interface SignedCall {
  /** `http://…` or `https://…`, a path before the door allowed. */
  readonly baseUrl: string;
  readonly door: 'v1' | 'join';
  readonly key: KioskKey;
  /** Longest wait for the answer, in milliseconds. */
  readonly limitMs: number;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Told the hub's time where it refuses this machine's. */
  readonly onHubTime?: ((hubNow: number) => void) | undefined;
}

/**
 * `POST {base}/{door}/{method}`, signed, input and output checked. Bodies are in no log and no error.
 * @throws FaultError, see createHubClient
 */
export const signedCall = async <C extends Contract, M extends MethodName<C>>(
  contract: C,
  method: M,
  input: Input<C, M>,
  call: SignedCall,
): Promise<Output<C, M>> => {
  const { input: wanted, output } = contract[method] as C[M];
  const checked = wanted.safeParse(input);
  if (!checked.success) {
    const where = checked.error.issues[0]?.path.map(String).join('.') ?? '';
    throw new FaultError('bad-request', `${method}: the input does not fit (at "${where}")`);
  }
  const { date, ...answer } = await post(method, JSON.stringify(checked.data), call);
  try {
    return valueOf<unknown>(answer, output, call.clock.now()) as Output<C, M>;
  } catch (cause) {
    const isSkew = cause instanceof FaultError && cause.code === 'clock-skew';
    if (isSkew && !Number.isNaN(date)) call.onHubTime?.(date);
    throw cause;
  }
};

/** @property date of the hub's answer, in milliseconds; NaN where there is none. */
type DatedAnswer = HubAnswer & { readonly date: number };

const post = async (method: string, body: string, call: SignedCall): Promise<DatedAnswer> => {
  const { baseUrl, door, limitMs, clock } = call;
  const url = new URL(`${baseUrl.replace(/\/+$/, '')}/${door}/${method}`);
  const limit = new AbortController();
  const cancel = clock.after(limitMs, () => limit.abort());
  try {
    const response = await call.fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signed(call, url, body) },
      body,
      signal: limit.signal,
      // A signed request is for this hub and nobody else.
      redirect: 'error',
    });
    return {
      method,
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      date: Date.parse(response.headers.get('date') ?? ''),
      body: await response.text(),
    };
  } catch (error) {
    if (limit.signal.aborted) {
      throw new FaultError('hub-timeout', `${method}: no answer in ${limitMs} ms`);
    }
    throw networkFault(method, error);
  } finally {
    cancel();
  }
};

const signed = (
  { key, clock, ids }: SignedCall,
  url: URL,
  body: string,
): Record<string, string> => {
  const prepared = prepareSignature(
    {
      method: 'POST',
      path: url.pathname,
      query: url.search === '' ? '?' : url.search,
      bodySha256: hash('sha256', body, 'base64'),
    },
    { keyId: key.keyId, algorithm: 'ed25519', now: clock.now(), nonce: ids.uuid() },
  );
  return prepared.headers(key.sign(prepared.base));
};
