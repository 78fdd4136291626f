import { createHash, randomUUID } from 'node:crypto';
import {
  type Client,
  type Contract,
  type MethodName,
  type Reply,
  replySchema,
} from '../../core/contract/contract.ts';
import { FaultError } from '../../core/contract/errors.ts';
import { HUB_HEADERS } from '../../core/contract/hub-signature.ts';
import { type HubContract, hubContract } from '../../core/contract/hub.ts';
import { type Clock } from '../../core/ports/ports.ts';
import { signatureOf } from './request-signature.ts';

export interface SignedClientOptions {
  readonly url: string;
  /** Who calls, as named in the signature. */
  readonly kioskId: string;
  readonly secret: Uint8Array;
  readonly clock: Clock;
}

/** Headers of a signed request. */
export const signedHeaders = (
  { kioskId, secret, clock }: Omit<SignedClientOptions, 'url'>,
  path: string,
  body: string,
): Record<string, string> => {
  const timestamp = String(clock.now());
  const nonce = randomUUID();
  const bodySha256 = createHash('sha256').update(body).digest('hex');
  const request = { kioskId, method: 'POST', path, timestamp, nonce, bodySha256 };
  return {
    'content-type': 'application/json',
    [HUB_HEADERS.kioskId]: kioskId,
    [HUB_HEADERS.timestamp]: timestamp,
    [HUB_HEADERS.nonce]: nonce,
    [HUB_HEADERS.signature]: signatureOf(request, secret),
  };
};

const TIMEOUT_MS = 10_000;

/** Calls a contract of the hub under `/<door>/`. @throws FaultError with the code of a refusal. */
export const signedClient = <C extends Contract>(
  contract: C,
  door: 'v1' | 'admin',
  options: SignedClientOptions,
): Client<C> => {
  const call = async (method: MethodName<C>, input: unknown): Promise<unknown> => {
    const path = `/${door}/${method}`;
    const body = JSON.stringify(input);
    const response = await fetch(`${options.url}${path}`, {
      method: 'POST',
      headers: signedHeaders(options, path, body),
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch((error: unknown) => {
      throw new FaultError('hub-unreachable', 'the hub does not answer', { cause: error });
    });
    const output = contract[method]?.output;
    if (output === undefined) throw new FaultError('unknown-method');
    const reply = replySchema(output).parse(await response.json()) as Reply<unknown>;
    if (reply.ok) return reply.value;
    throw new FaultError(reply.error.code);
  };
  const methods = Object.keys(contract) as MethodName<C>[];
  return Object.fromEntries(
    methods.map(method => [method, (input: unknown) => call(method, input)]),
  ) as unknown as Client<C>;
};

/** Calls a hub as a kiosk does. */
export const kioskOf = (options: SignedClientOptions): Client<HubContract> =>
  signedClient(hubContract, 'v1', options);
