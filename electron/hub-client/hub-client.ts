import { createHash, createHmac } from 'node:crypto';
import { z } from 'zod';
import { type Client, type MethodName, replySchema } from '../../core/contract/contract.ts';
import { type FaultCode, FaultError } from '../../core/contract/errors.ts';
import { HUB_HEADERS, hubSigningString } from '../../core/contract/hub-signature.ts';
import { type HubContract, hubContract } from '../../core/contract/hub.ts';
import type { Clock, Ids } from '../../core/ports/ports.ts';

/** The part of `fetch` that is used; tests and the cut cable of the demonstration bring their own. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface HubClientOptions {
  readonly baseUrl: string;
  readonly kioskId: string;
  readonly secret: Uint8Array;
  readonly fetch?: Fetch;
  readonly clock: Clock;
  readonly ids: Ids;
}

/**
 * How long a patient, or a background task, waits for each answer, in milliseconds. A patient in
 * front of the screen gets a leased number rather than a long wait.
 */
const PATIENCE_MS: Readonly<Record<MethodName<HubContract>, number>> = {
  hello: 2_000,
  catalogue: 4_000,
  lookup: 2_500,
  takeNumber: 1_500,
  leaseNumbers: 5_000,
  intake: 20_000,
  callStaff: 2_500,
};

const LARGEST_ANSWER = 4 * 1024 * 1024;

/**
 * The hub as seen from a kiosk: every request signed, every answer checked against the contract.
 * All methods throw FaultError; whether something may have happened is in its family.
 */
export const createHubClient = (options: HubClientOptions): Client<HubContract> => {
  const call = async (method: MethodName<HubContract>, input: unknown): Promise<unknown> => {
    const answer = await exchange(options, method, JSON.stringify(input));
    const reply = replySchema(hubContract[method].output).safeParse(answer);
    if (!reply.success) throw new FaultError('hub-refused', `${method}: not the hub's contract`);
    if (!reply.data.ok)
      throw new FaultError(reply.data.error.code, `${method}: ${reply.data.error.code}`);
    return reply.data.value;
  };
  const methods = Object.keys(hubContract) as MethodName<HubContract>[];
  return Object.fromEntries(
    methods.map(method => [method, (input: unknown) => call(method, input)]),
  ) as unknown as Client<HubContract>;
};

const exchange = async (
  { baseUrl, kioskId, secret, fetch = globalThis.fetch, clock, ids }: HubClientOptions,
  method: MethodName<HubContract>,
  body: string,
): Promise<unknown> => {
  const url = new URL(`v1/${method}`, baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`);
  const timestamp = String(clock.now());
  const nonce = ids.uuid();
  const bodySha256 = createHash('sha256').update(body).digest('hex');
  const text = hubSigningString({
    kioskId,
    method: 'POST',
    path: url.pathname,
    timestamp,
    nonce,
    bodySha256,
  });
  try {
    const response = await fetch(url.href, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS[method]),
      headers: {
        'content-type': 'application/json',
        [HUB_HEADERS.kioskId]: kioskId,
        [HUB_HEADERS.timestamp]: timestamp,
        [HUB_HEADERS.nonce]: nonce,
        [HUB_HEADERS.signature]: createHmac('sha256', secret).update(text).digest('hex'),
      },
    });
    return await answerOf(response, method);
  } catch (thrown) {
    throw thrown instanceof FaultError ? thrown : networkFault(thrown, method);
  }
};

const answerOf = async (response: Response, method: string): Promise<unknown> => {
  const length = Number(response.headers.get('content-length') ?? 0);
  if (length > LARGEST_ANSWER) throw new FaultError('hub-refused', `${method}: answer too large`);
  const refusal = refusalByStatus(response.status);
  const text = await response.text();
  const parsed = jsonOf(text);
  if (errorReplySchema.safeParse(parsed).success && refusal === undefined) return parsed;
  if (refusal !== undefined) {
    throw new FaultError(refusal, `${method}: HTTP ${response.status}`, retryAfter(response));
  }
  if (!response.ok) throw new FaultError('hub-refused', `${method}: HTTP ${response.status}`);
  return parsed;
};

const errorReplySchema = z.object({ ok: z.literal(false) });

const refusalByStatus = (status: number): FaultCode | undefined => {
  if (status === 401 || status === 403) return 'hub-unauthorised';
  if (status === 429 || status === 503) return 'hub-overloaded';
  // A gateway that gave up does not know what the hub did.
  if (status === 502 || status === 504) return 'hub-timeout';
  return undefined;
};

/** Retry-After in seconds or as an HTTP date (RFC 9110, 10.2.3); a date is left to the back-off. */
const retryAfter = (response: Response): { retryAfterMs?: number } => {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? { retryAfterMs: seconds * 1000 } : {};
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** Failures before a byte could reach the hub: nothing can have happened there. */
const NEVER_ARRIVED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
]);

const networkFault = (thrown: unknown, method: string): FaultError => {
  const cause =
    thrown instanceof Error ? (thrown.cause as { code?: string } | undefined) : undefined;
  const code: FaultCode =
    cause?.code !== undefined && NEVER_ARRIVED.has(cause.code) ? 'hub-unreachable' : 'hub-timeout';
  return new FaultError(code, `${method}: ${cause?.code ?? 'no answer in time'}`, {
    cause: thrown,
  });
};
