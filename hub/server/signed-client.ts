import { createHash, randomUUID } from 'node:crypto';
import {
  type Client,
  type MethodName,
  type Reply,
  replySchema,
} from '../../../core/contract/contract.ts';
import { FaultError } from '../../../core/contract/errors.ts';
import { HUB_HEADERS } from '../../../core/contract/hub-signature.ts';
import { type HubContract, hubContract } from '../../../core/contract/hub.ts';
import { type Clock } from '../../../core/ports/ports.ts';
import { signatureOf } from '../request-signature.ts';

export interface KioskOptions {
  readonly url: string;
  readonly kioskId: string;
  readonly secret: Uint8Array;
  readonly clock: Clock;
}

/** Headers of a signed request, as a kiosk sends them. */
export const signedHeaders = (
  { kioskId, secret, clock }: Omit<KioskOptions, 'url'>,
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

/** Calls a hub as a kiosk does; refusals are thrown as FaultError. */
export const kioskOf = (options: KioskOptions): Client<HubContract> => {
  const call = async (method: MethodName<HubContract>, input: unknown): Promise<unknown> => {
    const path = `/v1/${method}`;
    const body = JSON.stringify(input);
    const response = await fetch(`${options.url}${path}`, {
      method: 'POST',
      headers: signedHeaders(options, path, body),
      body,
    });
    const reply = replySchema(hubContract[method].output).parse(await response.json());
    const { ok, ...rest } = reply as Reply<unknown>;
    if (ok && 'value' in rest) return rest.value;
    throw new FaultError('error' in rest ? rest.error.code : 'internal');
  };
  const methods = Object.keys(hubContract) as MethodName<HubContract>[];
  return Object.fromEntries(
    methods.map(method => [method, (input: unknown) => call(method, input)]),
  ) as unknown as Client<HubContract>;
};
