import { FaultError } from '../../core/contract/errors.ts';
import { jsonIn } from '../../core/contract/json-text.ts';

export interface ProviderRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
}

export interface ProviderAnswer {
  readonly status: number;
  /** Undefined where the body is no JSON. */
  readonly json: unknown;
}

/** Nothing left this machine: the name is unknown, nobody listens, or there is no way. */
const NEVER_SENT = new Set([
  'ENOTFOUND',
  'ECONNREFUSED',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
]);

const causeCode = (error: unknown): unknown =>
  error instanceof Error && typeof error.cause === 'object' && error.cause !== null
    ? (error.cause as { readonly code?: unknown }).code
    : undefined;

/**
 * One request to a provider.
 * @throws FaultError `payment-unreachable` where it was certainly not carried out, `payment-timeout`
 *   where no answer came or a gateway answered for a silent server, `payment-refused` where the
 *   credentials are wrong.
 */
export const askProvider = async (request: ProviderRequest): Promise<ProviderAnswer> => {
  const { method, url, headers, body, timeoutMs } = request;
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method,
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      ...(body === undefined ? {} : { body }),
    });
    text = await response.text();
  } catch (error) {
    const fault = NEVER_SENT.has(String(causeCode(error)))
      ? 'payment-unreachable'
      : 'payment-timeout';
    throw new FaultError(fault, 'the payment provider did not answer', { cause: error });
  }
  const { status } = response;
  if (status === 401 || status === 403) {
    throw new FaultError('payment-refused', `the payment provider refused the key (${status})`);
  }
  if (status === 429) throw new FaultError('payment-unreachable', 'the payment provider is busy');
  if (status >= 500) {
    throw new FaultError('payment-timeout', `the payment provider answered with ${status}`);
  }
  return { status, json: jsonIn(text) };
};
